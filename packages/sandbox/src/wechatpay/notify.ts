import type { Delivery, Instant } from '@tpkit/core'
import { ownKey as numberOf, type Order, type Refund, refundStateAt, tryAt } from '../books/books.ts'
import type { Heard } from '../books/notify-schedule.ts'
import type { OrderName } from '../wallet.ts'
import { ownKey, signed } from './call.ts'
import { merchantOf } from './merchant.ts'
import { merchantsOf, transaction } from './order-query.ts'
import { refundAmounts, refundStatus, successTime } from './refund-told.ts'
import { lock } from './sign.ts'
import type { State } from './state.ts'
import { rfc3339 } from './time.ts'

/** Writes the notify of a payment down, due at once. Its id stays; every try is signed anew. */
export function announce(state: State, order: Order, now: Instant): void {
  if (order.notifyUrl === undefined) return
  state.announced.set(order, state.numbers.eventId())
  post(state, order, now, state.settings.notifyPausesMs)
}

/** One more copy, now, acknowledged or not; it is tried once, because the schedule belongs to the first. Answers with its id. */
export function announceAgain(state: State, { mchId, outTradeNo }: OrderName, now: Instant): string {
  const order = state.orders.get(numberOf(mchId, outTradeNo))
  if (!order || !state.announced.has(order)) {
    throw new Error(`expected a paid order with a notify, found none under ${mchId}/${outTradeNo}; let its payer pay first`)
  }
  return post(state, order, now, [])
}

function post(state: State, order: Order, now: Instant, pausesMs: readonly number[]): string {
  order.announcements += 1
  const id = `notify-${order.payment?.transactionId}-${order.announcements}`
  const eventId = state.announced.get(order) ?? ''
  const paid = { ...transaction(state, order, now), trade_state: 'SUCCESS', trade_state_desc: '支付成功' }
  const event: Event = {
    id: eventId,
    at: now,
    type: 'TRANSACTION.SUCCESS',
    original: 'transaction',
    summary: '支付成功',
    content: paid,
  }
  state.notifies.post({ id, url: order.notifyUrl ?? '', pausesMs, compose: (at) => message(state, order, event, at) }, now)
  return id
}

/** Tells the end of a refund when it has come. */
export function announceRefund(state: State, refund: Refund, url: string | undefined): void {
  const latest = refund.tries.at(-1)
  if (url === undefined || !latest) return
  const eventId = state.numbers.eventId()
  state.refundNotifies.set(refund, { url, eventId })
  postRefund(state, refund, latest.doneAt)
}

/** Again after somebody decided its end: under the same id, in the place of the one that was planned. */
export function postRefund(state: State, refund: Refund, at: Instant): void {
  const planned = state.refundNotifies.get(refund)
  if (!planned) return
  const { url, eventId } = planned
  const id = `notify-${refund.refundId}-${refund.tries.length}`
  // Every repeat tells how this sending ended, also when another one is under way by then.
  const then: Refund = { ...refund, tries: [...refund.tries] }
  const compose = (now: Instant) => message(state, refund.order, refundEvent(then, eventId, now), now)
  state.notifies.post({ id, url, pausesMs: state.settings.notifyPausesMs, compose }, at)
}

function refundEvent(refund: Refund, id: string, now: Instant): Event {
  const status = refundStatus(refund, now)
  const { order, outRefundNo, refundId } = refund
  const { total, refund: back, payer_total, payer_refund } = refundAmounts(refund, now)
  const content = {
    ...merchantsOf(order),
    transaction_id: order.payment?.transactionId,
    out_trade_no: order.outTradeNo,
    refund_id: refundId,
    out_refund_no: outRefundNo,
    refund_status: status,
    success_time: successTime(refund, now),
    user_received_account: '支付用户零钱',
    amount: { total, refund: back, payer_total, payer_refund },
  }
  const at = tryAt(refund, now)?.doneAt ?? now
  const isOver = refundStateAt(refund, now) !== 'processing'
  return {
    id,
    at,
    type: `REFUND.${isOver ? status : 'SUCCESS'}`,
    original: 'refund',
    summary: status === 'SUCCESS' ? '退款成功' : '退款异常',
    content,
  }
}

/** What is told, before it is encrypted. */
interface Event {
  readonly id: string
  readonly at: Instant
  readonly type: string
  readonly original: 'transaction' | 'refund'
  readonly summary: string
  readonly content: object
}

function message(state: State, order: Order, event: Event, now: Instant): Pick<Delivery, 'headers' | 'body'> {
  const { boxKey } = merchantOf(state, order)
  const nonce = state.numbers.nonce().slice(0, 12)
  const associated_data = state.settings.associatedData === 'empty' ? '' : event.original
  const ciphertext = lock(JSON.stringify(event.content), boxKey, nonce, associated_data)
  const envelope = {
    id: event.id,
    create_time: rfc3339(event.at),
    resource_type: 'encrypt-resource',
    event_type: event.type,
    summary: event.summary,
    resource: { original_type: event.original, algorithm: 'AEAD_AES_256_GCM', ciphertext, associated_data, nonce },
  }
  const body = new TextEncoder().encode(JSON.stringify(envelope))
  return { headers: [['Content-Type', 'application/json'], ...signed(state, ownKey(state, now), body, now)], body }
}

/** The status alone decides. */
export function isAcknowledged(heard: Heard): boolean {
  return heard?.status === 200 || heard?.status === 204
}
