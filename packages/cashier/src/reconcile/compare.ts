import {
  applyPayment,
  applyRefund,
  bind,
  type Fact,
  type Manifest,
  type Money,
  type Payee,
  type PaymentFact,
  type RefundFact,
  sameMoney,
  showMoney,
} from '@tpkit/core'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'
import type { DifferenceKind } from './kinds.ts'
import { moneyOf } from './line.ts'

/** What a line means beside our rows. `settle`: the line proves it, book it · `differs`: somebody must look. */
export type Compared =
  | { readonly kind: 'equal' }
  | { readonly kind: 'settle' | 'differs'; readonly as: DifferenceKind; readonly ours: string; readonly theirs: string }

export interface Side {
  readonly payee: Payee
  readonly manifest: Manifest
}

const EQUAL: Compared = { kind: 'equal' }

/** A line beside the attempt that it names, the most telling difference first. */
export function compareLine(held: Held, attempt: AttemptRow, fact: Fact, side: Side): Compared {
  if (fact.kind === 'payment') return comparePayment(attempt, fact, side)
  const refund = held.refunds.find((row) => row.attemptId === attempt.id && row.outRefundNo === fact.outRefundNo)
  return refund ? compareRefund(refund, fact, side) : unknownRefund(attempt, fact, side)
}

function comparePayment(attempt: AttemptRow, fact: PaymentFact, { payee }: Side): Compared {
  const { outTradeNo, total, status } = attempt
  const different =
    differentMoney(total, moneyOf(fact), 'amount') ?? differentText('transaction', attempt.transactionId, fact.transactionId)
  if (different) return different
  const binding = bind({ payee, outTradeNo, total }, fact)
  if (binding.kind === 'foreign')
    return differs('payee', `${binding.field} ${binding.expected}`, `${binding.field} ${binding.found}`)
  const verdict = applyPayment(attempt, fact)
  switch (verdict.kind) {
    case 'moved':
    case 'late':
      return { kind: 'settle', as: 'state', ours: status, theirs: fact.status }
    case 'conflict':
      return differs('state', status, fact.status)
    case 'ask':
      return differs('incomplete', status, verdict.reason)
    default:
      return EQUAL
  }
}

function compareRefund(refund: RefundRow, fact: RefundFact, { payee, manifest }: Side): Compared {
  const { outTradeNo, outRefundNo, amount, status } = refund
  const different =
    differentMoney(amount, fact.amount, 'refund-amount') ?? differentText('refund-transaction', refund.refundId, fact.refundId)
  if (different) return different
  const binding = bind({ payee, outTradeNo, outRefundNo, amount }, fact)
  if (binding.kind === 'foreign')
    return differs('payee', `${binding.field} ${binding.expected}`, `${binding.field} ${binding.found}`)
  const verdict = applyRefund(refund, fact, manifest.timing.failedRefundRepeatsNumber)
  switch (verdict.kind) {
    case 'moved':
    case 'late':
      return { kind: 'settle', as: 'refund-state', ours: status, theirs: fact.status }
    case 'conflict':
      return differs('refund-state', status, fact.status)
    case 'ask':
      return differs('incomplete', status, verdict.reason)
    default:
      return EQUAL
  }
}

/** Made on the wallet's own pages: the line proves it, where it says how much. One that failed moved nothing. */
function unknownRefund(attempt: AttemptRow, fact: RefundFact, { payee }: Side): Compared {
  if (fact.status === 'failed' || fact.status === 'closed') return EQUAL
  if (!fact.amount) return differs('incomplete', 'none', 'a refund without its amount')
  const theirs = `${fact.status}, ${showMoney(fact.amount)}`
  const { outTradeNo } = attempt
  const { outRefundNo, amount } = fact
  const binding = bind({ payee, outTradeNo, outRefundNo, amount }, fact)
  const isProven = binding.kind === 'ours' && amount.currency === attempt.total.currency && attempt.status === 'paid'
  return { kind: isProven ? 'settle' : 'differs', as: 'refund-missing-here', ours: 'none', theirs }
}

function differentMoney(ours: Money, theirs: Money | undefined, as: 'amount' | 'refund-amount'): Compared | undefined {
  if (!theirs || sameMoney(ours, theirs)) return undefined
  return differs(ours.currency === theirs.currency ? as : 'currency', showMoney(ours), showMoney(theirs))
}

function differentText(as: DifferenceKind, ours: string | undefined, theirs: string | undefined): Compared | undefined {
  return ours === undefined || theirs === undefined || ours === theirs ? undefined : differs(as, ours, theirs)
}

function differs(as: DifferenceKind, ours: string, theirs: string): Compared {
  return { kind: 'differs', as, ours, theirs }
}
