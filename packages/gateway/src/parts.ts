import type { Backoffice, KeyMode } from '@tpkit/backoffice'
import type { Books, Cashier, Standing } from '@tpkit/cashier'
import type { HttpAnswer, Instant, Manifest } from '@tpkit/core'
import type { Clock, Random } from '@tpkit/core/ports'
import type { GatewayLog } from './log.ts'
import type { GatewayMetrics } from './metrics.ts'

/** What a method of the configuration is, for whoever may use it. */
export interface MethodInfo {
  readonly name: string
  readonly merchant: string
  readonly scenes: readonly string[]
}

export interface AccountInfo {
  readonly name: string
  readonly merchant: string
  readonly manifest: Manifest
  readonly retired: boolean
  /** What its wallet hears where nobody can listen now, so that it tells again: `acknowledge('later')`. */
  readonly later: HttpAnswer
  /** When the client certificate that it presents ends, where it has one. */
  readonly certificateEndsAt?: Instant
}

/** The configuration as the gateway sees it; asked anew for every request, so that a reload counts at once. */
export interface Shopfront {
  readonly methods: () => readonly MethodInfo[]
  readonly accounts: () => readonly AccountInfo[]
}

/** What stands open in the books. Metrics ask with every look, so whoever implements it remembers its answer for some seconds. */
export type GatewayGauges = () => Promise<Standing>

/** What the gateway stands on. It knows neither a ledger nor a provider. */
export interface GatewayParts {
  readonly cashier: Cashier
  /** Read only: orders by id, deliveries, what is due; and whether they can be written. */
  readonly books: Pick<Books, 'read' | 'ready'>
  readonly backoffice: Backoffice
  readonly shopfront: Shopfront
  readonly clock: Clock
  /** Request ids. */
  readonly random: Random
  readonly log: GatewayLog
  /** Counts what `log` hears, too. Where it is not given, one of the gateway's own, which hears of no account and no cashier. */
  readonly metrics?: GatewayMetrics
  /** In the place of what `books` say. */
  readonly gauges?: GatewayGauges
  /** Which keys open it. */
  readonly mode: KeyMode
  readonly settings: GatewaySettings
  /** Under which cursors of lists are sealed (AES-256-GCM, with a key that is derived from it): at least 32 bytes, the same for all gateways on one ledger. */
  readonly cursorKey: Uint8Array
  /** Of the packages: stands in the OpenAPI document and in metrics. */
  readonly version: string
}

export interface GatewaySettings {
  /** What wallets and apps reach it by, such as `https://pay.example.com`: without a path, because its own begin at the top. */
  readonly publicUrl: string
  /** CIDR ranges of proxies whose `X-Forwarded-*` are believed. */
  readonly trustedProxies: readonly string[]
  /** Largest body, in bytes. Default: 65536 (of a notify: what the account's manifest says). */
  readonly maxBodyBytes: number
  /** From the first byte of a request to its last. */
  readonly requestTimeoutMs: number
  /** While it is being stopped, how long its server goes on before it accepts no connection any more: a balancer sees `/readyz` say so. */
  readonly drainDelayMs: number
  readonly requestsPerMinutePerKey: number
  readonly requestsPerMinutePerAddress: number
  /** Calls that wait for the ledger's commit at one time; beyond it 503 with Retry-After. */
  readonly queueLimit: number
}
