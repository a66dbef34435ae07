import type { Instant } from '@tpkit/core'
import { type Order, type Refund, refundStateAt, statusAt, tryAt } from '../books/books.ts'
import { hasNoPayer } from '../books/refund-plan.ts'
import { beginRefund, bookRefund, endRefund, type RefundObstacle, refundObstacle, startRefund } from '../books/refunds.ts'
import type { RefundEnding, RefundName } from '../wallet.ts'
import type { Call, Reply } from './call.ts'
import { invalid, Refusal } from './errors.ts'
import { namedTrade } from './lookup.ts'
import { tellRefund } from './notify.ts'
import { fen, text } from './origin.ts'
import { refundFields } from './refund-told.ts'
import { check, REFUND } from './rules.ts'
import type { State } from './state.ts'
import { isFullyRefunded, isRefunded, tradeStatus } from './trade-told.ts'

/** 统一收单交易退款. One number of a trade moves its money once; `fund_change` says whether this call did. */
export function refund(state: State, call: Call, now: Instant): Reply {
  check(call, REFUND)
  const order = namedTrade(state, call)
  const fee = feeOf(call)
  const number = numberOf(call, order, fee)
  const known = order.refunds.find(({ outRefundNo }) => outRefundNo === number)
  if (known && known.fee !== fee) throw new Refusal('ACQ.DISCORDANT_REPEAT_REQUEST')
  const moved = known ? repeated(state, known, now) : created(state, order, number, fee, now)
  return { fields: refundFields(state, call, order, moved, now) }
}

function feeOf(call: Call): bigint {
  const fee = fen(call, 'refund_amount')
  if (fee === undefined) throw invalid('refund_amount', '不能为空，单位为元，最多两位小数')
  if (fee === 0n) throw new Refusal('ACQ.REFUND_FEE_ERROR')
  return fee
}

/** 退款请求号: without one the refund is of everything, under the number of the order. */
function numberOf(call: Call, order: Order, fee: bigint): string {
  const number = text(call, 'out_request_no')
  if (number === undefined && fee !== order.totalFee) throw new Refusal('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')
  return number ?? order.outTradeNo
}

const OBSTACLES: Readonly<Record<RefundObstacle, (state: State) => Refusal>> = {
  'too-old': () => new Refusal('ACQ.TRADE_HAS_FINISHED'),
  'too-much': ({ settings }) => new Refusal(settings.tooMuchAs),
  'no-funds': () => new Refusal('ACQ.SELLER_BALANCE_NOT_ENOUGH'),
}

/** Answers with the refund where its money moved by that. */
function created(state: State, order: Order, outRefundNo: string, fee: bigint, now: Instant): Refund | undefined {
  checkOrder(state, order, fee, now)
  if (hasNoPayer(state.settings, fee)) throw new Refusal('ACQ.REFUND_ACCOUNT_NOT_EXIST')
  const refundId = state.numbers.refundId(order.merchant.mchId, now)
  const begun: Refund = { order, outRefundNo, refundId, fee, account: undefined, tries: [] }
  startRefund(state, begun, now)
  bookRefund(state, begun)
  return sent(state, begun, now)
}

function checkOrder(state: State, order: Order, fee: bigint, now: Instant): void {
  const status = statusAt(order, now)
  if (status === 'open') throw new Refusal(state.settings.unpaidRefundAs)
  if (status !== 'paid' || isFullyRefunded(order, now)) throw new Refusal('ACQ.TRADE_HAS_CLOSE')
  if (tradeStatus(state.settings, order, now) === 'TRADE_FINISHED') throw new Refusal('ACQ.TRADE_HAS_FINISHED')
  const obstacle = refundObstacle(state, order, fee, now, Number.POSITIVE_INFINITY)
  if (obstacle) throw OBSTACLES[obstacle](state)
  const last = order.refunds.at(-1)?.tries.at(-1)?.at
  if (last !== undefined && now < last + state.settings.refundSpacingMs)
    throw new Refusal('isv.method-call-limited', '同一笔交易的退款至少间隔3秒')
}

/** 幂等: what is under way or done stays so; what failed, or nobody is sure of, is tried again. */
function repeated(state: State, known: Refund, now: Instant): Refund | undefined {
  const ended = refundStateAt(known, now)
  if (ended === 'processing' || ended === 'refunded') return undefined
  if (ended === 'failed') {
    checkOrder(state, known.order, known.fee, now)
    startRefund(state, known, now)
  } else {
    // Its money was never given back to the order.
    beginRefund(state, known, tryAt(known, now)?.couponFee ?? 0n, now)
  }
  return sent(state, known, now)
}

function sent(state: State, refund: Refund, now: Instant): Refund | undefined {
  failOnChange(refund)
  tellRefund(state, refund)
  if (refundStateAt(refund, now) === 'unsure') throw new Refusal('ACQ.SYSTEM_ERROR')
  return isRefunded(refund, now) ? refund : undefined
}

/** The wallet has no word for money that lies with the merchant: that refund has failed. */
function failOnChange({ tries }: Refund): void {
  const latest = tries.at(-1)
  if (latest?.ending === 'changed') latest.ending = 'failed'
}

/** Decides how a refund that is under way ends. Throws where there is none. */
export function settle(state: State, name: RefundName, ending: RefundEnding, now: Instant): void {
  const own = [...state.orders.values()].filter(({ merchant }) => merchant.mchId === name.mchId)
  const named = own.flatMap(({ refunds }) => refunds).filter(({ outRefundNo }) => outRefundNo === name.outRefundNo)
  const open = named.findLast((each) => refundStateAt(each, now) === 'processing') ?? named.at(-1)
  tellRefund(state, endRefund(open, name, ending === 'changed' ? 'failed' : ending, now))
}
