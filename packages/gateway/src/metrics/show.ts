import type { Standing, Waiting } from '@tpkit/cashier'
import type { Instant } from '@tpkit/core'
import type { Meters } from './meters.ts'

/** What no event tells: how things stand when somebody looks. */
export interface Moment {
  readonly now: Instant
  readonly accounts: readonly WatchedAccount[]
  readonly queue: { readonly depth: number; readonly limit: number }
  readonly draining: boolean
  /** Undefined where the ledger did not answer. */
  readonly standing: Standing | undefined
}

interface WatchedAccount {
  readonly name: string
  readonly certificateEndsAt?: Instant
}

const DAY_MS = 86_400_000

export function show(meters: Meters, { now, accounts, queue, draining, standing }: Moment): void {
  meters.queueDepth.set(queue.depth)
  meters.queueLimit.set(queue.limit)
  meters.draining.set(draining ? 1 : 0)
  meters.certificateDays.reset()
  for (const { name, certificateEndsAt } of accounts)
    if (certificateEndsAt !== undefined) meters.certificateDays.set({ account: name }, (certificateEndsAt - now) / DAY_MS)
  showBooks(meters, now, accounts, standing)
}

function showBooks(meters: Meters, now: Instant, accounts: readonly WatchedAccount[], standing: Standing | undefined): void {
  meters.booksReadable.set(standing ? 1 : 0)
  const { unknowns, unknownAge, parked, parkedAge, deliveries, deliveryAge } = meters
  // Yesterday's number would look like today's: a series that is not known is not there.
  for (const gauge of [parked, parkedAge, deliveries, deliveryAge]) gauge.remove()
  for (const gauge of [unknowns, unknownAge]) gauge.reset()
  if (!standing) return
  const none = accounts.map(({ name }) => ({ account: name, count: 0 }))
  for (const { account, ...waiting } of [...none, ...standing.unknowns]) {
    unknowns.set({ account }, waiting.count)
    unknownAge.set({ account }, ageS(waiting, now))
  }
  parked.set(standing.parked.count)
  parkedAge.set(ageS(standing.parked, now))
  deliveries.set(standing.deliveries.count)
  deliveryAge.set(ageS(standing.deliveries, now))
}

function ageS({ since }: Waiting, now: Instant): number {
  return since === undefined ? 0 : Math.max(0, now - since) / 1000
}
