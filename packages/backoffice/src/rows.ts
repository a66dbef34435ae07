import type { Instant } from '@tpkit/core'

/** A tenant (商户): whoever owns accounts, methods, orders and keys. Its id is the name that the configuration's `merchant:` says. */
export interface MerchantRow {
  readonly id: string
  /** What people call it. */
  readonly title: string
  /** 0 of `main`, which is there from the beginning. */
  readonly createdAt: Instant
  /** From then on none of its keys opens anything; its wallets' notifies are still heard. */
  readonly disabledAt?: Instant
}

/** `live` opens a gateway in production, `test` one in development; neither opens the other. */
export type KeyMode = 'live' | 'test'

/** What an API key may do. */
export const SCOPES = [
  'payments:read',
  'payments:write',
  'refunds:write',
  'events:read',
  'webhooks:read',
  'webhooks:write',
  'reconciliations:read',
  'reconciliations:write',
] as const
export type Scope = (typeof SCOPES)[number]

/** An API key (接口密钥), without what opens it: only a digest of the secret is kept. */
export interface ApiKeyRow {
  /** 16 characters of [0-9A-Za-z]: those behind the prefix of its text. */
  readonly id: string
  readonly merchant: string
  readonly mode: KeyMode
  /** What it is for, in the merchant's words. */
  readonly name: string
  readonly scopes: readonly Scope[]
  /** SHA-256 of the secret, lower-case hex. */
  readonly digest: string
  readonly createdAt: Instant
  readonly expiresAt?: Instant
  /** To the minute. */
  readonly lastUsedAt?: Instant
  readonly revokedAt?: Instant
}

/** Where a merchant hears of events (推送端点), registered through the gateway or the command line. */
export interface WebhookEndpointRow {
  /** `whe_…` */
  readonly id: string
  readonly merchant: string
  readonly url: string
  /** Standard Webhooks secrets, sealed one by one; all sign, the first one first. */
  readonly sealedSecrets: readonly [string, ...string[]]
  /** Only these types; all where not given. */
  readonly types?: readonly string[]
  readonly createdAt: Instant
  readonly removedAt?: Instant
}

/** A value that an operator set, in its newest version; older ones stay. */
export interface SettingRow {
  readonly merchant: string
  readonly name: string
  /** From 1, without gaps. */
  readonly version: number
  /** JSON; `null` where it was taken back. */
  readonly value: string
  readonly at: Instant
}

/** What somebody did, kept for good. */
export interface AuditRow {
  /** `aud_…`, in the order of time. */
  readonly id: string
  readonly at: Instant
  /** `cli:<user>`, `key:<id>`, or the name that an operator gave. */
  readonly who: string
  /** `merchant.created`, `api-key.revoked` … */
  readonly what: string
  /** The id of what it was done to. */
  readonly subject?: string
  /** Without secrets. */
  readonly data: Readonly<Record<string, string | number | boolean>>
}
