import type { Delivery, Instant } from '@tpkit/core'
import { type Order, ownKey } from '../books/books.ts'
import type { Heard } from '../books/notify-schedule.ts'
import type { OrderName } from '../wallet.ts'
import { pick, signedFields } from './call.ts'
import { merchantOf } from './merchant.ts'
import { askedFields, paymentFields } from './order-query.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'
import { readXml, writeCdataXml } from './xml.ts'

/** Writes the notify of a payment down, due at once. Every repeat of it is the same message, byte for byte. */
export function announce(state: State, order: Order, now: Instant): void {
  if (order.notifyUrl === undefined) return
  state.announced.set(order, facts(state, order))
  post(state, order, now, state.settings.notifyPausesMs)
}

/** One more copy, now, acknowledged or not; it is tried once, because the schedule belongs to the first. Answers with its id. */
export function announceAgain(state: State, { mchId, outTradeNo }: OrderName, now: Instant): string {
  const order = state.orders.get(ownKey(mchId, outTradeNo))
  if (!order || !state.announced.has(order)) {
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
  const merchant = merchantOf(state, order)
  const body = new TextEncoder().encode(writeCdataXml(signedFields(merchant, state.announced.get(order) ?? {})))
  order.announcements += 1
  const id = `notify-${order.payment?.transactionId}-${order.announcements}`
  const compose = () => ({ headers: NOTIFY_HEADERS, body })
  state.notifies.post({ id, url: order.notifyUrl ?? '', compose, pausesMs }, now)
  return id
}

export const NOTIFY_HEADERS: Delivery['headers'] = [['content-type', 'text/xml; charset=utf-8']]

export function isAcknowledged(heard: Heard): boolean {
  return heard?.status === 200 && readXml(heard.body)?.get('return_code') === 'SUCCESS'
}
