import type { BookedOrder, BookedRefund, Instant } from '@tpkit/core'
import type { RefundEnding } from '../wallet.ts'
import type { QQMerchant } from './merchant.ts'
import type { Numbers } from './numbers.ts'
import type { Fields, Reply } from './sign.ts'

/** One sending of a refund: the first, or a repeat of its number after FAIL or NOTSURE. */
interface RefundTry {
  readonly at: Instant
  /** Until then PROCESSING. */
  doneAt: Instant
  ending: RefundEnding
}

export interface Refund {
  readonly order: Order
  readonly outRefundNo: string
  readonly refundId: string
  readonly fee: bigint
  /** The latest one counts. */
  readonly tries: RefundTry[]
}

export interface Payment {
  readonly transactionId: string
  readonly paidAt: Instant
}

export interface Order {
  readonly merchant: QQMerchant
  readonly outTradeNo: string
  /** What was asked, without `nonce_str` and `sign`: a repeat must ask the same. */
  readonly asked: Fields
  readonly totalFee: bigint
  readonly prepayId: string
  readonly token: string
  /** What the payer's client is given: the `code_url`, or the prepay id where there is none. */
  readonly promptText: string
  readonly expiresAt: Instant
  closed: boolean
  payment: Payment | undefined
  readonly refunds: Refund[]
  /** What its notify says, once there is one; the same for every repeat. */
  announced: Reply | undefined
  /** How many notifies of it were begun. */
  announcements: number
}

/** 支付结果通知 of one payment, until it is acknowledged or the schedule ends. */
interface Notice {
  readonly id: string
  readonly url: string
  readonly body: Uint8Array
  readonly pausesMs: readonly number[]
  /** Tries so far. */
  attempts: number
  /** When the next try is due; undefined while one is under way. */
  nextAt: Instant | undefined
}

/** What the wallet remembers. */
export interface State {
  readonly merchants: Map<string, QQMerchant>
  readonly numbers: Numbers
  readonly notifyPausesMs: readonly number[]
  readonly refundDelayMs: number
  /** By merchant and order number, oldest first. */
  readonly orders: Map<string, Order>
  readonly byTransaction: Map<string, Order>
  readonly byPrompt: Map<string, Order>
  /** By merchant and refund number. */
  readonly refunds: Map<string, Refund>
  readonly byRefundId: Map<string, Refund>
  /** Those that still wait for an acknowledgement. */
  readonly notices: Map<string, Notice>
}

/** Numbers are unique within a merchant, so the merchant is part of the key. */
export function ownKey(mchId: string, number: string): string {
  return `${mchId}/${number}`
}

export function statusAt(order: Order, now: Instant): 'open' | 'paid' | 'closed' | 'expired' {
  if (order.payment) return 'paid'
  if (order.closed) return 'closed'
  return now < order.expiresAt ? 'open' : 'expired'
}

/** What went back or may go back: a refund that failed left its money where it was. */
export function refundedFee(order: Order, now: Instant): bigint {
  const counting = order.refunds.filter((refund) => refundStateAt(refund, now) !== 'failed')
  return counting.reduce((sum, refund) => sum + refund.fee, 0n)
}

export function refundStateAt({ tries }: Refund, now: Instant): RefundEnding | 'processing' {
  const latest = tries.findLast(({ at }) => at <= now) ?? tries[0]
  return latest === undefined || now < latest.doneAt ? 'processing' : latest.ending
}

/** Everything the wallet knows at that moment: time alone ends orders and refunds. */
export function books(state: State, now: Instant): readonly BookedOrder[] {
  return [...state.orders.values()].map((order) => bookedOrder(order, now))
}

function bookedOrder(order: Order, now: Instant): BookedOrder {
  const status = statusAt(order, now)
  return {
    mchId: order.merchant.mchId,
    outTradeNo: order.outTradeNo,
    subject: order.asked.get('body') ?? '',
    total: order.totalFee,
    currency: 'CNY',
    status: status === 'expired' ? 'closed' : status,
    ...order.payment,
    refunds: order.refunds.map((refund) => bookedRefund(refund, now)),
  }
}

/** Money that could not go back lies with the merchant: that refund is over. Nobody knows yet of an unsure one. */
const BOOKED: Readonly<Record<RefundEnding | 'processing', BookedRefund['status']>> = {
  processing: 'processing',
  refunded: 'refunded',
  failed: 'failed',
  changed: 'closed',
  unsure: 'processing',
}

function bookedRefund(refund: Refund, now: Instant): BookedRefund {
  const { outRefundNo, refundId, fee } = refund
  return { outRefundNo, refundId, amount: fee, status: BOOKED[refundStateAt(refund, now)] }
}
