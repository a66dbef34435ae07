import type { Instant, Manifest, MethodPolicy, Payee } from '@tpkit/core'
import type { Held } from '../books/rows.ts'
import type { Change } from '../books/work.ts'
import type { Ids } from '../ids.ts'
import type { CashierSettings } from '../ports.ts'

/** What booking needs to know beside the order and the fact; the same for every way that a fact comes in. */
export interface BookingWorld {
  readonly now: Instant
  readonly ids: Ids
  readonly settings: CashierSettings
  /** Of the method that the order asked for. */
  readonly policy: MethodPolicy
  readonly account: (name: string) => { readonly payee: Payee; readonly manifest: Manifest }
}

/**
 * What a fact does to an order: the changes to write in one transaction, and what is held afterwards.
 *
 * `same`, `stale`: nothing new · `ask`: not enough to book, look again · `quarantined`: genuine, but not ours or a conflict.
 */
export interface Booking {
  readonly held: Held
  readonly changes: readonly Change[]
  readonly verdict: 'moved' | 'late' | 'same' | 'stale' | 'ask' | 'quarantined'
  readonly reason?: string
}
