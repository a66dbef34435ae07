import type { Instant } from '@tpkit/core'
import { type Order, ownKey, type Refund, refundStateAt, statusAt, tryAt } from '../books/books.ts'
import { belongsTo } from '../books/order-book.ts'
import { hasNoPayer } from '../books/refund-plan.ts'
import { beginRefund, bookRefund, type RefundObstacle, refundObstacle, startRefund } from '../books/refunds.ts'
import { type Call, type Reply, text, whole } from './call.ts'
import { Refusal } from './errors.ts'
import { announceRefund } from './notify.ts'
import { checkAddress } from './orders.ts'
import { missing, parties } from './parties.ts'
import { refundObject } from './refund-told.ts'
import { ABNORMAL, check, REFUND } from './rules.ts'
import type { State } from './state.ts'

/** 申请退款. Success means accepted; the status says how far it got. Repeating a number refunds once. */
export function refund(state: State, call: Call, now: Instant): Reply {
  check(call.fields, REFUND)
  const { subMchId } = parties(call, 'sub')
  checkAddress('notify_url', text(call, 'notify_url'), state.settings)
  const order = findPaid(state, call, subMchId, now)
  const fee = whole(call, 'amount.refund') ?? 0n
  if (whole(call, 'amount.total') !== order.totalFee) throw new Refusal('INVALID_REQUEST', '订单金额或退款金额与之前请求不一致')
  const known = repeated(state, call, order, fee)
  return { status: 200, body: refundObject(known ?? createRefund(state, call, order, fee, now), now) }
}

function findPaid(state: State, call: Call, subMchId: string | undefined, now: Instant): Order {
  const [transactionId, outTradeNo] = [text(call, 'transaction_id'), text(call, 'out_trade_no')]
  if (transactionId === undefined && outTradeNo === undefined) throw missing('transaction_id / out_trade_no')
  const { mchId } = call.merchant
  const order =
    transactionId === undefined ? state.orders.get(ownKey(mchId, outTradeNo ?? '')) : state.byTransaction.get(transactionId)
  if (!order || !belongsTo(order, mchId, subMchId)) throw new Refusal('RESOURCE_NOT_EXISTS', '订单不存在')
  const status = statusAt(order, now)
  if (status === 'reversed') throw new Refusal('INVALID_REQUEST', '订单已撤销')
  if (status !== 'paid') throw new Refusal('RESOURCE_NOT_EXISTS', '订单未支付')
  return order
}

function repeated(state: State, call: Call, order: Order, fee: bigint): Refund | undefined {
  const known = state.refunds.get(ownKey(call.merchant.mchId, text(call, 'out_refund_no') ?? ''))
  if (!known) return undefined
  if (known.order !== order) throw new Refusal('INVALID_REQUEST', 'out_refund_no 已用于其他订单')
  if (known.fee !== fee) throw new Refusal('INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试')
  return known
}

const OBSTACLES: Readonly<Record<RefundObstacle, () => Refusal>> = {
  'too-old': () => new Refusal('INVALID_REQUEST', '订单超过一年，不能退款'),
  'too-much': () => new Refusal('INVALID_REQUEST', '申请退款金额大于订单可退金额'),
  'no-funds': () => new Refusal('NOT_ENOUGH', '基本账户余额不足，请充值后重新发起'),
}

const MOST_REFUNDS = 50

function createRefund(state: State, call: Call, order: Order, fee: bigint, now: Instant): Refund {
  if (hasNoPayer(state.settings, fee)) throw new Refusal('USER_ACCOUNT_ABNORMAL')
  const obstacle = refundObstacle(state, order, fee, now)
  if (obstacle) throw OBSTACLES[obstacle]()
  if (isTooSoon(state, order, now)) throw new Refusal('FREQUENCY_LIMITED')
  if (order.refunds.length >= MOST_REFUNDS) throw new Refusal('INVALID_REQUEST', '退款次数超过50次')
  const refundId = state.numbers.refundId(call.merchant.mchId, now)
  const created: Refund = {
    order,
    outRefundNo: text(call, 'out_refund_no') ?? '',
    refundId,
    fee,
    account: text(call, 'funds_account'),
    tries: [],
  }
  startRefund(state, created, now)
  closeOnFailure(created)
  bookRefund(state, created)
  announceRefund(state, created, text(call, 'notify_url'))
  return created
}

function isTooSoon({ settings: { refundSpacingMs } }: State, { refunds }: Order, now: Instant): boolean {
  const last = refunds.at(-1)?.tries.at(0)?.at
  return last !== undefined && now < last + refundSpacingMs
}

/** The wallet has one word, CLOSED, for what failed and for what could not go back: the money stays with the merchant. */
function closeOnFailure({ tries }: Refund): void {
  const latest = tries.at(-1)
  if (latest?.ending === 'changed') latest.ending = 'failed'
}

/** 查询单笔退款. */
export function queryRefund(state: State, call: Call, now: Instant, outRefundNo: string): Reply {
  const { subMchId } = parties(call, 'sub')
  const found = state.refunds.get(ownKey(call.merchant.mchId, outRefundNo))
  if (!found || !belongsTo(found.order, call.merchant.mchId, subMchId)) throw new Refusal('RESOURCE_NOT_EXISTS', '退款单不存在')
  return { status: 200, body: refundObject(found, now) }
}

/** 发起异常退款: the merchant says where the money goes, and it is under way again. */
export function applyAbnormalRefund(state: State, call: Call, now: Instant, refundId: string): Reply {
  check(call.fields, ABNORMAL)
  const { subMchId } = parties(call, 'sub')
  const found = state.byRefundId.get(refundId)
  if (!found || !belongsTo(found.order, call.merchant.mchId, subMchId)) throw new Refusal('RESOURCE_NOT_EXISTS', '退款单不存在')
  if (text(call, 'out_refund_no') !== found.outRefundNo) throw new Refusal('INVALID_REQUEST', 'out_refund_no与refund_id不匹配')
  if (refundStateAt(found, now) !== 'unsure') throw new Refusal('INVALID_REQUEST', '退款单不是异常状态')
  if (text(call, 'type') === 'USER_BANK_CARD')
    for (const name of ['bank_type', 'bank_account', 'real_name']) if (!text(call, name)) throw missing(name)
  beginRefund(state, found, tryAt(found, now)?.couponFee ?? 0n, now)
  closeOnFailure(found)
  announceRefund(state, found, state.refundNotifies.get(found)?.url)
  return { status: 200, body: refundObject(found, now) }
}
