import type { Instant, Money } from '@tpkit/core'
import { paidAttempt, pendingAttempts, waitsForOperator } from '../booking/standing.ts'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'
import type { AttemptView, OrderView, RefundView } from '../cashier.ts'

/** An order as its merchant sees it. */
export function orderView(held: Held, now: Instant): OrderView {
  const { order, attempts, refunds } = held
  const paid = paidAttempt(held)
  const pending = pendingAttempts(held)
  const shown = paid ?? pending.findLast(({ wish }) => wish === undefined) ?? pending.at(-1) ?? attempts.at(-1)
  const prompt = order.status === 'open' ? promptOf(shown, now) : undefined
  const { id, merchant, orderNo, method, subject, total, status, createdAt, expiresAt } = order
  return {
    ...{ id, merchant, orderNo, method, subject, total, status, createdAt, expiresAt },
    refunded: sumOf(total, refunds, paid, 'refunded'),
    refunding: sumOf(total, refunds, paid, 'processing'),
    ...(paid?.paidAt !== undefined && { paidAt: paid.paidAt }),
    ...(paid?.transactionId !== undefined && { transactionId: paid.transactionId }),
    ...(shown && { account: shown.account }),
    ...(prompt && { prompt }),
    attempts: attempts.map(attemptView),
    refunds: refunds.map(refundView),
  }
}

/** Undefined where there is none that still works. */
export function promptOf(attempt: AttemptRow | undefined, now: Instant) {
  if (attempt?.status !== 'pending' || attempt.wish !== undefined || now >= attempt.expiresAt) return undefined
  const { prompt } = attempt
  return prompt?.expiresAt !== undefined && now >= prompt.expiresAt ? undefined : prompt
}

function attemptView({ account, outTradeNo, scene, status, transactionId, createdAt, paidAt, unknown }: AttemptRow): AttemptView {
  return {
    ...{ account, outTradeNo, scene, status, createdAt },
    ...(transactionId !== undefined && { transactionId }),
    ...(paidAt !== undefined && { paidAt }),
    unknown: unknown !== undefined,
  }
}

export function refundView(refund: RefundRow): RefundView {
  const { id, refundNo, outRefundNo, refundId, account, outTradeNo, kind, amount, status, reason } = refund
  const { createdAt, refundedAt, unknown } = refund
  return {
    ...{ id, outRefundNo, account, outTradeNo, kind, amount, status, createdAt },
    ...(refundNo !== undefined && { refundNo }),
    ...(refundId !== undefined && { refundId }),
    ...(reason !== undefined && { reason }),
    ...(refundedAt !== undefined && { refundedAt }),
    unknown: unknown !== undefined,
    needsOperator: waitsForOperator(refund),
  }
}

function sumOf(
  { currency }: Money,
  refunds: readonly RefundRow[],
  paid: AttemptRow | undefined,
  status: RefundRow['status'],
): Money {
  const counted = refunds.filter((refund) => refund.attemptId === paid?.id && refund.status === status)
  return { amount: counted.reduce((sum, { amount }) => sum + amount.amount, 0n), currency }
}
