import type { BookedOrder, HttpRequest, WalletAnswer, WalletRequest } from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import type { Clock, Connection, KeyRing, LogEvent, Random } from '@tpkit/core/ports'
import type { QQWallet } from '@tpkit/sandbox'

/** What every wallet of the sandbox can do. */
export type SimulatedWallet = Omit<QQWallet, 'enrol'>

export interface Doors {
  readonly clock: Clock
  readonly random: Random
  readonly log: { readonly write: (event: LogEvent) => void }
  readonly connection: Connection
  readonly keyRing: KeyRing
}

/** One of the wallets at which the shop sells: its accounts there, with their real protocol, and what its messages mean. */
export interface Stand {
  readonly wallet: SimulatedWallet
  readonly accounts: readonly string[]
  readonly account: (name: string, doors: Doors) => Account
  /** A request as it arrives at the wallet. */
  readonly arriving: (name: string, request: HttpRequest) => WalletRequest
  /** What a request is for, as the wallet's addresses name it. */
  readonly verb: (request: HttpRequest) => string
  /** The payment that a request may bring about. */
  readonly startedBy: (request: HttpRequest) => string | undefined
  /** The refund that a request may bring about. */
  readonly refundedBy: (request: HttpRequest) => { readonly mchId: string; readonly outRefundNo: string } | undefined
  /** The payment that a notify is about. */
  readonly numberIn: (name: string, body: Uint8Array) => string | undefined
  /** Whose order it is. */
  readonly accountOf: (order: BookedOrder) => string
  /** Too many refunds: how something before the wallet says so. Absent where no page of the wallet knows it. */
  readonly limited?: () => WalletAnswer
  /** What must show nowhere. */
  readonly secrets: readonly string[]
}

/** A day with an account that nobody has is a mistake of the simulation. */
export function standOf(stands: readonly Stand[], account: string): Stand {
  const found = stands.find(({ accounts }) => accounts.includes(account))
  if (found) return found
  throw new Error(`expected a wallet with the account ${account}, found none`)
}

export function headersOf(headers: readonly (readonly [string, string])[]): WalletRequest['headers'] {
  return new Map(headers.map(([name, value]) => [name.toLowerCase(), [value]]))
}
