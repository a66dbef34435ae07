import type { Instant } from '@tpkit/core'
import type { Random } from '@tpkit/core/ports'
import type { DeliveryRow, EndpointRow } from '../books/rows.ts'
import { type Change, readDelivery, readEndpoint, type Work, write } from '../books/work.ts'
import { merchantEvent } from '../events/event.ts'
import { iso } from '../events/public-json.ts'
import type { Ids } from '../ids.ts'
import { waitAfter } from './schedule.ts'
import type { Tried } from './send.ts'

/** What booking a try needs to know. */
export interface TryWorld {
  readonly now: Instant
  readonly ids: Ids
  readonly random: Random
}

/** Whether a claimed delivery may still be sent; what cannot be sent any more is given up here. */
export function* mayBegin(claimed: DeliveryRow): Work<boolean> {
  const held = yield* readDelivery(claimed.id)
  if (!held || !stillDue(held, claimed)) return false
  const endpoint = yield* readEndpoint(held.merchant, held.endpoint)
  if (endpoint?.disabledAt === undefined) return true
  const last = `the endpoint is disabled since ${iso(endpoint.disabledAt)}; mend it and replay the event`
  yield* write([{ put: 'delivery', row: ended(held, 'given-up', last) }])
  return false
}

/** Writes down what came of a try. Answers the reason for which the endpoint was disabled, if it was. */
export function* bookTry(claimed: DeliveryRow, tried: Tried, world: TryWorld): Work<string | undefined> {
  const held = yield* readDelivery(claimed.id)
  if (!held || !stillDue(held, claimed)) return undefined
  const tries = held.tries + 1
  if (tried.kind === 'delivered') {
    yield* write([{ put: 'delivery', row: { ...ended(held, 'delivered', tried.reason), tries } }])
    return undefined
  }
  const wait = tried.kind === 'gone' ? undefined : waitAfter(tries, world.random, tried.retryAfterMs)
  if (wait !== undefined) {
    yield* write([{ put: 'delivery', row: { ...held, tries, nextCheckAt: world.now + wait, last: tried.reason } }])
    return undefined
  }
  const reason =
    tried.kind === 'gone' ? 'it answered HTTP 410' : `${tries} tries of one event failed, the last with ${tried.reason}`
  yield* write([{ put: 'delivery', row: { ...ended(held, 'given-up', tried.reason), tries } }])
  return (yield* disable(held, reason, world)) ? reason : undefined
}

/** Not a try: the endpoint gave no answer a moment ago, so that what waits for it waits on. */
export function* putOff(claimed: DeliveryRow, until: number): Work<void> {
  const held = yield* readDelivery(claimed.id)
  if (held && stillDue(held, claimed)) yield* write([{ put: 'delivery', row: { ...held, nextCheckAt: until } }])
}

export function* giveUp(claimed: DeliveryRow, last: string): Work<void> {
  const held = yield* readDelivery(claimed.id)
  if (held && stillDue(held, claimed)) yield* write([{ put: 'delivery', row: ended(held, 'given-up', last) }])
}

/** Another worker, or a replay, may have been here since it was claimed. */
function stillDue(held: DeliveryRow, claimed: DeliveryRow): boolean {
  return held.state === 'due' && held.tries === claimed.tries
}

function ended({ nextCheckAt: _, ...row }: DeliveryRow, state: 'delivered' | 'given-up', last: string): DeliveryRow {
  return { ...row, state, last }
}

/** Once: the alarm is an event like any other, for the merchant's other endpoints and for whoever pulls. */
function* disable({ merchant, endpoint }: DeliveryRow, reason: string, world: TryWorld): Work<boolean> {
  const held: EndpointRow = (yield* readEndpoint(merchant, endpoint)) ?? { merchant, endpoint }
  if (held.disabledAt !== undefined) return false
  const changes: readonly Change[] = [
    { put: 'endpoint', row: { ...held, disabledAt: world.now, reason } },
    { add: 'event', row: merchantEvent(merchant, 'endpoint.disabled', { endpoint, reason }, world) },
  ]
  yield* write(changes)
  return true
}
