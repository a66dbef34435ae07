import { moneyToJson } from 'tpkit'
import type { AttemptView, DifferenceRow, JournalEntry, OrderView, RefundView } from 'tpkit/cashier'
import { isoTime } from '../order/json.ts'

/** An order for programs: whole minor units, ISO 8601 times. */
export function orderJson(order: OrderView): object {
  const { total, refunded, refunding, createdAt, expiresAt, paidAt, prompt, attempts, refunds, ...plain } = order
  return {
    ...plain,
    ...{ total: moneyToJson(total), refunded: moneyToJson(refunded), refunding: moneyToJson(refunding) },
    ...{ createdAt: isoTime(createdAt), expiresAt: isoTime(expiresAt), paidAt: isoTime(paidAt) },
    ...(prompt && { prompt: { ...prompt, expiresAt: isoTime(prompt.expiresAt) } }),
    attempts: attempts.map(attemptJson),
    refunds: refunds.map(refundJson),
  }
}

function attemptJson({ createdAt, paidAt, ...plain }: AttemptView): object {
  return { ...plain, createdAt: isoTime(createdAt), paidAt: isoTime(paidAt) }
}

export function refundJson({ amount, createdAt, refundedAt, ...plain }: RefundView): object {
  return { ...plain, amount: moneyToJson(amount), createdAt: isoTime(createdAt), refundedAt: isoTime(refundedAt) }
}

export function entryJson({ seq, at, kind, subject, data, hash }: JournalEntry): object {
  return { seq, at: isoTime(at), kind, subject, data, hash }
}

export function differenceJson({ openedAt, resolvedAt, ...plain }: DifferenceRow): object {
  return { ...plain, openedAt: isoTime(openedAt), resolvedAt: isoTime(resolvedAt) }
}
