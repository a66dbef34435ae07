import type { Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { yuan } from '../books/yuan.ts'
import { buyerFields } from './buyer.ts'
import type { Call, Reply } from './call.ts'
import type { JsonObject } from './json.ts'
import { namedTrade, tradeOf } from './lookup.ts'
import { text, wants } from './origin.ts'
import type { State } from './state.ts'
import { amountsOf, fundBills, paidAt, tradeStatus, vouchers } from './trade-told.ts'

/** 统一收单交易查询: tells how far a trade is; what was refunded of it another call tells. */
export function queryTrade(state: State, call: Call, now: Instant): Reply {
  const order = namedTrade(state, call)
  const { buyer, origin } = tradeOf(state, order)
  return {
    fields: {
      ...buyerFields(state.settings, buyer),
      buyer_user_type: 'PRIVATE',
      ...amountsOf(order),
      out_trade_no: order.outTradeNo,
      ...paidAt(order, 'send_pay_date'),
      store_id: text(origin, 'store_id'),
      terminal_id: text(origin, 'terminal_id'),
      passback_params: text(origin, 'passback_params'),
      total_amount: yuan(order.totalFee),
      trade_no: order.tradeNo,
      trade_status: tradeStatus(state.settings, order, now),
      ...(order.payment && details(state, call, order)),
    },
  }
}

function details({ settings }: State, call: Call, order: Order): JsonObject {
  return {
    fund_bill_list: fundBills(settings, order, 'fund_channel'),
    ...(wants(call, 'voucher_detail_list') && { voucher_detail_list: vouchers(order, 'answer') }),
    ...(order.couponFee > 0n && { discount_amount: yuan(order.couponFee) }),
  }
}
