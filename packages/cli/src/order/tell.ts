import { type Absent, type Binding, bind, type Fact, type Failure, type PaymentFact, type RefundFact, showMoney } from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { factJson, failureJson, isoTime } from './json.ts'
import { orderLine } from './known.ts'
import type { Visit } from './visit.ts'

/** Says what a payment is, and what to do with it. */
export function tellPayment({ desk, words, account, order }: Visit, fact: PaymentFact): ExitCode {
  const binding = bind({ payee: account.payee, outTradeNo: order.outTradeNo, total: order.total }, fact)
  if (binding.kind === 'foreign') return tellForeign(desk, words.foreign, binding, fact)
  desk.say(words.order(order.outTradeNo, order.account))
  desk.say(words.status(words.payment[fact.status]))
  if (fact.status === 'paid') {
    desk.say(words.amount(showMoney(fact.total)))
    desk.say(words.transaction(fact.transactionId))
    if (fact.paidAt !== undefined) desk.say(words.paidAt(new Date(fact.paidAt).toISOString()))
    if (fact.refundedInFull) desk.say(words.refundedInFull)
  }
  const steps = stepsAfter({ desk, words, account, order }, fact)
  desk.answer({ account: order.account, fact: factJson(fact), next: lines(steps) })
  tellSteps(desk, steps, steps.length === 0 ? words.nothing : '')
  return EXIT.done
}

function stepsAfter({ desk, words, account, order }: Visit, fact: PaymentFact): readonly NextStep[] {
  if (fact.status === 'paid' && !fact.refundedInFull) {
    const paid = { ...order, transactionId: fact.transactionId }
    return [{ what: words.giveBack, line: orderLine(desk, 'refund', paid) }]
  }
  if (fact.status !== 'pending') return []
  const ends = (['close', 'reverse'] as const).filter((verb) => account.manifest.abilities.includes(verb)).slice(0, 1)
  return [
    { what: words.askAgain, line: orderLine(desk, 'query', order) },
    ...ends.map((verb) => ({ what: words.endIt, line: orderLine(desk, verb, order) })),
  ]
}

/** Says how far a refund is. */
export function tellRefund({ desk, words, account, order }: Visit, fact: RefundFact, again: readonly NextStep[]): ExitCode {
  // What the caller did not say cannot be compared: then the wallet's own amount stands.
  const amount = fact.amount ?? order.total
  const wanted = { payee: account.payee, outTradeNo: order.outTradeNo, outRefundNo: fact.outRefundNo, amount }
  const binding = bind(wanted, fact)
  if (binding.kind === 'foreign') return tellForeign(desk, words.foreign, binding, fact)
  desk.say(words.status(words.refund[fact.status]))
  if (fact.amount) desk.say(words.amount(showMoney(fact.amount)))
  const line = orderLine(desk, 'query', order, '--out-refund-no', fact.outRefundNo)
  const steps = fact.status === 'refunded' ? [] : [{ what: words.askRefund, line }, ...(fact.status === 'failed' ? again : [])]
  desk.answer({ account: order.account, fact: factJson(fact), next: lines(steps) })
  tellSteps(desk, steps, steps.length === 0 ? words.nothing : '')
  return fact.status === 'failed' || fact.status === 'closed' ? EXIT.failed : EXIT.done
}

/** "No such number": final only where nothing can be on its way any more. */
export function tellAbsent({ desk, words }: Visit, { mayAppearUntil }: Absent, askAgain: string): ExitCode {
  const steps = mayAppearUntil === undefined ? [] : [{ what: words.askAgain, line: askAgain }]
  desk.say(mayAppearUntil === undefined ? words.absent : words.absentUntil(new Date(mayAppearUntil).toISOString()))
  desk.answer({ absent: true, mayAppearUntil: isoTime(mayAppearUntil), next: lines(steps) })
  tellSteps(desk, steps, steps.length === 0 ? words.nothing : '')
  return mayAppearUntil === undefined ? EXIT.failed : EXIT.unknown
}

/** A write that provably did nothing, or may have. */
export function tellFailure(
  { desk, words }: Visit,
  kind: 'refused' | 'unknown',
  failure: Failure,
  steps: readonly NextStep[],
): ExitCode {
  const reached = kind === 'unknown' || failure.code !== 'UNAVAILABLE'
  desk.say(`${reached ? words[kind] : words.notReached}\n${failure.code}: ${spoken(desk.lang, failure.message)}`)
  desk.answer({ outcome: kind, failure: failureJson(failure), next: kind === 'unknown' ? lines(steps) : [] })
  if (kind === 'unknown') tellSteps(desk, steps)
  else desk.next(reached ? words.mend : words.reach)
  return kind === 'unknown' ? EXIT.unknown : EXIT.refused
}

function tellForeign(desk: Desk, words: string, binding: Extract<Binding, { kind: 'foreign' }>, fact: Fact): ExitCode {
  const { field, expected, found, message } = binding
  desk.say(`${words}\n${spoken(desk.lang, message)}`)
  desk.answer({ foreign: { field, expected, found, message }, fact: factJson(fact) })
  return EXIT.failed
}

function lines(steps: readonly NextStep[]): readonly string[] {
  return steps.map(({ line }) => line)
}
