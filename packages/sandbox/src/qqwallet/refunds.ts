import type { Instant } from '@tpkit/core'
import type { RefundEnding, RefundName } from '../wallet.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { findOrder, needsTransaction, tooOld } from './lookup.ts'
import type { QQMerchant } from './merchant.ts'
import { openid } from './order-query.ts'
import { md5, type Reply } from './sign.ts'
import { type Order, ownKey, type Payment, type Refund, refundedFee, refundStateAt, type State } from './state.ts'
import { DAY_MS } from './time.ts'

/** 申请退款. Success means accepted; the refund query says how far it got. Repeating a number refunds once. */
export function refund(state: State, call: Call, now: Instant): Reply {
  checkOperator(call)
  const order = findOrder(state, call, now, 'INVALID_TRANSACTIONID')
  if (!order.payment) throw new Refusal('INVALID_TRANSACTIONID')
  const fee = BigInt(call.fields.get('refund_fee') ?? 0)
  const wanted = { order, payment: order.payment, fee }
  const done = repeated(state, call, wanted, now) ?? createRefund(state, call, wanted, now)
  return {
    transaction_id: order.payment.transactionId,
    out_trade_no: order.outTradeNo,
    total_fee: String(order.totalFee),
    out_refund_no: done.outRefundNo,
    refund_id: done.refundId,
    refund_channel: 'ORIGINAL',
    refund_fee: String(done.fee),
    openid: openid(order.asked),
  }
}

/** Which code a wrong operator gets is not documented; the wallet's word for "not allowed" is the nearest. */
function checkOperator({ merchant, fields }: Call): void {
  if (fields.get('op_user_id') !== (merchant.opUserId ?? merchant.mchId))
    throw new Refusal('NOAUTH', 'op_user_id 不是此商户的操作员')
  if (merchant.opUserPassword !== undefined && fields.get('op_user_passwd') !== md5(merchant.opUserPassword)) {
    throw new Refusal('NOAUTH', 'op_user_passwd 操作员密码错误')
  }
}

/** A number refunds once. One that failed, or of which the wallet is not sure, is under way again when it is repeated. */
function repeated(state: State, { merchant, fields }: Call, wanted: Wanted, now: Instant): Refund | undefined {
  const known = state.refunds.get(ownKey(merchant.mchId, fields.get('out_refund_no') ?? ''))
  if (!known) return undefined
  if (known.order !== wanted.order) throw new Refusal('PARAM_ERROR', 'out_refund_no 已用于其他订单')
  if (known.fee !== wanted.fee) throw new Refusal('PARAM_ERROR', 'refund_fee 与同一out_refund_no的原申请不同')
  const found = refundStateAt(known, now)
  if (found !== 'failed' && found !== 'unsure') return known
  if (found === 'failed') checkLeft(state, wanted, now)
  known.tries.push({ at: now, doneAt: now + state.refundDelayMs, ending: 'refunded' })
  return known
}

/** What the order and the merchant still have must be enough. */
function checkLeft(state: State, { order, fee }: Wanted, now: Instant): void {
  if (refundedFee(order, now) + fee > order.totalFee) throw new Refusal('PARAM_ERROR', 'refund_fee 累计退款金额超过订单金额')
  if (exceedsFunds(state, order.merchant, fee, now)) throw new Refusal('NOTENOUGH')
}

interface Wanted {
  readonly order: Order
  readonly payment: Payment
  readonly fee: bigint
}

function createRefund(state: State, { merchant, fields }: Call, wanted: Wanted, now: Instant): Refund {
  const { order, payment, fee } = wanted
  if (now - payment.paidAt > 365 * DAY_MS) throw new Refusal('PARAM_ERROR', '订单超过一年，不能退款')
  checkLeft(state, wanted, now)
  const outRefundNo = fields.get('out_refund_no') ?? ''
  const refundId = state.numbers.refundId(merchant.mchId, now)
  const first = { at: now, doneAt: now + state.refundDelayMs, ending: 'refunded' } as const
  const created = { order, outRefundNo, refundId, fee, tries: [first] }
  order.refunds.push(created)
  state.refunds.set(ownKey(merchant.mchId, outRefundNo), created)
  state.byRefundId.set(refundId, created)
  return created
}

function exceedsFunds(state: State, merchant: QQMerchant, fee: bigint, now: Instant): boolean {
  if (merchant.refundableFunds === undefined) return false
  const own = [...state.orders.values()].filter((order) => order.merchant === merchant)
  return own.reduce((sum, order) => sum + refundedFee(order, now), fee) > merchant.refundableFunds
}

/** Decides how a refund that is under way ends, at once. */
export function settleRefund(state: State, { mchId, outRefundNo }: RefundName, ending: RefundEnding, now: Instant): void {
  const latest = state.refunds.get(ownKey(mchId, outRefundNo))?.tries.at(-1)
  if (latest === undefined || now >= latest.doneAt) {
    const found = latest === undefined ? 'no such refund' : `one that has ended (${latest.ending})`
    throw new Error(`expected a refund under way under ${mchId}/${outRefundNo}, found ${found}`)
  }
  latest.doneAt = now
  latest.ending = ending
}

/** 退款查询. A refund's number finds that refund, an order's number all refunds of the order. */
export function queryRefund(state: State, call: Call, now: Instant): Reply {
  const found = findRefunds(state, call, now)
  const order = found[0]?.order
  if (!order) throw new Refusal('ORDERNOTEXIST', '没有此退款')
  return {
    transaction_id: order.payment?.transactionId,
    out_trade_no: order.outTradeNo,
    fee_type: order.asked.get('fee_type'),
    total_fee: String(order.totalFee),
    cash_fee: String(order.totalFee),
    refund_count: String(found.length),
    ...Object.fromEntries(found.flatMap((each, index) => numbered(refundFields(each, now), index))),
  }
}

/** In the order of precedence of 退款查询. */
function findRefunds(state: State, call: Call, now: Instant): readonly Refund[] {
  const mchId = call.merchant.mchId
  const refundId = call.fields.get('refund_id')
  const outRefundNo = call.fields.get('out_refund_no')
  if (refundId === undefined && outRefundNo === undefined) return findOrder(state, call, now, 'INVALID_TRANSACTIONID').refunds
  const found = refundId === undefined ? state.refunds.get(ownKey(mchId, outRefundNo ?? '')) : state.byRefundId.get(refundId)
  if (found?.order.merchant.mchId !== mchId) return []
  const { order } = found
  if (needsTransaction(order, now) && call.fields.get('transaction_id') !== order.payment?.transactionId) throw tooOld()
  return [found]
}

const REFUND_STATES: Readonly<Record<RefundEnding | 'processing', string>> = {
  processing: 'PROCESSING',
  refunded: 'SUCCESS',
  failed: 'FAIL',
  changed: 'CHANGE',
  unsure: 'NOTSURE',
}

function refundFields(refund: Refund, now: Instant): Record<string, string> {
  const { outRefundNo, refundId, fee } = refund
  return {
    out_refund_no: outRefundNo,
    refund_id: refundId,
    refund_channel: 'ORIGINAL',
    refund_fee: String(fee),
    cash_refund_fee: String(fee),
    refund_status: REFUND_STATES[refundStateAt(refund, now)],
    refund_recv_accout: '用户余额', // the misspelling is the wallet's
  }
}

function numbered(fields: Record<string, string>, index: number): readonly (readonly [string, string])[] {
  return Object.entries(fields).map(([name, value]) => [`${name}_${index}`, value])
}
