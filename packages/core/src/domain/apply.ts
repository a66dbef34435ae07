import type { PaymentFact, PaymentStatus, RefundFact, RefundStatus } from '../contract/fact.ts'
import { type Money, sameMoney, showMoney } from '../money.ts'

/** What we hold of one attempt. */
export interface Payment {
  readonly outTradeNo: string
  readonly total: Money
  readonly status: PaymentStatus
  readonly transactionId?: string
}

/** What we hold of one refund. */
export interface Refund {
  readonly outTradeNo: string
  readonly outRefundNo: string
  readonly amount: Money
  readonly status: RefundStatus
  readonly refundId?: string
}

/** What a fact does to what we hold. */
export type Verdict<State> =
  /** The state moves on. */
  | { readonly kind: 'moved'; readonly state: State }
  /** Money came for something already closed: record it, raise an alarm, give it back by policy. */
  | { readonly kind: 'late'; readonly state: State }
  /** Known already; the state has at most learned the wallet's number. */
  | { readonly kind: 'same'; readonly state: State }
  /** An older message that came late: it never moves a state backwards. */
  | { readonly kind: 'stale' }
  /** Not enough to book: ask the wallet. */
  | { readonly kind: 'ask'; readonly reason: string }
  /** State untouched; quarantine the fact, raise an alarm. */
  | { readonly kind: 'conflict'; readonly reason: string }

type Move = 'moves' | 'same' | 'stale' | 'late' | 'conflict'
type Table<Status extends string> = Readonly<Record<Status, Readonly<Record<Status, Move>>>>

/** Attempts: from (row) to (column). */
const PAYMENT_MOVES: Table<PaymentStatus> = {
  pending: { pending: 'same', paid: 'moves', closed: 'moves', reversed: 'moves', failed: 'moves' },
  failed: { pending: 'stale', paid: 'moves', closed: 'moves', reversed: 'moves', failed: 'same' },
  paid: { pending: 'stale', paid: 'same', closed: 'conflict', reversed: 'moves', failed: 'conflict' },
  closed: { pending: 'stale', paid: 'late', closed: 'same', reversed: 'conflict', failed: 'conflict' },
  reversed: { pending: 'stale', paid: 'conflict', closed: 'conflict', reversed: 'same', failed: 'conflict' },
}

/** Refunds: from (row) to (column). `failed → processing` holds where the wallet lets a refund repeat its number. */
const REFUND_MOVES: Table<RefundStatus> = {
  processing: { processing: 'same', refunded: 'moves', failed: 'moves', closed: 'moves' },
  failed: { processing: 'moves', refunded: 'moves', failed: 'same', closed: 'moves' },
  closed: { processing: 'stale', refunded: 'late', failed: 'conflict', closed: 'same' },
  refunded: { processing: 'stale', refunded: 'same', failed: 'conflict', closed: 'conflict' },
}

/**
 * Applies what a wallet said to what we hold: replies, queries, notifies and statement lines all end here.
 * Assumes that `bind` found the fact to be ours; still refuses another amount or another transaction.
 */
export function applyPayment(payment: Payment, fact: PaymentFact): Verdict<Payment> {
  const nonsense = unknownStatus(PAYMENT_MOVES, payment.status, fact.status)
  if (nonsense) return nonsense
  const contradiction = paymentContradiction(payment, fact)
  if (contradiction) return { kind: 'conflict', reason: contradiction }
  if (payment.status === 'reversed' && fact.status === 'paid' && isEarlierTruth(payment, fact))
    return { kind: 'same', state: payment }
  const isUndone = tellsUndone(payment, fact)
  // What was closed here never counted as paid: nothing is left to undo.
  if (isUndone && payment.status === 'closed') return { kind: 'same', state: payment }
  const status = isUndone ? 'reversed' : fact.status
  const transactionId = fact.transactionId ?? payment.transactionId
  const next = { ...payment, status, ...(transactionId !== undefined && { transactionId }) }
  return verdict(PAYMENT_MOVES[payment.status][status], payment.status, status, next)
}

/**
 * Applies what a wallet said about a refund. A fact without an amount moves nothing: ask.
 *
 * @param repeatsNumber whether the wallet lets a failed refund be sent again under its number (`manifest.timing`).
 */
export function applyRefund(refund: Refund, fact: RefundFact, repeatsNumber: boolean): Verdict<Refund> {
  const nonsense = unknownStatus(REFUND_MOVES, refund.status, fact.status)
  if (nonsense) return nonsense
  const contradiction = refundContradiction(refund, fact)
  if (contradiction) return { kind: 'conflict', reason: contradiction }
  if (refund.status === 'failed' && fact.status === 'processing' && !repeatsNumber) return { kind: 'stale' }
  const refundId = fact.refundId ?? refund.refundId
  const next = { ...refund, status: fact.status, ...(refundId !== undefined && { refundId }) }
  const found = verdict(REFUND_MOVES[refund.status][fact.status], refund.status, fact.status, next)
  const books = found.kind === 'moved' || found.kind === 'late'
  return books && !fact.amount ? { kind: 'ask', reason: 'the wallet named no amount for this refund' } : found
}

/** The types exclude it; a row of a database or a plugin in JavaScript may say it all the same. */
function unknownStatus(table: object, held: string, said: string): Verdict<never> | undefined {
  if ([held, said].every((status) => Object.hasOwn(table, status))) return undefined
  const known = Object.keys(table).join(', ')
  const where = Object.hasOwn(table, held) ? 'the fact' : 'what is held'
  return { kind: 'ask', reason: `${where} has a status that is none of ${known}; mend it, and ask the wallet` }
}

/**
 * What was reversed was paid before: the wallet may say so beside the full refund, a statement's line always does, and the notify
 * of a payment may come behind its reversal. A reply or a query tells what is, and not what was.
 */
function isEarlierTruth(payment: Payment, fact: Extract<PaymentFact, { status: 'paid' }>): boolean {
  if (fact.refundedInFull) return true
  if (fact.source !== 'statement' && fact.source !== 'notify') return false
  return payment.transactionId === undefined || payment.transactionId === fact.transactionId
}

/** Paid and given back whole before we heard of either: there is no money, and nothing to deliver. What we hold as paid stays paid. */
function tellsUndone(payment: Payment, fact: PaymentFact): boolean {
  return payment.status !== 'paid' && fact.status === 'paid' && fact.refundedInFull === true
}

function verdict<State>(move: Move, from: string, to: string, state: State): Verdict<State> {
  if (move === 'moves') return { kind: 'moved', state }
  if (move === 'late' || move === 'same') return { kind: move, state }
  return move === 'conflict' ? { kind: 'conflict', reason: `${from} cannot become ${to}` } : { kind: 'stale' }
}

function paymentContradiction(payment: Payment, fact: PaymentFact): string | undefined {
  if (fact.outTradeNo !== payment.outTradeNo) return 'the fact names another order'
  // The types demand them; a plugin in JavaScript or a fact from a file may lack them all the same.
  if (fact.status === 'paid' && !(fact.total && fact.transactionId))
    return 'the fact says paid and names no amount or no transaction'
  if (fact.total && !sameMoney(fact.total, payment.total)) return differs('the order', payment.total, fact.total)
  // The same number paid twice would be two payments; one of them must not disappear behind the other.
  if (payment.transactionId && fact.transactionId && payment.transactionId !== fact.transactionId) {
    return 'the fact names another transaction than the one recorded'
  }
  return undefined
}

function refundContradiction(refund: Refund, fact: RefundFact): string | undefined {
  if (fact.outTradeNo !== refund.outTradeNo || fact.outRefundNo !== refund.outRefundNo) return 'the fact names another refund'
  if (fact.amount && !sameMoney(fact.amount, refund.amount)) return differs('the refund', refund.amount, fact.amount)
  if (refund.refundId && fact.refundId && refund.refundId !== fact.refundId) {
    return "the fact names another of the wallet's refunds than the one recorded"
  }
  return undefined
}

function differs(what: string, expected: Money, found: Money): string {
  return `amount differs: ${what} is over ${showMoney(expected)}, the fact over ${showMoney(found)}`
}
