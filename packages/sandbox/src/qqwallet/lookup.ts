import type { Instant } from '@tpkit/core'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { type Order, ownKey, type State } from './state.ts'
import { DAY_MS } from './time.ts'

/** From then on the merchant's own number is no longer enough (订单查询, 退款查询). */
const FOUND_BY_OWN_NUMBER_MS = 30 * DAY_MS

/**
 * The order that a call means; `transaction_id` wins when both numbers are there. Operations differ in what they call a
 * transaction id that is not known.
 */
export function findOrder(
  state: State,
  { merchant, fields }: Call,
  now: Instant,
  unknownTransaction: 'ORDERNOTEXIST' | 'INVALID_TRANSACTIONID',
): Order {
  const transactionId = fields.get('transaction_id')
  const outTradeNo = fields.get('out_trade_no')
  if (transactionId !== undefined) {
    const order = state.byTransaction.get(transactionId)
    if (order?.merchant.mchId !== merchant.mchId) throw new Refusal(unknownTransaction)
    return order
  }
  if (outTradeNo === undefined) throw new Refusal('LACK_PARAMS', 'transaction_id, out_trade_no')
  const order = state.orders.get(ownKey(merchant.mchId, outTradeNo))
  if (!order) throw new Refusal('ORDERNOTEXIST')
  if (needsTransaction(order, now)) throw tooOld()
  return order
}

/** Paid 30 days ago or earlier: only `transaction_id` finds it. */
export function needsTransaction({ payment }: Order, now: Instant): boolean {
  return payment !== undefined && now - payment.paidAt >= FOUND_BY_OWN_NUMBER_MS
}

/** To the caller it looks as if the order had never been: the code is the same. */
export function tooOld(): Refusal {
  return new Refusal('ORDERNOTEXIST', '支付超过30天的订单须提供transaction_id')
}
