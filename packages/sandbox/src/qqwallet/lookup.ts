import type { Instant } from '@tpkit/core'
import { type Order, ownKey } from '../books/books.ts'
import { belongsTo } from '../books/order-book.ts'
import { DAY_MS } from '../books/time.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import type { State } from './state.ts'

/** From then on the merchant's own number is no longer enough (订单查询, 退款查询). */
const FOUND_BY_OWN_NUMBER_MS = 30 * DAY_MS

/**
 * The order that a call means; `transaction_id` wins when both numbers are there. Operations differ in what they call a
 * transaction id that is not known.
 */
export function findOrder(
  state: State,
  call: Call,
  now: Instant,
  unknownTransaction: 'ORDERNOTEXIST' | 'INVALID_TRANSACTIONID',
): Order {
  const transactionId = call.fields.get('transaction_id')
  if (transactionId === undefined) return findByOwnNumber(state, call, now)
  const order = state.byTransaction.get(transactionId)
  if (!order || !isCallers(order, call)) throw new Refusal(unknownTransaction)
  return order
}

/** The order of that `out_trade_no`, whatever else is named. */
export function findByOwnNumber(state: State, call: Call, now: Instant): Order {
  const outTradeNo = call.fields.get('out_trade_no')
  if (outTradeNo === undefined) throw new Refusal('LACK_PARAMS', 'transaction_id, out_trade_no')
  const order = state.orders.get(ownKey(call.merchant.mchId, outTradeNo))
  if (!order || !isCallers(order, call)) throw new Refusal('ORDERNOTEXIST')
  if (needsTransaction(order, now)) throw tooOld()
  return order
}

/** Whether an order is the caller's. */
export function isCallers(order: Order, { merchant, fields }: Call): boolean {
  return belongsTo(order, merchant.mchId, fields.get('sub_mch_id'))
}

export function ordersOf(state: State, call: Call): readonly Order[] {
  return [...state.orders.values()].filter((order) => isCallers(order, call))
}

/** Paid 30 days ago or earlier: only `transaction_id` finds it. */
export function needsTransaction({ payment }: Order, now: Instant): boolean {
  return payment !== undefined && now - payment.paidAt >= FOUND_BY_OWN_NUMBER_MS
}

/** To the caller it looks as if the order had never been: the code is the same. */
export function tooOld(): Refusal {
  return new Refusal('ORDERNOTEXIST', '支付超过30天的订单须提供transaction_id')
}
