import type { Instant } from '@tpkit/core'
import { type Order, type Refund, refundStateAt, statusAt, tryAt } from '../books/books.ts'
import { cashFee } from '../books/discount.ts'
import { yuan } from '../books/yuan.ts'
import type { JsonObject } from './json.ts'
import type { Settings } from './settings.ts'
import { shownTime } from './time.ts'

export type TradeStatus = 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED'

/** 交易状态. What nobody paid in time is closed; so is what went back as a whole. */
export function tradeStatus({ refundWindowMs }: Settings, order: Order, now: Instant): TradeStatus {
  const status = statusAt(order, now)
  if (status === 'open') return 'WAIT_BUYER_PAY'
  if (status !== 'paid' || !order.payment || isFullyRefunded(order, now)) return 'TRADE_CLOSED'
  return now - order.payment.paidAt >= refundWindowMs ? 'TRADE_FINISHED' : 'TRADE_SUCCESS'
}

export function isRefunded(refund: Refund, now: Instant): boolean {
  return refundStateAt(refund, now) === 'refunded'
}

/** 退款总金额: what is back with the payer so far. */
export function refundedFee({ refunds, reversal }: Order, now: Instant): bigint {
  const back = refunds.filter((refund) => isRefunded(refund, now)).reduce((sum, { fee }) => sum + fee, 0n)
  return back + (reversal?.back?.fee ?? 0n)
}

export function isFullyRefunded(order: Order, now: Instant): boolean {
  return order.payment !== undefined && refundedFee(order, now) >= order.totalFee
}

/** The amounts of a trade. The wallet's own discount does not lessen what the merchant gets (实收金额). */
export function amountsOf(order: Order): Readonly<Record<string, string>> {
  const isPaid = order.payment !== undefined
  const cash = isPaid ? yuan(cashFee(order)) : '0.00'
  return {
    buyer_pay_amount: cash,
    invoice_amount: cash,
    point_amount: '0.00',
    receipt_amount: isPaid ? yuan(order.totalFee) : '0.00',
  }
}

/** 资金渠道, with the names as answers spell them or as notifies do. */
export function fundBills(
  settings: Settings,
  order: Order,
  channel: 'fund_channel' | 'fundChannel',
): readonly Readonly<Record<string, string>>[] {
  const cash = { amount: yuan(cashFee(order)), [channel]: settings.bankType }
  return order.couponFee > 0n ? [cash, { amount: yuan(order.couponFee), [channel]: 'COUPON' }] : [cash]
}

/** 优惠券信息, of the wallet's own discount. */
export function vouchers(order: Order, spelled: 'answer' | 'notify'): readonly JsonObject[] {
  if (order.couponFee === 0n) return []
  const amount = yuan(order.couponFee)
  const own = { id: '2026010500073002095305', name: '沙箱红包', type: 'ALIPAY_COMMON_ITEM_VOUCHER', amount }
  const parts: JsonObject =
    spelled === 'answer'
      ? { merchant_contribute: '0.00', other_contribute: amount }
      : { merchantContribute: '0.00', otherContribute: amount }
  return [{ ...own, ...parts }]
}

/** When the money of a refund was back. */
export function backAt(refund: Refund, now: Instant): Instant | undefined {
  return isRefunded(refund, now) ? tryAt(refund, now)?.doneAt : undefined
}

/** When the payer paid, under the name that a message has for it. */
export function paidAt(order: Order, name: string): JsonObject {
  return order.payment ? { [name]: shownTime(order.payment.paidAt) } : {}
}
