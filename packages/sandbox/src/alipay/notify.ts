import type { Delivery, Instant } from '@tpkit/core'
import { type Order, ownKey, type Refund, tryAt } from '../books/books.ts'
import type { Heard } from '../books/notify-schedule.ts'
import { yuan } from '../books/yuan.ts'
import type { OrderName } from '../wallet.ts'
import { tradeOf } from './lookup.ts'
import { notifyMessage } from './notify-message.ts'
import type { State } from './state.ts'
import { shownFraction, shownTime } from './time.ts'
import { isRefunded, type TradeStatus } from './trade-told.ts'

/** One message about a trade: its retries say the same, under the same id. */
interface Told {
  /** `notify_id`. */
  readonly notifyId: string
  readonly status: TradeStatus
  /** What it says beside the trade. */
  readonly more?: Readonly<Record<string, string>>
}

/** Tells of a payment, at once; the end that was planned for it as an unpaid trade is off. */
export function announce(state: State, order: Order, now: Instant): void {
  state.notifies.withdraw(planned('close', order))
  postPaid(state, order, now, state.settings.notifyPausesMs)
  const { notifiesFinished, refundWindowMs } = state.settings
  if (notifiesFinished) post(state, order, planned('finish', order), now + refundWindowMs, () => ({ status: 'TRADE_FINISHED' }))
}

/** One more copy, now, acknowledged or not; it is tried once, because the schedule belongs to the first. Answers with its id. */
export function announceAgain(state: State, { mchId, outTradeNo }: OrderName, now: Instant): string {
  const order = state.orders.get(ownKey(mchId, outTradeNo))
  if (!order?.payment || order.notifyUrl === undefined) {
    throw new Error(`expected a paid order with a notify, found none under ${mchId}/${outTradeNo}; let its payer pay first`)
  }
  return postPaid(state, order, now, [])
}

function postPaid(state: State, order: Order, now: Instant, pausesMs: readonly number[]): string {
  order.announcements += 1
  const id = `notify-${order.tradeNo}-${order.announcements}`
  const { notifyId } = tradeOf(state, order)
  post(state, order, id, now, () => ({ notifyId, status: 'TRADE_SUCCESS' }), { pausesMs })
  return id
}

/** 交易超时关闭, where the wallet tells of it. */
export function planClose(state: State, order: Order): void {
  if (!state.settings.notifiesClosed) return
  const gmt_close = shownTime(order.expiresAt)
  post(state, order, planned('close', order), order.expiresAt, () => ({ status: 'TRADE_CLOSED', more: { gmt_close } }))
}

/** Closed before its time. The call that did it may name an address of its own. */
export function tellClosed(state: State, order: Order, url: string | undefined, now: Instant): void {
  state.notifies.withdraw(planned('close', order))
  if (!state.settings.notifiesClosed) return
  const more = { gmt_close: shownTime(now) }
  post(state, order, planned('close', order), now, () => ({ status: 'TRADE_CLOSED', more }), url === undefined ? {} : { url })
}

/** 撤销 of a paid trade: the money is back, under the number of the order itself. */
export function tellReversal(state: State, order: Order, now: Instant): void {
  state.notifies.withdraw(planned('finish', order))
  if (!state.settings.notifiesClosed) return
  const more = { refund_fee: yuan(order.totalFee), gmt_refund: shownFraction(now), out_biz_no: order.outTradeNo }
  post(state, order, planned('close', order), now, () => ({
    status: 'TRADE_CLOSED',
    more: { ...more, gmt_close: shownTime(now) },
  }))
}

/** Tells of a refund when its money is back; of one that ends otherwise nobody is told. */
export function tellRefund(state: State, refund: Refund): void {
  const { order, refundId, tries } = refund
  const latest = tries.at(-1)
  const id = `notify-${refundId}-${tries.length}`
  state.notifies.withdraw(id)
  if (latest?.ending === 'refunded') post(state, order, id, latest.doneAt, () => refundTold(state, refund, latest.doneAt))
}

function refundTold(state: State, refund: Refund, at: Instant): Omit<Told, 'notifyId'> {
  const { order, outRefundNo } = refund
  const back = refundedUpTo(refund, at)
  const isFull = back >= order.totalFee
  if (isFull) state.notifies.withdraw(planned('finish', order))
  const more = { out_biz_no: outRefundNo, refund_fee: yuan(back), gmt_refund: shownFraction(at) }
  return { status: isFull ? 'TRADE_CLOSED' : 'TRADE_SUCCESS', more: { ...more, ...(isFull && { gmt_close: shownTime(at) }) } }
}

/** With it, and with what was back before it; what went back in the same millisecond after it is told by its own message. */
function refundedUpTo({ order, outRefundNo }: Refund, at: Instant): bigint {
  const own = order.refunds.findIndex((each) => each.outRefundNo === outRefundNo)
  const counted = order.refunds.filter(
    (each, index) => isRefunded(each, at) && (index <= own || (tryAt(each, at)?.doneAt ?? at) < at),
  )
  return counted.reduce((sum, { fee }) => sum + fee, 0n)
}

/** What happens to a trade by itself, at most once. */
function planned(what: 'close' | 'finish', order: Order): string {
  return `notify-${order.tradeNo}-${what}`
}

/** `tell` says what stands in it, once, when it is first due. */
function post(
  state: State,
  order: Order,
  id: string,
  at: Instant,
  tell: () => Omit<Told, 'notifyId'> & Partial<Told>,
  { url = order.notifyUrl, pausesMs = state.settings.notifyPausesMs }: { url?: string; pausesMs?: readonly number[] } = {},
): void {
  if (url === undefined) return
  let told: Told | undefined
  const compose = (now: Instant): Pick<Delivery, 'headers' | 'body'> => {
    told ??= { notifyId: state.numbers.notifyId(at), ...tell() }
    return notifyMessage(state, order, told, now)
  }
  state.notifies.post({ id, url, pausesMs, compose }, at)
}

/** 程序执行完后必须打印输出“success”: these seven bytes alone. */
export function isAcknowledged(heard: Heard): boolean {
  return heard?.status === 200 && heard.body === 'success'
}
