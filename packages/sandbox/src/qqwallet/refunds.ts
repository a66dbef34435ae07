import type { Instant } from '@tpkit/core'
import type { RefundEnding, RefundName } from '../wallet.ts'
import type { Call } from './call.ts'
import { couponPart } from './discount.ts'
import { Refusal } from './errors.ts'
import { findOrder } from './lookup.ts'
import type { QQMerchant } from './merchant.ts'
import { checkOperator } from './operator.ts'
import { openid } from './order-query.ts'
import { hasNoPayer, refundPlan } from './refund-plan.ts'
import type { Reply } from './sign.ts'
import { type Order, ownKey, type Payment, type Refund, refundStateAt, returned, type State, tryAt } from './state.ts'
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
    refund_channel: state.settings.refundChannel,
    refund_fee: String(done.fee),
    openid: openid(order.asked),
  }
}

interface Wanted {
  readonly order: Order
  readonly payment: Payment
  readonly fee: bigint
}

/** A number refunds once. One that failed, or of which the wallet is not sure, is under way again when it is repeated. */
function repeated(state: State, { merchant, fields }: Call, wanted: Wanted, now: Instant): Refund | undefined {
  const known = state.refunds.get(ownKey(merchant.mchId, fields.get('out_refund_no') ?? ''))
  if (!known) return undefined
  if (known.order !== wanted.order) throw new Refusal('PARAM_ERROR', 'out_refund_no 已用于其他订单')
  if (known.fee !== wanted.fee) throw new Refusal('PARAM_ERROR', 'refund_fee 与同一out_refund_no的原申请不同')
  const found = refundStateAt(known, now)
  if (found === 'failed') start(state, known, wanted, now)
  // Its money never came back, so nothing is to be checked again.
  if (found === 'unsure') begin(state, known, tryAt(known, now)?.couponFee ?? 0n, now)
  return known
}

function createRefund(state: State, { merchant, fields }: Call, wanted: Wanted, now: Instant): Refund {
  const { order, fee } = wanted
  const outRefundNo = fields.get('out_refund_no') ?? ''
  const refundId = state.numbers.refundId(merchant.mchId, now)
  const created: Refund = { order, outRefundNo, refundId, fee, account: fields.get('refund_account'), tries: [] }
  start(state, created, wanted, now)
  order.refunds.push(created)
  state.refunds.set(ownKey(merchant.mchId, outRefundNo), created)
  state.byRefundId.set(created.refundId, created)
  return created
}

/** Sets a refund under way whose money is still with the merchant. */
function start(state: State, started: Refund, wanted: Wanted, now: Instant): void {
  if (hasNoPayer(state.settings, wanted.fee)) throw new Refusal('USER_ACCOUNT_ABNORMAL')
  checkPossible(state, wanted, now)
  begin(state, started, couponPart(wanted.order, returned(wanted.order, now), wanted.fee), now)
}

function begin({ settings }: State, { fee, tries }: Refund, couponFee: bigint, now: Instant): void {
  const { delayMs, ending } = refundPlan(settings, fee, tries.length)
  tries.push({ at: now, doneAt: now + delayMs, ending, couponFee })
}

/** The order is young enough, and order and merchant still have so much. */
function checkPossible(state: State, { order, payment, fee }: Wanted, now: Instant): void {
  if (now - payment.paidAt > 365 * DAY_MS) throw new Refusal('PARAM_ERROR', '订单超过一年，不能退款')
  if (returned(order, now).fee + fee > order.totalFee) {
    throw new Refusal('PARAM_ERROR', 'refund_fee 累计退款金额超过订单金额')
  }
  if (exceedsFunds(state, order.merchant, fee, now)) throw new Refusal('NOTENOUGH', '商户可用退款余额不足')
}

function exceedsFunds(state: State, merchant: QQMerchant, fee: bigint, now: Instant): boolean {
  if (merchant.refundableFunds === undefined) return false
  const own = [...state.orders.values()].filter((order) => order.merchant === merchant)
  return own.reduce((sum, order) => sum + returned(order, now).fee, fee) > merchant.refundableFunds
}

/** Decides how a refund that is under way ends, at once. */
export function settleRefund(state: State, { mchId, outRefundNo }: RefundName, ending: RefundEnding, now: Instant): void {
  const latest = state.refunds.get(ownKey(mchId, outRefundNo))?.tries.at(-1)
  if (latest === undefined || now >= latest.doneAt) {
    const found = latest === undefined ? 'no such refund' : `one that has ended (${latest.ending})`
    throw new Error(`expected a refund under way under ${mchId}/${outRefundNo}, found ${found}; ask for a refund first`)
  }
  latest.doneAt = now
  latest.ending = ending
}
