import type { Delivery, Instant } from '@tpkit/core'
import type { OrderName } from '../wallet.ts'
import { pick, signedFields } from './call.ts'
import { askedFields, paymentFields } from './order-query.ts'
import type { Reply } from './sign.ts'
import { type Order, ownKey, type State } from './state.ts'
import { readXml, writeCdataXml } from './xml.ts'

/** Writes the notify of a payment down, due at once. Every repeat of it is the same message, byte for byte. */
export function announce(state: State, order: Order, now: Instant): void {
  if (!order.asked.has('notify_url')) return
  order.announced = facts(state, order)
  post(state, order, now, state.settings.notifyPausesMs)
}

/** One more copy, now, acknowledged or not; it is tried once, because the schedule belongs to the first. Answers with its id. */
export function announceAgain(state: State, { mchId, outTradeNo }: OrderName, now: Instant): string {
  const order = state.orders.get(ownKey(mchId, outTradeNo))
  if (!order?.announced) {
    throw new Error(`expected a paid order with a notify, found none under ${mchId}/${outTradeNo}; let its payer pay first`)
  }
  return post(state, order, now, [])
}

function facts(state: State, order: Order): Reply {
  const asked = pick(order.asked, ['appid', 'sub_appid', 'mch_id', 'sub_mch_id'])
  return {
    ...asked,
    nonce_str: state.numbers.nonce(),
    ...askedFields(order),
    ...paymentFields(order, state.settings),
    trade_state: 'SUCCESS',
  }
}

function post(state: State, order: Order, now: Instant, pausesMs: readonly number[]): string {
  const body = new TextEncoder().encode(writeCdataXml(signedFields(order.merchant, order.announced ?? {})))
  order.announcements += 1
  const id = `notify-${order.payment?.transactionId}-${order.announcements}`
  state.notifies.set(id, { id, url: order.asked.get('notify_url') ?? '', body, pausesMs, attempts: 0, nextAt: now })
  return id
}

/** Hands out what is due and counts it as tried. */
export function due(state: State, now: Instant): readonly Delivery[] {
  const ready = [...state.notifies.values()].filter(({ nextAt }) => nextAt !== undefined && nextAt <= now)
  return ready.map((notify) => {
    notify.attempts += 1
    notify.nextAt = undefined
    const { id, url, body, attempts } = notify
    return { id, url, headers: [['content-type', 'text/xml; charset=utf-8']], body, attempt: attempts }
  })
}

/** Books the end of a try: acknowledged, to be repeated, or given up. A second report of one try changes nothing. */
export function delivered(
  state: State,
  id: string,
  answer: { readonly status: number; readonly body: string } | undefined,
  now: Instant,
): void {
  const notify = state.notifies.get(id)
  if (notify?.nextAt !== undefined || !notify) return
  const pauseMs = notify.pausesMs[notify.attempts - 1]
  if (pauseMs === undefined || isAcknowledged(answer)) state.notifies.delete(id)
  else notify.nextAt = now + pauseMs
}

export function isAcknowledged(answer: { readonly status: number; readonly body: string } | undefined): boolean {
  return answer?.status === 200 && readXml(answer.body)?.get('return_code') === 'SUCCESS'
}
