import type { Failure, PaymentFact } from 'tpkit'
import { bind, showMoney } from 'tpkit'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { visibleLines } from '../desk/visible.ts'
import { spoken, spokenError } from '../desk/zh/spoken.ts'
import { factJson, failureJson } from '../order/json.ts'
import { moment, moneyArgs, orderLine } from '../order/known.ts'
import type { Seen } from './follow.ts'
import type { Till } from './till.ts'

/** How a payment left this command. */
interface Ending {
  readonly outcome: string
  readonly code: ExitCode
  /** For people: what it means, and more of it on the lines below. */
  readonly says: readonly string[]
  readonly steps: readonly NextStep[]
  /** What to do where no command line says it. */
  readonly advice?: string
  readonly fact?: PaymentFact
  readonly failure?: Failure
}

/** A final fact; also one of another order, which a signature does not exclude. */
export function endedBy(till: Till, fact: PaymentFact): ExitCode {
  const { words, order, plan } = till
  const binding = bind({ payee: plan.account.payee, outTradeNo: order.outTradeNo, total: order.total }, fact)
  if (binding.kind === 'foreign') {
    const says = [words.foreign, visibleLines(spoken(till.desk.lang, binding.message))]
    return end(till, { outcome: 'foreign', code: EXIT.failed, says, steps: [ask(till)], fact })
  }
  if (fact.status !== 'paid') {
    const says = [words.ended(words.seen[fact.status])]
    return end(till, { outcome: fact.status, code: EXIT.failed, says, steps: [again(till)], fact })
  }
  const { transactionId } = fact
  const says = [till.desk.paint('green', words.paid(showMoney(fact.total), transactionId))]
  const line = orderLine(till.desk, 'refund', { ...order, transactionId })
  return end(till, { outcome: 'paid', code: EXIT.done, says, steps: [ask(till), { what: words.giveBack, line }], fact })
}

/** The time is over and the wallet has not said the last word. */
export function leftOpen(till: Till, seen: Seen): ExitCode {
  const reason = seen.kind === 'unread' ? [spokenError(till.desk.lang, seen.error)] : []
  const says = [till.words.open, ...reason]
  return end(till, { outcome: 'open', code: EXIT.unknown, says, steps: [ask(till), ...endIt(till)] })
}

export function notFollowed(till: Till): ExitCode {
  return end(till, { outcome: 'open', code: EXIT.done, says: [till.words.waiting], steps: [ask(till), ...endIt(till)] })
}

export function stopped(till: Till): ExitCode {
  const says = [till.words.interrupted(till.order.outTradeNo)]
  return end(till, { outcome: 'interrupted', code: EXIT.interrupted, says, steps: [ask(till), ...endIt(till)] })
}

export function refusedBy(till: Till, failure: Failure): ExitCode {
  const { refused, mend, notReached, reach } = till.words
  const [meaning, advice] = failure.code === 'UNAVAILABLE' ? [notReached, reach] : [refused, mend]
  const says = [meaning, `${failure.code}${till.words.colon}${visibleLines(spoken(till.desk.lang, failure.message))}`]
  return end(till, { outcome: 'refused', code: EXIT.refused, says, steps: [], advice, failure })
}

export function unknownAfter(till: Till, failure: Failure): ExitCode {
  const says = [till.words.unknown, `${failure.code}${till.words.colon}${visibleLines(spoken(till.desk.lang, failure.message))}`]
  const steps = [ask(till), { what: till.words.repeat, line: payLine(till, true) }]
  return end(till, { outcome: 'unknown', code: EXIT.unknown, says, steps, failure })
}

function end({ desk, order }: Till, { outcome, code, says, steps, advice, fact, failure }: Ending): ExitCode {
  const { outTradeNo, account } = order
  for (const line of says) desk.say(line)
  desk.answer({
    event: 'final',
    outcome,
    outTradeNo,
    account,
    ...(fact && { fact: factJson(fact) }),
    ...(failure && { failure: failureJson(failure) }),
    next: steps.map(({ line }) => line),
  })
  tellSteps(desk, steps, advice)
  return code
}

function ask({ desk, order, words }: Till): NextStep {
  return { what: words.askWallet, line: orderLine(desk, 'query', order) }
}

/** At the counter a reversal ends it, elsewhere a close; where the wallet has neither, nothing does. */
function endIt({ desk, order, words, plan }: Till): readonly NextStep[] {
  const verb = plan.command.scene === 'micropay' ? 'reverse' : 'close'
  if (!plan.account.manifest.abilities.includes(verb)) return []
  return [{ what: words.endIt, line: orderLine(desk, verb, order) }]
}

function again(till: Till): NextStep {
  return { what: till.words.payAgain, line: payLine(till, false) }
}

/** This very command, under the same number or under a new one. */
function payLine({ desk, flags, order, plan: { command, method, account } }: Till, same: boolean): string {
  const { payerId, payerIp, returnUrl, expires } = flags
  const given = {
    // The payer shows another one by then: the digits are good for one order, and for a minute.
    '--auth-code': command.scene === 'micropay' ? '<code>' : undefined,
    '--payer-id': payerId,
    '--payer-ip': payerIp,
    '--return-url': returnUrl,
    '--expires': expires === undefined ? undefined : `${expires / 1000}s`,
  }
  return commandLine(
    desk.terminal,
    'pay',
    ...moneyArgs('--total', command.total),
    ...['--subject', command.subject, '--scene', command.scene],
    ...(method !== undefined && !same ? ['--method', method] : ['--account', account.name]),
    ...Object.entries(given).flatMap(([option, value]) => (value === undefined ? [] : [option, value])),
    ...(same ? ['--out-trade-no', order.outTradeNo, ...moment('--started-at', order.startedAt), '--after-unknown'] : []),
    ...configArgs(flags.config),
  )
}
