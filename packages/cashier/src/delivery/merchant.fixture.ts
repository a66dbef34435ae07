import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { HttpRequest, Instant } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { type Connection, TransportError } from '@tpkit/core/ports'
import type { Books } from '../books/books.ts'
import type { EventRow } from '../books/rows.ts'
import { write } from '../books/work.ts'
import { type EventType, merchantEvent } from '../events/event.ts'
import { idsFrom } from '../ids.ts'
import { newBooks } from '../ledger.fixture.ts'
import { type CashierLogEvent, type Endpoint, USUAL_SETTINGS } from '../ports.ts'
import { deliverer } from './deliver.ts'
import { replayer } from './replay.ts'

export const NOON: Instant = Date.UTC(2026, 0, 5, 4)
export const SECOND = 1000
export const HOUR = 3_600_000

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
}

/** What a merchant's server does with a message: an answer, or silence. */
export type Behaviour = (request: HttpRequest) => Answer | Promise<Answer>

export const ok: Behaviour = () => ({ status: 204 })
export const refusing =
  (status: number, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  () => ({ status, headers })
export const silent: Behaviour = () => {
  throw new TransportError(fail('TIMEOUT', 'no answer within 15 s'), true)
}

export const SHARED = Buffer.from('a shared secret of a merchant, 32+')
export const PAIR: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } = generateKeyPairSync('ed25519')

export function endpoint(name: string, more: Partial<Endpoint> = {}): Endpoint {
  return { name, merchant: 'main', url: `https://${name}.example/events`, secrets: [{ kind: 'v1', bytes: SHARED }], ...more }
}

export function header({ headers }: HttpRequest, name: string): string {
  return headers.find(([one]) => one === name)?.[1] ?? ''
}

export const idOf = (request: HttpRequest): string => header(request, 'webhook-id')

/** A merchant with endpoints, real books in memory, and a clock that stands still until it is moved. */
export async function givenAMerchant(endpoints: readonly Endpoint[], behaviours: Record<string, Behaviour> = {}) {
  const books = await newBooks()
  const clock = { at: NOON, nowMs: () => clock.at }
  const random = seeded('delivery')
  const ids = idsFrom(clock, random)
  const sent: { readonly to: string; readonly at: Instant; readonly request: HttpRequest }[] = []
  const log: CashierLogEvent[] = []
  const connection = ({ name }: Endpoint): Connection => ({
    send: async (request) => {
      sent.push({ to: name, at: clock.at, request })
      const { status, headers = {} } = await (behaviours[name] ?? ok)(request)
      return { status, body: new Uint8Array(), headers: new Map(Object.entries(headers).map(([key, value]) => [key, [value]])) }
    },
    download: () => Promise.reject(new Error('nothing is downloaded from an endpoint')),
    close: async () => undefined,
  })
  const settings = { ...USUAL_SETTINGS, digestKey: new Uint8Array(32) }
  const portsOver = (over: Books) => ({
    ...{ books: over, clock, random, settings },
    log: { write: (event: CashierLogEvent) => void log.push(event) },
    endpoints: { of: (merchant: string) => endpoints.filter((one) => one.merchant === merchant), connection },
  })
  const happens = async (type: EventType = 'payment.succeeded', merchant = 'main'): Promise<EventRow> => {
    const row = merchantEvent(merchant, type, { amount: 1990 }, { now: clock.at, ids })
    await books.transact(() => write([{ add: 'event', row }]))
    return row
  }
  return {
    ...{ books, clock, sent, log, behaviours, happens, ids },
    deliver: deliverer(portsOver(books), ids),
    /** As another process on the same books would. */
    delivererOver: (over: Books) => deliverer(portsOver(over), ids),
    replay: replayer(portsOver(books), ids),
    to: (name: string) => sent.filter((one) => one.to === name),
  }
}

/** The same bytes in every run. */
function seeded(seed: string) {
  let drawn = 0
  return {
    bytes: (length: number) => {
      drawn += 1
      return new Uint8Array(createHash('sha256').update(`${seed} ${drawn}`).digest().subarray(0, length))
    },
  }
}
