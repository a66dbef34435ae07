import type { PaymentStatus, RefundStatus } from '@tpkit/core'
import {
  type Absent,
  type Binding,
  bind,
  type Fact,
  type Failure,
  formatMoney,
  type Money,
  type PaymentFact,
  type RefundFact,
  showMoney,
} from 'tpkit'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { localTime } from '../desk/time.ts'
import { visibleLines } from '../desk/visible.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { factJson, failureJson, isoTime } from './json.ts'
import { orderLine, TIME } from './known.ts'
import type { Visit } from './visit.ts'

/** A write that ends an order, and was answered with what the order is. */
interface EndSent {
  /** What to do where the answer is not about our order. */
  readonly steps: readonly NextStep[]
  readonly ends: Readonly<Record<PaymentStatus, ExitCode>>
}

/** Says what a payment is, and what to do with it. */
export function tellPayment(here: Visit, fact: PaymentFact, sent?: EndSent): ExitCode {
  const { desk, words, account, order } = here
  const binding = bind({ payee: account.payee, outTradeNo: order.outTradeNo, total: order.total }, fact)
  if (binding.kind === 'foreign') return tellForeign(here, binding, fact, sent?.steps)
  desk.say(words.order(order.outTradeNo, order.account))
  desk.say(words.status(words.payment[fact.status]))
  if (fact.status === 'paid') {
    desk.say(words.amount(showMoney(fact.total)))
    desk.say(words.transaction(fact.transactionId))
    if (fact.paidAt !== undefined) desk.say(words.paidAt(localTime(fact.paidAt)))
    if (fact.refundedInFull) desk.say(words.refundedInFull)
  }
  const steps = stepsAfter(here, fact)
  desk.answer({ account: order.account, fact: factJson(fact), next: lines(steps) })
  tellSteps(desk, steps, steps.length === 0 ? words.nothing : '')
  if (sent) return sent.ends[fact.status]
  return fact.status === 'paid' && fact.refundedInFull ? EXIT.failed : ENDS[fact.status]
}

/** "if tpkit query …; then ship": 0 is money and nothing else. */
const ENDS: Readonly<Record<PaymentStatus | RefundStatus, ExitCode>> = {
  paid: EXIT.done,
  refunded: EXIT.done,
  pending: EXIT.unknown,
  processing: EXIT.unknown,
  closed: EXIT.failed,
  reversed: EXIT.failed,
  failed: EXIT.failed,
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

/** A refund that this command sent. */
export interface SentRefund {
  readonly amount: Money
  readonly ask: NextStep
  readonly repeat: NextStep
}

/** Says how far a refund is. */
export function tellRefund(here: Visit, fact: RefundFact, sent?: SentRefund): ExitCode {
  const { desk, words, account, order, mark } = here
  // Whoever only asks did not say an amount: then the wallet's own stands.
  const amount = sent?.amount ?? fact.amount ?? order.total
  const wanted = { payee: account.payee, outTradeNo: order.outTradeNo, outRefundNo: fact.outRefundNo, amount }
  const binding = bind(wanted, fact)
  if (binding.kind === 'foreign') return tellForeign(here, binding, fact, sent && [sent.ask, sent.repeat])
  desk.say(words.status(words.refund[fact.status]))
  if (fact.amount) desk.say(words.amount(showMoney(fact.amount)))
  const { steps = [], advice } = afterRefund(here, fact, sent?.amount ?? fact.amount)
  desk.answer({ ...mark, account: order.account, fact: factJson(fact), next: lines(steps) })
  tellSteps(desk, steps, advice)
  // Accepted is what a refund that was sent wanted; whoever asks wants to know whether the money is back.
  return sent && fact.status === 'processing' ? EXIT.done : ENDS[fact.status]
}

/** A failed refund keeps its number; a closed one never pays. */
function afterRefund({ desk, words, account, order }: Visit, fact: RefundFact, amount: Money | undefined): Advice {
  const number = ['--out-refund-no', fact.outRefundNo]
  if (fact.status === 'refunded') return { advice: words.nothing }
  if (fact.status === 'closed') return { advice: words.byHand }
  const ask = { what: words.askRefund, line: orderLine(desk, 'query', order, ...number) }
  if (fact.status === 'processing') return { steps: [ask] }
  if (!account.manifest.timing.failedRefundRepeatsNumber) return { advice: words.failedForGood, steps: [ask] }
  const line = orderLine(
    desk,
    'refund',
    order,
    ...number,
    '--amount',
    amount ? formatMoney(amount) : '<amount>',
    ...yesArgs(desk),
  )
  return { advice: words.sameNumber(fact.outRefundNo), steps: [{ what: words.repeatFailed, line }] }
}

/** Programs cannot be asked "really?". */
export function yesArgs({ json }: Desk): readonly string[] {
  return json ? ['--yes'] : []
}

/** "No such number": final only where nothing can be on its way any more. `more`: what the question said beside the order. */
export function tellAbsent({ desk, words, order }: Visit, { mayAppearUntil }: Absent, more: readonly string[]): ExitCode {
  const steps = mayAppearUntil === undefined ? [] : [{ what: words.askAgain, line: orderLine(desk, 'query', order, ...more) }]
  desk.say(mayAppearUntil === undefined ? words.absent : words.absentUntil(localTime(mayAppearUntil)))
  desk.answer({ account: order.account, absent: true, mayAppearUntil: isoTime(mayAppearUntil), next: lines(steps) })
  const isEndless = mayAppearUntil !== undefined && order.sentAt === undefined
  if (isEndless) desk.say(words.sentEnds)
  const saySent = { what: words.saySent, line: orderLine(desk, 'query', order, ...more, '--sent-at', TIME) }
  tellSteps(desk, isEndless ? [saySent, ...steps] : steps, steps.length === 0 ? words.nothing : '')
  return mayAppearUntil === undefined ? EXIT.failed : EXIT.unknown
}

/** What to do after a failure, in words and in lines to type. */
export interface Advice {
  readonly advice?: string
  readonly steps?: readonly NextStep[]
}

/** A write that provably did nothing, or may have. */
export function tellFailure(
  here: Visit,
  kind: 'refused' | 'unknown',
  failure: Failure,
  steps: readonly NextStep[],
  refused: Advice = {},
): ExitCode {
  const { desk, words, mark } = here
  const { outTradeNo, account } = here.order
  const reached = kind === 'unknown' || failure.code !== 'UNAVAILABLE'
  desk.say(
    `${reached ? words[kind] : words.notReached}\n${failure.code}${words.colon}${visibleLines(spoken(desk.lang, failure.message))}`,
  )
  const refusal: Advice = reached ? { advice: words.mend, ...refused } : { advice: words.reach }
  const other = kind === 'unknown' ? otherTransaction(here, failure) : undefined
  if (other?.advice !== undefined) desk.say(other.advice)
  const todo: Advice = kind === 'unknown' ? { steps: other?.steps ?? steps } : refusal
  desk.answer({ ...mark, outcome: kind, outTradeNo, account, failure: failureJson(failure), next: lines(todo.steps ?? []) })
  tellSteps(desk, todo.steps ?? [], todo.advice)
  return kind === 'unknown' ? EXIT.unknown : EXIT.refused
}

/**
 * Wallets that are given both numbers believe their own: one that answers about another order may have acted on that one. The
 * number that led there stands in no line to type, and nothing is repeated before that order was asked for.
 */
function otherTransaction({ desk, words, order, more = [] }: Visit, failure: Failure): Advice | undefined {
  const { transactionId, ...own } = order
  if (transactionId === undefined || !isOtherQuestion(failure)) return undefined
  const other = commandLine(
    desk.terminal,
    ...['query', '<number>', '--account', order.account, '--total', '<amount>', ...more, ...configArgs(order.config)],
  )
  return {
    advice: words.otherTransaction(transactionId),
    steps: [
      { what: words.askOther, line: other },
      { what: words.askOwn, line: orderLine(desk, 'query', own, ...more) },
    ],
  }
}

/** As every provider says it of an answer whose numbers are not those of the question. */
export function isOtherQuestion({ code, message }: Pick<Failure, 'code' | 'message'>): boolean {
  return code === 'UNVERIFIED' && message.includes('the answer is to another question')
}

/** Of a question it says nothing; of a write it leaves open what became of that. */
function tellForeign({ desk, words, order, mark }: Visit, binding: Foreign, fact: Fact, unsure?: readonly NextStep[]): ExitCode {
  const { field, expected, found, message } = binding
  desk.say(`${words.foreign}\n${visibleLines(spoken(desk.lang, message))}`)
  if (unsure) desk.say(words.unknown)
  desk.answer({
    ...mark,
    account: order.account,
    foreign: { field, expected, found, message },
    fact: factJson(fact),
    next: lines(unsure ?? []),
  })
  tellSteps(desk, unsure ?? [], unsure ? '' : words.lookFor)
  return unsure ? EXIT.unknown : EXIT.failed
}

type Foreign = Extract<Binding, { kind: 'foreign' }>

function lines(steps: readonly NextStep[]): readonly string[] {
  return steps.map(({ line }) => line)
}
