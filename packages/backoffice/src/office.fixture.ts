import { tpError } from '@tpkit/core/errors'
import type { Backoffice, NewApiKey } from './backoffice.ts'
import { createBackoffice } from './create.ts'
import { type MemoryBooks, memoryBooks } from './memory-books.fixture.ts'
import type { BackofficePorts, Sealer } from './ports.ts'

export const T0 = Date.UTC(2026, 10, 27, 4)
export const MINUTE = 60_000
export const LI = { who: 'cli:li' }

export interface Office {
  readonly office: Backoffice
  readonly books: MemoryBooks
  /** Time as the test wants it. */
  readonly clock: { now: number }
}

/** Books in memory, time that stands, and a sealer that remembers what it sealed. */
export function openOffice(more: Partial<BackofficePorts> = {}): Office {
  const books = memoryBooks()
  const clock = { now: T0 }
  const office = createBackoffice({
    ...{ books, sealer: rememberingSealer(), random: countingRandom(), plainHttp: false },
    clock: { nowMs: () => clock.now },
    eventTypes: ['payment.succeeded', 'payment.closed', 'refund.succeeded'],
    ...more,
  })
  return { office, books, clock }
}

export const NEW_KEY: NewApiKey = { merchant: 'main', mode: 'test', name: 'shop', scopes: ['payments:read', 'payments:write'] }

/** Different bytes at each call, the same in each run: the odd factor meets all 256 values. */
function countingRandom(): BackofficePorts['random'] {
  let count = 7
  return {
    bytes: (length) =>
      Uint8Array.from({ length }, () => {
        count = (Math.imul(count, 1_664_525) + 1_013_904_223) >>> 0
        return count >>> 24
      }),
  }
}

/** Text that says nothing, and opens under its own context alone. */
export function rememberingSealer(): Sealer {
  const kept = new Map<string, readonly [secret: string, context: string]>()
  return {
    seal: async (secret, context) => {
      const sealed = `sealed-${kept.size + 1}`
      kept.set(sealed, [secret, context])
      return sealed
    },
    open: async (sealed, context) => {
      const [secret, own] = kept.get(sealed) ?? []
      if (secret === undefined || own !== context) throw tpError('CONFIG', 'sealed: expected a key that opens it, found none')
      return secret
    },
  }
}
