import type { Books, Cashier, CashierLog, Purged, Risk } from '@tpkit/cashier'
import type { Tpkit } from '@tpkit/core/container'
import type { Clock } from '@tpkit/core/ports'
import type { LoadOptions } from '../load.ts'

export interface CreateCashierOptions extends LoadOptions {
  /** The configuration file. Default: `tpkit.config.yaml`. */
  readonly config?: string
  /** In the place of the configuration's: `sqlite:` with a path from the working folder, `sqlite::memory:`, or `postgres://…`. */
  readonly ledger?: string
  /** In the place of the configuration's rules. */
  readonly risk?: Risk
  /** In the place of the machine's, for accounts and cashier alike: tests and demonstrations let time pass. */
  readonly clock?: Clock
  /** Hears what goes wrong in the background. Where there is none, that becomes a warning of the process. */
  readonly log?: CashierLog
}

/** A cashier with everything that it stands on. */
export interface RunningCashier extends Cashier {
  readonly tpkit: Tpkit
  /** Where its orders are. Read as you like; write by the cashier alone. */
  readonly books: Books
  /** Deletes what is past its keeping, by the days of the configuration. `run` does it once a day. */
  readonly purge: () => Promise<Purged>
  /**
   * Starts what goes on in the background: follow-up (expiry with it) and delivery each second, a seal each minute, a purge each day.
   * Any number of programs may do it over one ledger. Ends by the signal, or by what it answers, which waits for what is under way.
   */
  readonly run: (signal?: AbortSignal) => () => Promise<void>
  /** Ends the background, waits for the calls under way, and lets ledger and connections go. */
  readonly shutdown: () => Promise<void>
}
