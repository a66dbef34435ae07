import type { BookingWorld } from '../booking/booking.ts'
import type { AttemptRow, EventRow, Held, RefundRow } from '../books/rows.ts'
import { attemptJson, type Json, orderJson, refundJson } from './public-json.ts'

/** Everything that a merchant can be told. A type is never renamed; a new one may be added. */
export const EVENT_TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.closed',
  'payment.reversed',
  'payment.duplicate',
  'payment.late',
  'refund.succeeded',
  'refund.failed',
  'refund.needs-operator',
  'refund.external',
  'order.review',
  'difference.opened',
  'alarm.quarantined',
  'alarm.parked',
  'alarm.over-refunded',
  'endpoint.disabled',
] as const

export type EventType = (typeof EVENT_TYPES)[number]

/** What of the order an event is about, and why where that is not plain. `reason` is ours: no text of a wallet or payer. */
export interface EventAbout {
  readonly attempt?: AttemptRow
  readonly refund?: RefundRow
  readonly reason?: string
}

type EventWorld = Pick<BookingWorld, 'now' | 'ids'>

/**
 * An event about an order, to be written in the transaction that makes it true. Its data is the order's public JSON as it
 * stands in `held`: whole minor units, ISO 8601 times, nothing of the payer.
 *
 * @example changes.push({ add: 'event', row: eventOf(held, 'payment.succeeded', world, { attempt }) })
 */
export function eventOf(held: Held, type: EventType, world: EventWorld, about: EventAbout = {}): EventRow {
  const { attempt, refund, reason } = about
  const data = {
    order: orderJson(held),
    ...(attempt && { attempt: attemptJson(attempt) }),
    ...(refund && { refund: refundJson(refund) }),
    ...(reason !== undefined && { reason }),
  }
  return { ...merchantEvent(held.order.merchant, type, data, world), orderId: held.order.id }
}

/** An event that belongs to no order that we hold: a parked notify, a difference, an endpoint. */
export function merchantEvent(merchant: string, type: EventType, data: Json, { now, ids }: EventWorld): EventRow {
  return { id: ids.next('evt'), merchant, type, at: now, data: JSON.stringify(data) }
}
