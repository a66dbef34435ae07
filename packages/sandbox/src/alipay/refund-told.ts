import type { Instant } from '@tpkit/core'
import { type Order, type Refund, tryAt } from '../books/books.ts'
import { yuan } from '../books/yuan.ts'
import { buyerFields } from './buyer.ts'
import type { Call, Reply } from './call.ts'
import type { JsonObject } from './json.ts'
import { namedTrade, tradeOf } from './lookup.ts'
import { text, wants } from './origin.ts'
import { check, REFUND_QUERY } from './rules.ts'
import type { State } from './state.ts'
import { shownTime } from './time.ts'
import { backAt, refundedFee } from './trade-told.ts'

/** The answer to a refund: `refund_fee` is everything that went back of the trade so far, whatever this call moved. */
export function refundFields(state: State, call: Call, order: Order, moved: Refund | undefined, now: Instant): JsonObject {
  return {
    ...buyerFields(state.settings, tradeOf(state, order).buyer),
    fund_change: moved ? 'Y' : 'N',
    ...(moved && { gmt_refund_pay: shownTime(backAt(moved, now) ?? now) }),
    out_trade_no: order.outTradeNo,
    refund_fee: yuan(refundedFee(order, now)),
    trade_no: order.tradeNo,
    ...(moved && items(state, call, { fee: moved.fee, couponFee: tryAt(moved, now)?.couponFee ?? 0n })),
  }
}

/** What went back, and by which means: on demand. */
function items({ settings }: State, call: Call, { fee, couponFee }: Back): JsonObject {
  if (!wants(call, 'refund_detail_item_list')) return {}
  const parts = [
    { amount: yuan(fee - couponFee), fund_channel: settings.bankType },
    { amount: yuan(couponFee), fund_channel: 'COUPON' },
  ]
  return { refund_detail_item_list: parts.filter(({ amount }) => amount !== '0.00'), send_back_fee: yuan(fee) }
}

interface Back {
  readonly fee: bigint
  readonly couponFee: bigint
}

/**
 * 统一收单交易退款查询. Of a refund whose money is not back the answer says nothing: it may be under way, have failed, or never have
 * been asked for.
 */
export function queryRefund(state: State, call: Call, now: Instant): Reply {
  check(call, REFUND_QUERY)
  const order = namedTrade(state, call)
  const number = text(call, 'out_request_no') ?? ''
  const found = backUnder(order, number, now)
  if (!found) return { fields: {} }
  return {
    fields: {
      out_request_no: number,
      out_trade_no: order.outTradeNo,
      refund_amount: yuan(found.fee),
      refund_status: 'REFUND_SUCCESS',
      total_amount: yuan(order.totalFee),
      trade_no: order.tradeNo,
      ...(wants(call, 'gmt_refund_pay') && { gmt_refund_pay: shownTime(found.at) }),
      ...items(state, call, found),
      ...(wants(call, 'deposit_back_info') && { deposit_back_info: { has_deposit_back: 'false' } }),
    },
  }
}

/** Money that is back under a number; what a cancel gave back lies under the number of the order. */
function backUnder(order: Order, number: string, now: Instant): (Back & { readonly at: Instant }) | undefined {
  const { reversal, outTradeNo } = order
  if (reversal?.back && number === outTradeNo) return { ...reversal.back, at: reversal.at }
  const refund = order.refunds.find(({ outRefundNo }) => outRefundNo === number)
  const at = refund && backAt(refund, now)
  if (!refund || at === undefined) return undefined
  return { fee: refund.fee, couponFee: tryAt(refund, now)?.couponFee ?? 0n, at }
}
