import type { Instant } from '@tpkit/core'
import { type Call, pick } from './call.ts'
import { findOrder } from './lookup.ts'
import { type Fields, md5, type Reply } from './sign.ts'
import { type Order, type State, statusAt } from './state.ts'
import { beijingTime } from './time.ts'

/** 订单查询. */
export function queryOrder(state: State, call: Call, now: Instant): Reply {
  const order = findOrder(state, call, now, 'ORDERNOTEXIST')
  return { ...askedFields(order), ...paymentFields(order), ...TRADE_STATES[tradeState(order, now)] }
}

const TRADE_STATES = {
  NOTPAY: { trade_state: 'NOTPAY', trade_state_desc: '订单未支付' },
  SUCCESS: { trade_state: 'SUCCESS', trade_state_desc: '支付成功' },
  REFUND: { trade_state: 'REFUND', trade_state_desc: '已经产生退款' },
  CLOSED: { trade_state: 'CLOSED', trade_state_desc: '订单已关闭' },
} as const

function tradeState(order: Order, now: Instant): keyof typeof TRADE_STATES {
  const status = statusAt(order, now)
  if (status === 'paid') return order.refunds.length > 0 ? 'REFUND' : 'SUCCESS'
  return status === 'open' ? 'NOTPAY' : 'CLOSED'
}

/** What a query and a notify repeat of the order itself. */
export function askedFields(order: Order): Reply {
  const asked = pick(order.asked, ['device_info', 'trade_type', 'fee_type', 'attach'])
  return { ...asked, out_trade_no: order.outTradeNo, total_fee: String(order.totalFee) }
}

/** What a query and a notify say of the payment; nothing before it. */
export function paymentFields({ payment, totalFee, asked }: Order): Reply {
  if (!payment) return {}
  return {
    bank_type: 'BALANCE',
    cash_fee: String(totalFee),
    transaction_id: payment.transactionId,
    time_end: beijingTime(payment.paidAt),
    openid: openid(asked),
  }
}

/** The payer, as an application knows them: always the same one; unknown without an application. */
export function openid(asked: Fields): string | undefined {
  const appId = asked.get('appid')
  return appId === undefined ? undefined : md5(`payer of ${appId}`).toUpperCase()
}
