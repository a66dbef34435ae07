import type { Instant } from '@tpkit/core'
import { type Order, refundStateAt, statusAt } from '../books/books.ts'
import { cashFee } from '../books/discount.ts'
import { beijingTime } from '../books/time.ts'
import { type Call, pick } from './call.ts'
import { findOrder } from './lookup.ts'
import type { Settings } from './settings.ts'
import { type Fields, md5, type Reply } from './sign.ts'
import type { State } from './state.ts'

/** 订单查询. */
export function queryOrder(state: State, call: Call, now: Instant): Reply {
  return paymentReply(findOrder(state, call, now, 'ORDERNOTEXIST'), now, state.settings)
}

/** How an order stands: the answer to a query, and to a payment code. */
export function paymentReply(order: Order, now: Instant, settings: Settings): Reply {
  return { ...askedFields(order), ...paymentFields(order, settings), ...TRADE_STATES[tradeState(order, now, settings)] }
}

const TRADE_STATES = {
  NOTPAY: { trade_state: 'NOTPAY', trade_state_desc: '订单未支付' },
  USERPAYING: { trade_state: 'USERPAYING', trade_state_desc: '用户支付中，需要输入密码' },
  SUCCESS: { trade_state: 'SUCCESS', trade_state_desc: '支付成功' },
  PROCESSING: { trade_state: 'PROCESSING', trade_state_desc: '退款处理中' },
  REFUND: { trade_state: 'REFUND', trade_state_desc: '已经产生退款' },
  CLOSED: { trade_state: 'CLOSED', trade_state_desc: '订单已关闭' },
  REVOKED: { trade_state: 'REVOKED', trade_state_desc: '订单已撤销' },
} as const

/** A scan that failed leaves its order unpaid. That a reversed order is REVOKED follows from the value's name only. */
function tradeState(order: Order, now: Instant, { expiredAs, refundingAs }: Settings): keyof typeof TRADE_STATES {
  const status = statusAt(order, now)
  if (status === 'reversed') return 'REVOKED'
  if (status === 'closed') return 'CLOSED'
  if (status === 'expired') return expiredAs
  if (status === 'open') return order.scan?.state === 'waiting' ? 'USERPAYING' : 'NOTPAY'
  if (order.refunds.length === 0) return 'SUCCESS'
  return order.refunds.some((refund) => refundStateAt(refund, now) === 'processing') ? refundingAs : 'REFUND'
}

/** What a query and a notify repeat of the order itself. */
export function askedFields(order: Order): Reply {
  const asked = pick(order.asked, ['device_info', 'trade_type', 'fee_type', 'attach'])
  return { ...asked, out_trade_no: order.outTradeNo, total_fee: String(order.totalFee) }
}

/** What a query and a notify say of the payment; nothing before it. Without a discount, coupon_fee is absent. */
export function paymentFields(order: Order, { bankType }: Settings): Reply {
  const { payment, couponFee, asked } = order
  if (!payment) return {}
  return {
    bank_type: bankType,
    cash_fee: String(cashFee(order)),
    coupon_fee: couponFee > 0n ? String(couponFee) : undefined,
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
