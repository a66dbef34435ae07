import type { Fields } from './fields.ts'
import type { AccountEntry, Kind } from './kind.ts'
import type { Worlds } from './worlds.ts'

/** What the sandbox's doors and pages look at and act on, whichever wallet stands behind them. */
export interface Site extends Pick<Kind<never, never, never, AccountEntry>, 'callerOf' | 'fields'> {
  readonly worlds: Worlds
  /** Oldest first. */
  readonly accounts: () => readonly AccountEntry[]
  /** Takes in the merchant that a request describes. Rejects for one that cannot work. */
  readonly enrol: (body: Fields, ownWallet: boolean) => Promise<AccountEntry>
  readonly copies: Copies
}

/** What a page of the inspector gives to take along. */
export type Copies = Kind<never, never, never, AccountEntry>['pasted']
