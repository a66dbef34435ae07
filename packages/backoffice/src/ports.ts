import type { Instant } from '@tpkit/core'
import type { Clock, Random } from '@tpkit/core/ports'
import type { ApiKeyRow, AuditRow, MerchantRow, SettingRow, WebhookEndpointRow } from './rows.ts'

/**
 * A row as it shall be, and as it was when it was read; without `was` its id must be new. Two who change one row at once would
 * otherwise lose a secret that somebody was shown, or bring back what was removed.
 */
export interface Put<Row> {
  readonly row: Row
  readonly was?: Row
}

/** What one action changes. */
export type BackofficeChange =
  | ({ readonly put: 'merchant' } & Put<MerchantRow>)
  | ({ readonly put: 'api-key' } & Put<ApiKeyRow>)
  /** `atMost`: so many of its merchant there may be with it, or `tooManyEndpoints` is thrown. */
  | ({ readonly put: 'endpoint'; readonly atMost?: number } & Put<WebhookEndpointRow>)
  | { readonly add: 'settings'; readonly rows: readonly SettingRow[] }
  /** What was done left every row as it was: its line in the audit trail stands alone. */
  | { readonly add: 'nothing' }

/** A page of the audit trail (审计记录), newest first. */
export interface AuditFilter {
  readonly subject?: string
  /** Only lines before the one of this id. */
  readonly before?: string
  /** At most 200. Default: 50. */
  readonly limit?: number
}

/** Where merchants, keys, endpoints and settings are kept: a ledger implements it. */
export interface BackofficeBooks {
  readonly merchants: () => Promise<readonly MerchantRow[]>
  readonly merchant: (id: string) => Promise<MerchantRow | undefined>
  readonly apiKey: (id: string) => Promise<ApiKeyRow | undefined>
  /** In the order in which they were issued. */
  readonly apiKeys: (merchant: string) => Promise<readonly ApiKeyRow[]>
  /** Those that were not removed; of all merchants where none is named. */
  readonly endpoints: (merchant?: string) => Promise<readonly WebhookEndpointRow[]>
  readonly endpoint: (id: string) => Promise<WebhookEndpointRow | undefined>
  /** The newest version of each. */
  readonly settings: (merchant: string) => Promise<readonly SettingRow[]>
  readonly audit: (filter: AuditFilter) => Promise<readonly AuditRow[]>
  /**
   * A change with its line in the audit trail, whole or not at all. `lastUsedAt` of a key is written with the new key and by
   * `touchApiKey` alone. Throws `CONFLICT` for a row that is not any more as it was read, and for settings whose version is not
   * the next one.
   */
  readonly write: (change: BackofficeChange, audit: AuditRow) => Promise<void>
  /** Notes a use, unless a later one is noted. Not worth a line in the audit trail; a key that is not there stays so. */
  readonly touchApiKey: (id: string, at: Instant) => Promise<void>
}

/** Encrypts what has to be read again: secrets of webhooks. `context` names whose it is; sealed text opens under the same context only. */
export interface Sealer {
  readonly seal: (secret: string, context: string) => Promise<string>
  /** Throws `CONFIG` for a text that no key of this gateway opens. */
  readonly open: (sealed: string, context: string) => Promise<string>
}

export interface BackofficePorts {
  readonly books: BackofficeBooks
  readonly clock: Clock
  readonly random: Random
  readonly sealer: Sealer
  /** The types of events that there are: an endpoint that waits for another one would wait for ever. */
  readonly eventTypes: readonly string[]
  /** Whether endpoints may be `http:`, as in development. */
  readonly plainHttp: boolean
  /** Throws `INVALID` for an address that no event may be sent to, as far as its text tells. Default: none is refused. */
  readonly refuseAddress?: (url: string) => void
}
