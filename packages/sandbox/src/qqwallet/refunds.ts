import type { Instant } from '@tpkit/core'
import { type Order, ownKey, type Refund, refundStateAt, tryAt } from '../books/books.ts'
import { hasNoPayer } from '../books/refund-plan.ts'
import { beginRefund, bookRefund, refundObstacle, startRefund } from '../books/refunds.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { findOrder } from './lookup.ts'
import { checkOperator } from './operator.ts'
import { openid } from './order-query.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'

/** 申请退款. Success means accepted; the refund query says how far it got. Repeating a number refunds once. */
export function refund(state: State, call: Call, now: Instant): Reply {
  checkOperator(call)
  const order = findOrder(state, call, now, 'INVALID_TRANSACTIONID')
  if (!order.payment) throw new Refusal('INVALID_TRANSACTIONID')
  const fee = BigInt(call.fields.get('refund_fee') ?? 0)
  const wanted = { order, fee }
  const done = repeated(state, call, wanted, now) ?? createRefund(state, call, wanted, now)
  return {
    transaction_id: order.payment.transactionId,
    out_trade_no: order.outTradeNo,
    total_fee: String(order.totalFee),
    out_refund_no: done.outRefundNo,
    refund_id: done.refundId,
    refund_channel: state.settings.refundChannel,
    refund_fee: String(done.fee),
    openid: openid(order.asked),
  }
}

interface Wanted {
  readonly order: Order
  readonly fee: bigint
}

/** A number refunds once. One that failed, or of which the wallet is not sure, is under way again when it is repeated. */
function repeated(state: State, { merchant, fields }: Call, wanted: Wanted, now: Instant): Refund | undefined {
  const known = state.refunds.get(ownKey(merchant.mchId, fields.get('out_refund_no') ?? ''))
  if (!known) return undefined
  if (known.order !== wanted.order) throw new Refusal('PARAM_ERROR', 'out_refund_no 已用于其他订单')
  if (known.fee !== wanted.fee) throw new Refusal('PARAM_ERROR', 'refund_fee 与同一out_refund_no的原申请不同')
  const found = refundStateAt(known, now)
  if (found === 'failed') start(state, known, now)
  // Its money never came back, so nothing is to be checked again.
  if (found === 'unsure') beginRefund(state, known, tryAt(known, now)?.couponFee ?? 0n, now)
  return known
}

function createRefund(state: State, { merchant, fields }: Call, wanted: Wanted, now: Instant): Refund {
  const { order, fee } = wanted
  const outRefundNo = fields.get('out_refund_no') ?? ''
  const refundId = state.numbers.refundId(merchant.mchId, now)
  const created: Refund = { order, outRefundNo, refundId, fee, account: fields.get('refund_account'), tries: [] }
  start(state, created, now)
  bookRefund(state, created)
  return created
}

/** Sets a refund under way whose money is still with the merchant. */
function start(state: State, refund: Refund, now: Instant): void {
  if (hasNoPayer(state.settings, refund.fee)) throw new Refusal('USER_ACCOUNT_ABNORMAL')
  const obstacle = refundObstacle(state, refund.order, refund.fee, now)
  if (obstacle === 'too-old') throw new Refusal('PARAM_ERROR', '订单超过一年，不能退款')
  if (obstacle === 'too-much') throw new Refusal('PARAM_ERROR', 'refund_fee 累计退款金额超过订单金额')
  if (obstacle === 'no-funds') throw new Refusal('NOTENOUGH', '商户可用退款余额不足')
  startRefund(state, refund, now)
}
