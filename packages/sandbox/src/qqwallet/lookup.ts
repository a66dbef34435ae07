import type { Instant } from '@tpkit/core'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { type Order, ownKey, type State } from './state.ts'
import { DAY_MS } from './time.ts'

/** From then on the merchant's own number is no longer enough (订单查询). */
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
  const isOld = order?.payment && now - order.payment.paidAt >= FOUND_BY_OWN_NUMBER_MS
  if (!order || isOld) throw new Refusal('ORDERNOTEXIST', isOld ? '支付超过30天的订单须提供transaction_id' : undefined)
  return order
}
