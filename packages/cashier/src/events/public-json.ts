import { type Instant, type Money, moneyToJson } from '@tpkit/core'
import { waitsForOperator } from '../booking/standing.ts'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'

/** What JSON can say; amounts are whole minor units, times are ISO 8601. */
export type Json = Readonly<Record<string, unknown>>

/** The order as its merchant may see it: no payer, no prompt, no free text beside the subject. */
export function orderJson({ order, attempts, refunds }: Held): Json {
  const paid = attempts.find(({ id }) => id === order.paidAttemptId)
  const { id, merchant, orderNo, method, subject, status, createdAt, expiresAt } = order
  const sum = (state: RefundRow['status']) => sumOf(order.total, paid ? refundsOf(refunds, paid, state) : [])
  return {
    ...{ id, merchant, orderNo, method, subject, status },
    total: moneyToJson(order.total),
    refunded: moneyToJson(sum('refunded')),
    refunding: moneyToJson(sum('processing')),
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
    ...(paid && { account: paid.account, ...transaction(paid) }),
  }
}

export function attemptJson(attempt: AttemptRow): Json {
  const { account, outTradeNo, scene, status, total, createdAt, unknown } = attempt
  return {
    ...{ account, outTradeNo, scene, status },
    total: moneyToJson(total),
    createdAt: iso(createdAt),
    ...transaction(attempt),
    unknown: unknown !== undefined,
  }
}

export function refundJson(refund: RefundRow): Json {
  const { id, refundNo, outRefundNo, refundId, account, outTradeNo, kind, status } = refund
  const { amount, createdAt, refundedAt, unknown } = refund
  return {
    ...{ id, outRefundNo, account, outTradeNo, kind, status },
    ...(refundNo !== undefined && { refundNo }),
    ...(refundId !== undefined && { refundId }),
    amount: moneyToJson(amount),
    createdAt: iso(createdAt),
    ...(refundedAt !== undefined && { refundedAt: iso(refundedAt) }),
    unknown: unknown !== undefined,
    needsOperator: waitsForOperator(refund),
  }
}

export function iso(at: Instant): string {
  return new Date(at).toISOString()
}

function transaction({ transactionId, paidAt }: AttemptRow): Json {
  return {
    ...(transactionId !== undefined && { transactionId }),
    ...(paidAt !== undefined && { paidAt: iso(paidAt) }),
  }
}

function refundsOf(refunds: readonly RefundRow[], attempt: AttemptRow, status: RefundRow['status']): readonly RefundRow[] {
  return refunds.filter((refund) => refund.attemptId === attempt.id && refund.status === status)
}

function sumOf({ currency }: Money, refunds: readonly RefundRow[]): Money {
  return { amount: refunds.reduce((sum, { amount }) => sum + amount.amount, 0n), currency }
}
