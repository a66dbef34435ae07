import type { Instant } from '@tpkit/core'
import { type Order, statusAt } from '../books/books.ts'
import { cashFee } from '../books/discount.ts'
import { belongsTo } from '../books/order-book.ts'
import type { Call, Reply } from './call.ts'
import { Refusal } from './errors.ts'
import { openid } from './openid.ts'
import { findByNumber } from './orders.ts'
import { parties } from './parties.ts'
import type { State } from './state.ts'
import { rfc3339 } from './time.ts'

/** 商户订单号查询. */
export function queryByNumber(state: State, call: Call, now: Instant, outTradeNo: string): Reply {
  const { subMchId } = parties(call, 'mch')
  return { status: 200, body: transaction(state, findByNumber(state, call, outTradeNo, subMchId), now) }
}

/** 微信支付订单号查询: what is not paid has no such number. */
export function queryById(state: State, call: Call, now: Instant, transactionId: string): Reply {
  const { subMchId } = parties(call, 'mch')
  const order = state.byTransaction.get(transactionId)
  if (!order || !belongsTo(order, call.merchant.mchId, subMchId)) throw new Refusal('ORDER_NOT_EXIST')
  return { status: 200, body: transaction(state, order, now) }
}

const STATES = {
  NOTPAY: '订单未支付',
  USERPAYING: '用户支付中，需要输入密码',
  SUCCESS: '支付成功',
  REFUND: '订单发生过退款',
  CLOSED: '订单已关闭',
  REVOKED: '订单已撤销',
  PAYERROR: '支付失败',
} as const

type TradeState = keyof typeof STATES

/** An order nobody paid in time stays NOTPAY until it is closed; one that was refunded says REFUND and was paid. */
export function tradeState(order: Order, now: Instant): TradeState {
  const status = statusAt(order, now)
  if (status === 'reversed') return 'REVOKED'
  if (status === 'closed') return 'CLOSED'
  if (status === 'paid') return order.refunds.length > 0 ? 'REFUND' : 'SUCCESS'
  if (order.scan?.state === 'waiting') return 'USERPAYING'
  return order.scan?.state === 'no-funds' || order.scan?.state === 'cancelled' ? 'PAYERROR' : 'NOTPAY'
}

const TRADE_TYPES: Readonly<Partial<Record<Order['scene'], string>>> = {
  native: 'NATIVE',
  jsapi: 'JSAPI',
  mini: 'JSAPI',
  app: 'APP',
  h5: 'MWEB',
  micropay: 'MICROPAY',
}

/** 订单: the answer to a query and to a payment code, and what a notify holds. */
export function transaction(state: State, order: Order, now: Instant): object {
  const trade_state = tradeState(order, now)
  return {
    ...idsOf(order),
    out_trade_no: order.outTradeNo,
    trade_state,
    trade_state_desc: STATES[trade_state],
    attach: order.asked.get('attach') ?? '',
    ...payment(state, order),
  }
}

function idsOf(order: Order): object {
  const { asked, subMchId } = order
  if (subMchId === undefined) return { appid: asked.get('appid'), ...merchantsOf(order) }
  return { sp_appid: asked.get('sp_appid'), sub_appid: asked.get('sub_appid'), ...merchantsOf(order) }
}

/** Without applications: refunds are told with these alone. */
export function merchantsOf({ merchant, subMchId }: Order): object {
  return subMchId === undefined ? { mchid: merchant.mchId } : { sp_mchid: merchant.mchId, sub_mchid: subMchId }
}

/** Nothing of it before the payment, but what the order is over. */
function payment({ settings }: State, order: Order): object {
  const [total, payer_total] = [Number(order.totalFee), Number(cashFee(order))]
  if (!order.payment) return { amount: { total, currency: 'CNY' }, promotion_detail: [] }
  return {
    transaction_id: order.payment.transactionId,
    trade_type: TRADE_TYPES[order.scene],
    bank_type: settings.bankType,
    success_time: rfc3339(order.payment.paidAt),
    payer: payer(order),
    amount: { total, payer_total, currency: 'CNY', payer_currency: 'CNY' },
    ...(order.couponFee > 0n && { promotion_detail: [coupon(order)] }),
  }
}

function payer({ asked, subMchId }: Order): object {
  if (subMchId === undefined) return { openid: asked.get('payer.openid') ?? openid(asked.get('appid') ?? '') }
  const sub = asked.get('sub_appid')
  return {
    sp_openid: asked.get('payer.sp_openid') ?? openid(asked.get('sp_appid') ?? ''),
    ...(sub !== undefined && { sub_openid: asked.get('payer.sub_openid') ?? openid(sub) }),
  }
}

function coupon({ couponFee }: Order): object {
  const amount = Number(couponFee)
  return {
    coupon_id: '109519',
    name: '沙箱代金券',
    scope: 'GLOBAL',
    type: 'CASH',
    amount,
    stock_id: '931386',
    wechatpay_contribute: amount,
    merchant_contribute: 0,
    other_contribute: 0,
    currency: 'CNY',
  }
}
