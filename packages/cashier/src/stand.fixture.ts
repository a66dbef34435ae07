import type { HttpRequest, WalletRequest } from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import type { Clock, Connection, KeyRing, LogEvent, Random } from '@tpkit/core/ports'
import type { QQWallet } from '@tpkit/sandbox'

/** What every wallet of the sandbox can do. */
export type StandWallet = Omit<QQWallet, 'enrol'>

/** Where a shop stands: a wallet, and the shop's accounts there with their real protocol. */
export interface Stand {
  readonly wallet: StandWallet
  readonly accounts: readonly [string, ...string[]]
  readonly account: (name: string, doors: AccountDoors) => Account
  /** A request as it arrives at the wallet. */
  readonly arriving: (name: string, request: HttpRequest) => WalletRequest
  /** What a request is for, as the wallet's addresses name it. */
  readonly verb: (request: HttpRequest) => string
}

export interface AccountDoors {
  readonly clock: Clock
  readonly random: Random
  readonly log: { readonly write: (event: LogEvent) => void }
  readonly connection: Connection
  /** Default: one that forgets. */
  readonly keyRing?: KeyRing
}
