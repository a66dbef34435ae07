import type { Instant } from '@tpkit/core'
import { ownKey, type Refund, refundStateAt, tryAt } from '../books/books.ts'
import { cashFee } from '../books/discount.ts'
import type { RefundEnding } from '../wallet.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { findOrder, isCallers, needsTransaction, tooOld } from './lookup.ts'
import type { Settings } from './settings.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'

/** 退款查询. A refund's number finds that refund, an order's number all refunds of the order. */
export function queryRefund(state: State, call: Call, now: Instant): Reply {
  const found = findRefunds(state, call, now)
  const order = found[0]?.order
  if (!order) throw new Refusal('ORDERNOTEXIST', '没有此退款')
  return {
    transaction_id: order.payment?.transactionId,
    out_trade_no: order.outTradeNo,
    fee_type: order.asked.get('fee_type'),
    total_fee: String(order.totalFee),
    cash_fee: String(cashFee(order)),
    refund_count: String(found.length),
    ...Object.fromEntries(found.flatMap((each, index) => numbered(refundFields(each, now, state.settings), index))),
  }
}

/** In the order of precedence of 退款查询. */
function findRefunds(state: State, call: Call, now: Instant): readonly Refund[] {
  const mchId = call.merchant.mchId
  const refundId = call.fields.get('refund_id')
  const outRefundNo = call.fields.get('out_refund_no')
  if (refundId === undefined && outRefundNo === undefined) return findOrder(state, call, now, 'INVALID_TRANSACTIONID').refunds
  const found = refundId === undefined ? state.refunds.get(ownKey(mchId, outRefundNo ?? '')) : state.byRefundId.get(refundId)
  if (!found || !isCallers(found.order, call)) return []
  const { order } = found
  if (needsTransaction(order, now) && call.fields.get('transaction_id') !== order.payment?.transactionId) throw tooOld()
  return [found]
}

/** 退款状态, in the wallet's words. */
export const REFUND_STATES: Readonly<Record<RefundEnding | 'processing', string>> = {
  processing: 'PROCESSING',
  refunded: 'SUCCESS',
  failed: 'FAIL',
  changed: 'CHANGE',
  unsure: 'NOTSURE',
}

function refundFields(refund: Refund, now: Instant, settings: Settings): Record<string, string> {
  const { order, outRefundNo, refundId, fee } = refund
  const couponFee = tryAt(refund, now)?.couponFee ?? 0n
  return {
    out_refund_no: outRefundNo,
    refund_id: refundId,
    refund_channel: settings.refundChannel,
    refund_fee: String(fee),
    ...(order.couponFee > 0n && { coupon_refund_fee: String(couponFee) }),
    cash_refund_fee: String(fee - couponFee),
    refund_status: REFUND_STATES[refundStateAt(refund, now)],
    refund_recv_accout: receiver(settings), // the misspelling is the wallet's
  }
}

/** A card's number is drawn as nobody's. */
function receiver({ bankType, refundChannel }: Settings): string {
  return bankType === 'BALANCE' || refundChannel === 'BALANCE' ? '用户余额' : `${bankType}0000`
}

function numbered(fields: Record<string, string>, index: number): readonly (readonly [string, string])[] {
  return Object.entries(fields).map(([name, value]) => [`${name}_${index}`, value])
}
