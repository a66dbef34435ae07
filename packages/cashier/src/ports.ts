import type { Money, PayCommand } from '@tpkit/core'
import type { Account, Method } from '@tpkit/core/configured'
import type { Clock, Connection, Random } from '@tpkit/core/ports'
import type { Books } from './books/books.ts'
import type { Usage } from './books/work.ts'

/** What a loaded configuration gives: `Tpkit` is one. */
export interface Wallets {
  readonly method: (name: string) => Method
  readonly account: (name: string) => Account
  readonly accounts: readonly string[]
}

/** Where a merchant hears of events. */
export interface Endpoint {
  readonly name: string
  readonly merchant: string
  readonly url: string
  /** Standard Webhooks secrets, `whsec_…`: the first signs first, all sign. */
  readonly secrets: readonly [EndpointSecret, ...EndpointSecret[]]
  /** Only these types; all where not given. */
  readonly types?: readonly string[]
}

/** `v1`: HMAC-SHA256 under shared bytes. `v1a`: Ed25519, the merchant holds the public half. */
export type EndpointSecret =
  | { readonly kind: 'v1'; readonly bytes: Uint8Array }
  | { readonly kind: 'v1a'; readonly privateKey: import('node:crypto').KeyObject }

export interface Endpoints {
  readonly of: (merchant: string) => readonly Endpoint[]
  /** The way to endpoints: its own, with no wallet's identity. */
  readonly connection: (endpoint: Endpoint) => Connection
}

/** `review` keeps the order and waits for an operator's `decide`. */
export type RiskVerdict =
  | { readonly kind: 'allow' }
  | { readonly kind: 'review'; readonly reason: string }
  | { readonly kind: 'deny'; readonly reason: string }

/** What is about to happen, and what happened lately. */
export type RiskQuestion =
  | { readonly about: 'pay'; readonly merchant: string; readonly order: RiskOrder; readonly usage: RiskUsage }
  | {
      readonly about: 'refund'
      readonly merchant: string
      readonly orderNo: string
      readonly amount: Money
      readonly usage: RiskUsage
    }

export type RiskOrder = Pick<PayCommand, 'scene' | 'total' | 'payerIp'> & { readonly orderNo: string; readonly method: string }

export type RiskSpan = 'hour' | 'day'

/** Started within the last hour and the last day, this one not counted; nothing for a span that the rules do not look at. */
export type RiskUsage = Readonly<Record<RiskSpan, Usage>>

/** A merchant's own say before money moves. */
export interface Risk {
  /** What it looks back over: counting costs. */
  readonly spans: readonly RiskSpan[]
  /** Pure and quick: it is asked inside the transaction that writes the order. */
  readonly judge: (question: RiskQuestion) => RiskVerdict
}

/** How long evidence is kept, in days. */
export interface EvidenceDays {
  readonly raw: number
  readonly payer: number
  readonly command: number
}

/** What was done with the books. A closed list: metrics have a series for each. */
export type BooksWork = 'settle' | 'parked' | 'deliver' | 'endpoint' | 'follow-up' | 'seal' | 'purge'

/** Typed, flat, without messages or secrets. */
export type CashierLogEvent =
  | { readonly event: 'notify.refused'; readonly account: string; readonly code: string }
  | { readonly event: 'notify.parked'; readonly account: string; readonly seen: number }
  /** A refund it tells of could not be asked for; the wallet says it again. */
  | { readonly event: 'notify.unfinished'; readonly account: string; readonly code: string }
  | { readonly event: 'fact.quarantined'; readonly account: string; readonly orderId?: string; readonly reason: string }
  /** `endpoint`: where it is about one that merchants registered, whose secrets no key opens. */
  | { readonly event: 'books.failed'; readonly during: BooksWork; readonly code: string; readonly endpoint?: string }
  | { readonly event: 'follow-up.failed'; readonly orderId: string; readonly code: string }
  | { readonly event: 'breaker.moved'; readonly account: string; readonly state: 'closed' | 'open' | 'half-open' }
  | { readonly event: 'delivery.failed'; readonly endpoint: string; readonly tries: number; readonly reason: string }
  | { readonly event: 'endpoint.disabled'; readonly endpoint: string; readonly reason: string }

export interface CashierLog {
  readonly write: (event: CashierLogEvent) => void
}

/** Everything that the cashier touches of the world. */
export interface CashierPorts {
  readonly wallets: Wallets
  readonly books: Books
  readonly clock: Clock
  readonly random: Random
  readonly log: CashierLog
  readonly endpoints: Endpoints
  readonly risk: Risk
  readonly settings: CashierSettings
}

export interface CashierSettings {
  /** Under which payer ids are digested (HMAC-SHA256). At least 16 bytes. */
  readonly digestKey: Uint8Array
  readonly evidenceDays: EvidenceDays
  /** Calls under way per account at one time. */
  readonly concurrency: number
  readonly orderLifeMs: number
  /** A parked notice raises an alarm after so many repeats. */
  readonly alarmAfterRepeats: number
  /** Who holds leases, and how long. */
  readonly leaseMs: number
  readonly breaker: BreakerSettings
}

/** Names as in opossum. */
export interface BreakerSettings {
  /** Failures in a row that open it. */
  readonly failures: number
  /** How long it stays open before one call may try. */
  readonly resetMs: number
}

/** The usual settings; a digest key has no usual value. */
export const USUAL_SETTINGS: Omit<CashierSettings, 'digestKey'> = {
  evidenceDays: { raw: 180, payer: 1096, command: 180 },
  concurrency: 16,
  orderLifeMs: 15 * 60_000,
  alarmAfterRepeats: 5,
  leaseMs: 60_000,
  breaker: { failures: 5, resetMs: 30_000 },
}
