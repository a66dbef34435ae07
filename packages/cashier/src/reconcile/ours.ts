import type { Instant, Money } from '@tpkit/core'
import type { Books } from '../books/books.ts'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'
import { dayOf, daysNear, isIn, type Span } from './day.ts'

/** A payment or refund that a statement must show, without its order: a day may hold a hundred thousand. */
export interface Owed {
  readonly orderId: string
  readonly outTradeNo: string
  readonly outRefundNo?: string
  readonly amount: Money
  /** The wallet's number. */
  readonly known?: string
  /** When we hold that the money moved. */
  readonly at: Instant
  /** When a refund was sent: some statements show it on that day. */
  readonly sentAt?: Instant
  seen: boolean
}

/** What we hold of a day, by number. */
export interface Ours {
  readonly payments: ReadonlyMap<string, Owed>
  readonly refunds: ReadonlyMap<string, Owed>
}

export async function oursOf(books: Pick<Books, 'read'>, account: string, span: Span): Promise<Ours> {
  const payments = new Map<string, Owed>()
  const refunds = new Map<string, Owed>()
  for await (const held of books.read.booked(account, span.from, span.until)) {
    for (const owed of owedPayments(held, account, span)) payments.set(owed.outTradeNo, owed)
    for (const owed of owedRefunds(held, account, span)) refunds.set(owed.outRefundNo ?? '', owed)
  }
  return { payments, refunds }
}

function owedPayments({ attempts }: Held, account: string, span: Span): readonly Owed[] {
  return attempts.flatMap((attempt) => {
    const owed = attempt.account === account ? owedPayment(attempt) : undefined
    return owed && isIn(span, owed.at) ? [owed] : []
  })
}

function owedRefunds({ refunds }: Held, account: string, span: Span): readonly Owed[] {
  return refunds.flatMap((refund) => {
    const owed = refund.account === account ? owedRefund(refund) : undefined
    return owed && isIn(span, owed.at) ? [owed] : []
  })
}

/** Undefined where no statement need show it. What was reversed had been paid. */
export function owedPayment({ orderId, outTradeNo, total, transactionId, paidAt, status }: AttemptRow): Owed | undefined {
  if (paidAt === undefined || (status !== 'paid' && status !== 'reversed')) return undefined
  const known = transactionId === undefined ? {} : { known: transactionId }
  return { orderId, outTradeNo, amount: total, ...known, at: paidAt, seen: false }
}

/** A reversal has no number at the wallet: its row is ours alone. */
export function owedRefund(refund: RefundRow): Owed | undefined {
  const { orderId, outTradeNo, outRefundNo, amount, refundId, refundedAt, status, kind } = refund
  if (refundedAt === undefined || status !== 'refunded' || kind === 'reversal') return undefined
  const known = refundId === undefined ? {} : { known: refundId }
  const sentAt = refund.sentAt ?? refund.createdAt
  return { orderId, outTradeNo, outRefundNo, amount, ...known, at: refundedAt, sentAt, seen: false }
}

/** The days whose statements may show it. */
export function daysOf({ at, sentAt }: Pick<Owed, 'at' | 'sentAt'>): readonly string[] {
  return [...new Set([...daysNear(at), ...(sentAt === undefined ? [] : [dayOf(sentAt)])])]
}
