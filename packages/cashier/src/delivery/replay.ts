import { tpError } from '@tpkit/core/errors'
import type { DeliveryRow, EndpointRow } from '../books/rows.ts'
import { readDelivery, readEndpoint, type Work, write } from '../books/work.ts'
import type { Ids } from '../ids.ts'
import type { CashierPorts } from '../ports.ts'
import { newDelivery } from './deliver.ts'

/**
 * Makes an event due again, under its id, at one endpoint or at all that want it; with its whole schedule before it. Whoever
 * replays says that the endpoint works: one that was disabled is enabled. Answers the deliveries.
 *
 * @throws `TPError` `NOT_FOUND` for an event or endpoint that is not there.
 */
export function replayer(
  { books, endpoints, clock }: Pick<CashierPorts, 'books' | 'endpoints' | 'clock'>,
  ids: Ids,
): (eventId: string, endpoint?: string) => Promise<readonly DeliveryRow[]> {
  return async (eventId, endpoint) => {
    const event = await books.read.event(eventId)
    if (!event) throw tpError('NOT_FOUND', `event: expected one that is kept, found none under ${quoted(eventId)}`)
    const names = endpoints
      .of(event.merchant)
      .filter(({ name, types }) => (endpoint === undefined ? types?.includes(event.type) !== false : name === endpoint))
      .map(({ name }) => name)
    if (endpoint !== undefined && names.length === 0)
      throw tpError('NOT_FOUND', `endpoint: expected a name of the configuration, found ${quoted(endpoint)}; look under webhooks`)
    const known = await books.read.deliveries(eventId)
    const fresh = names.map((name) => newDelivery({ eventId, merchant: event.merchant, endpoint: name }, ids, clock.nowMs()))
    const rows = fresh.map((row) => ({ ...row, id: known.find((one) => one.endpoint === row.endpoint)?.id ?? row.id }))
    return books.transact(() => again(rows))
  }
}

function* again(rows: readonly DeliveryRow[]): Work<readonly DeliveryRow[]> {
  for (const row of rows) {
    // Locks it, so that a try that ends at this moment is booked before or finds it begun anew.
    yield* readDelivery(row.id)
    const endpoint = yield* readEndpoint(row.merchant, row.endpoint)
    yield* write([{ put: 'delivery', row }, ...(endpoint?.disabledAt === undefined ? [] : [enabled(endpoint)])])
  }
  return rows
}

function enabled({ merchant, endpoint }: EndpointRow) {
  return { put: 'endpoint', row: { merchant, endpoint } } as const
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 64))
}
