import type { Instant } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import type { Books, Lease } from '../books/books.ts'
import type { DeliveryRow, EventRow } from '../books/rows.ts'
import type { Ids } from '../ids.ts'
import type { CashierPorts, Endpoint } from '../ports.ts'
import { type Lane, type Lanes, lanes } from './lanes.ts'
import { bookTry, giveUp, mayBegin, putOff } from './outcome.ts'
import { send, TRY_MS } from './send.ts'

type DeliveryPorts = Pick<CashierPorts, 'books' | 'clock' | 'random' | 'log' | 'endpoints' | 'settings'>

interface Desk extends DeliveryPorts {
  readonly ids: Ids
  readonly lanes: Lanes
}

const PAGE = 100

/**
 * Spreads new events over their merchants' endpoints, and tries every delivery that is due, at most `limit`. Endpoints are
 * independent: call it again while an earlier call still waits for a slow one. Answers how many tries were made.
 */
export function deliverer(ports: DeliveryPorts, ids: Ids): (limit?: number) => Promise<number> {
  const desk: Desk = { ...ports, ids, lanes: lanes(ports.random) }
  return async (limit = 1000) => {
    await spreadAll(desk)
    const begun = await beginAll(desk, limit)
    const made = await Promise.all(begun)
    return made.filter(Boolean).length
  }
}

async function spreadAll({ books, clock, ids, endpoints, settings }: Desk): Promise<void> {
  for (;;) {
    const now = clock.nowMs()
    const events = await books.claim.events({ now, until: now + settings.leaseMs, limit: PAGE })
    await Promise.all(events.map((event) => books.claim.spread(event.id, deliveriesOf(event, endpoints, ids, now))))
    if (events.length < PAGE) return
  }
}

function deliveriesOf(event: EventRow, endpoints: CashierPorts['endpoints'], ids: Ids, now: Instant): readonly DeliveryRow[] {
  const { id: eventId, merchant, type } = event
  const wanted = endpoints.of(merchant).filter(({ types }) => types === undefined || types.includes(type))
  return wanted.map(({ name }) => newDelivery({ eventId, merchant, endpoint: name }, ids, now))
}

export function newDelivery(about: Pick<DeliveryRow, 'eventId' | 'merchant' | 'endpoint'>, ids: Ids, now: Instant): DeliveryRow {
  return { ...about, id: ids.next('dlv'), state: 'due', tries: 0, nextCheckAt: now }
}

/** Begins as it claims, and waits for none: a page full of one dead endpoint's deliveries is put off, not waited for. */
async function beginAll(desk: Desk, limit: number): Promise<readonly Promise<boolean>[]> {
  const begun: Promise<boolean>[] = []
  while (begun.length < limit) {
    const now = desk.clock.nowMs()
    const lease = { now, until: now + desk.settings.leaseMs, limit: Math.min(PAGE, limit - begun.length) }
    const due = await desk.books.claim.deliveries(lease)
    const resting = due.filter((delivery) => desk.lanes(delivery).restsUntil(now) !== undefined)
    const ready = due.filter((delivery) => !resting.includes(delivery))
    begun.push(...ready.map((delivery) => inLane(desk, delivery, lease)))
    await Promise.all(resting.map((delivery) => rest(desk, delivery, desk.lanes(delivery))))
    if (due.length < lease.limit) break
  }
  return begun
}

function inLane(desk: Desk, delivery: DeliveryRow, lease: Lease): Promise<boolean> {
  const lane = desk.lanes(delivery)
  return lane.run(() => tryOne(desk, delivery, lease, lane))
}

/** True where something was sent. */
async function tryOne(desk: Desk, delivery: DeliveryRow, lease: Lease, lane: Lane): Promise<boolean> {
  if (await rest(desk, delivery, lane)) return false
  // It waited so long in its lane that the lease could end under way: somebody claims it again.
  if (desk.clock.nowMs() + TRY_MS > lease.until) return false
  const target = await targetOf(desk, delivery)
  if (!target) return false
  const tried = await send(target.event, target.endpoint, desk)
  if (tried.kind === 'failed' && tried.silent) lane.silent(desk.clock.nowMs())
  else lane.heard()
  if (tried.kind !== 'delivered') note(desk, delivery, tried.reason)
  const world = { now: desk.clock.nowMs(), ids: desk.ids, random: desk.random }
  const disabled = await safely(desk, ({ transact }) => transact(() => bookTry(delivery, tried, world)))
  if (disabled !== undefined) desk.log.write({ event: 'endpoint.disabled', endpoint: delivery.endpoint, reason: disabled })
  return true
}

async function rest(desk: Desk, delivery: DeliveryRow, lane: Lane): Promise<boolean> {
  const until = lane.restsUntil(desk.clock.nowMs())
  if (until === undefined) return false
  await safely(desk, ({ transact }) => transact(() => putOff(delivery, until)))
  return true
}

interface Target {
  readonly endpoint: Endpoint
  readonly event: EventRow
}

/** Where it goes, and with what; undefined where it is no longer to be sent. */
function targetOf(desk: Desk, delivery: DeliveryRow): Promise<Target | undefined> {
  return safely(desk, async ({ read, transact }) => {
    const endpoint = desk.endpoints.of(delivery.merchant).find(({ name }) => name === delivery.endpoint)
    const event = await read.event(delivery.eventId)
    if (endpoint && event) return (await transact(() => mayBegin(delivery))) ? { endpoint, event } : undefined
    const lacking = endpoint ? 'the event is past its keeping' : 'the configuration has no such endpoint any more'
    await transact(() => giveUp(delivery, lacking))
    return undefined
  })
}

/** Books that are out of reach now change nothing: the lease ends, and the delivery is due again. */
async function safely<Result>({ books, log }: Desk, use: (books: Books) => Promise<Result>): Promise<Result | undefined> {
  try {
    return await use(books)
  } catch (error) {
    log.write({ event: 'books.failed', during: 'deliver', code: isTPError(error) ? error.code : 'INTERNAL' })
    return undefined
  }
}

function note({ log }: Desk, { endpoint, tries }: DeliveryRow, reason: string): void {
  log.write({ event: 'delivery.failed', endpoint, tries: tries + 1, reason })
}
