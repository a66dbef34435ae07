import type { Instant } from '@tpkit/core'
import { type Refund, refundStateAt, tryAt } from '../books/books.ts'
import { cashFee } from '../books/discount.ts'
import type { RefundEnding } from '../wallet.ts'
import { rfc3339 } from './time.ts'

/** As the wallet names the ends of a refund. */
const STATUSES: Readonly<Record<RefundEnding | 'processing', string>> = {
  processing: 'PROCESSING',
  refunded: 'SUCCESS',
  failed: 'CLOSED',
  changed: 'CLOSED',
  unsure: 'ABNORMAL',
}

export function refundStatus(refund: Refund, now: Instant): string {
  return STATUSES[refundStateAt(refund, now)]
}

/** When the money was back, where it is. */
export function successTime(refund: Refund, now: Instant): string | undefined {
  const latest = tryAt(refund, now)
  return latest && refundStateAt(refund, now) === 'refunded' ? rfc3339(latest.doneAt) : undefined
}

/** 退款单. */
export function refundObject(refund: Refund, now: Instant): object {
  const { order, outRefundNo, refundId } = refund
  return {
    refund_id: refundId,
    out_refund_no: outRefundNo,
    transaction_id: order.payment?.transactionId,
    out_trade_no: order.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: '支付用户零钱',
    success_time: successTime(refund, now),
    create_time: rfc3339(refund.tries[0]?.at ?? now),
    status: refundStatus(refund, now),
    funds_account: refund.account ?? 'AVAILABLE',
    amount: { ...refundAmounts(refund, now), currency: 'CNY' },
  }
}

/** Coupons take their part back first. */
export function refundAmounts(refund: Refund, now: Instant): Readonly<Record<string, number>> {
  const { order, fee } = refund
  const coupon = tryAt(refund, now)?.couponFee ?? 0n
  const [total, back, payerTotal, payerBack] = [order.totalFee, fee, cashFee(order), fee - coupon].map(Number)
  return {
    total: total ?? 0,
    refund: back ?? 0,
    payer_total: payerTotal ?? 0,
    payer_refund: payerBack ?? 0,
    settlement_refund: payerBack ?? 0,
    settlement_total: payerTotal ?? 0,
    discount_refund: Number(coupon),
  }
}
