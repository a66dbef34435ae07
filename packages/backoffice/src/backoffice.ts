import type { Instant } from '@tpkit/core'
import type { AuditFilter } from './ports.ts'
import type { ApiKeyRow, AuditRow, KeyMode, MerchantRow, Scope, WebhookEndpointRow } from './rows.ts'

/** Who does something: stands in the audit trail. */
export interface Actor {
  /** `cli:<user>`, `key:<id>`, or a name; 1 to 200 characters. */
  readonly who: string
}

export interface NewApiKey {
  readonly merchant: string
  readonly mode: KeyMode
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt?: Instant
}

/** `text` is shown once and kept nowhere. */
export interface IssuedApiKey {
  readonly key: ApiKeyRow
  readonly text: string
}

export interface NewEndpoint {
  readonly merchant: string
  readonly url: string
  readonly types?: readonly string[]
  /** How its deliveries are signed. Default: `hmac`, which every library of Standard Webhooks verifies. */
  readonly kind?: SecretKind
  /** Brought along instead of drawn: `whsec_…` (24 to 64 bytes in base64) or `whsk_…` (an Ed25519 key). */
  readonly secret?: string
}

/** `hmac`: both sides hold `whsec_…` (v1). `ed25519`: we sign with `whsk_…`, which nobody sees, and merchants verify with `whpk_…` (v1a). */
export type SecretKind = 'hmac' | 'ed25519'

/** `secret` is shown once: what the merchant verifies with, `whsec_…` or `whpk_…`. */
export interface IssuedEndpoint {
  readonly endpoint: WebhookEndpointRow
  readonly secret: string
}

/** An endpoint that another merchant has is not there. */
export interface EndpointRef {
  readonly merchant: string
  readonly id: string
}

/** Why a key opens nothing. The caller is told one sentence for all of them; logs and metrics tell them apart. */
export type KeyRefusal =
  | 'malformed'
  | 'checksum'
  | 'unknown'
  | 'wrong-secret'
  | 'wrong-mode'
  | 'expired'
  | 'revoked'
  | 'merchant-disabled'

export type Authenticated =
  | { readonly kind: 'known'; readonly key: ApiKeyRow; readonly merchant: MerchantRow }
  | { readonly kind: 'refused'; readonly why: KeyRefusal }

/** Settings of a merchant (商户设置). What is not given is the gateway's own. */
export interface MerchantSettings {
  /** Requests a minute and key, 1 to 1000000. */
  readonly requestsPerMinute?: number
}

/**
 * What operators do, and what the gateway asks. Every change has one line in the audit trail; what would change nothing has none
 * and answers as if it had. Mistakes throw `TPError`: `INVALID`, `NOT_FOUND` (also for what is another merchant's), `LIMIT`, and
 * `CONFLICT` where somebody else changed the same thing meanwhile.
 */
export interface Backoffice {
  readonly merchants: {
    readonly list: () => Promise<readonly MerchantRow[]>
    /** `main` is there from the beginning. */
    readonly get: (id: string) => Promise<MerchantRow | undefined>
    readonly create: (merchant: { readonly id: string; readonly title: string }, by: Actor) => Promise<MerchantRow>
    readonly disable: (id: string, by: Actor) => Promise<MerchantRow>
    readonly enable: (id: string, by: Actor) => Promise<MerchantRow>
    readonly settings: (id: string) => Promise<MerchantSettings>
    /** The settings as they shall be from now on. */
    readonly configure: (id: string, settings: MerchantSettings, by: Actor) => Promise<MerchantSettings>
  }
  readonly apiKeys: {
    readonly list: (merchant: string) => Promise<readonly ApiKeyRow[]>
    /** `CONFLICT` for a merchant who is disabled. */
    readonly issue: (wanted: NewApiKey, by: Actor) => Promise<IssuedApiKey>
    /** For good. */
    readonly revoke: (id: string, by: Actor) => Promise<ApiKeyRow>
    /** In constant time as to the secret. Notes the use, at most once a minute. */
    readonly authenticate: (text: string, mode: KeyMode) => Promise<Authenticated>
  }
  readonly endpoints: {
    readonly list: (merchant?: string) => Promise<readonly WebhookEndpointRow[]>
    readonly add: (wanted: NewEndpoint, by: Actor) => Promise<IssuedEndpoint>
    /** `types: null`: all of them. */
    readonly change: (
      ref: EndpointRef,
      change: { readonly url?: string; readonly types?: readonly string[] | null },
      by: Actor,
    ) => Promise<WebhookEndpointRow>
    /**
     * A new secret of the newest one's kind signs first; the old ones sign too until they are dropped. Five at most. Where the newest
     * one cannot be opened any more the new one is `hmac`.
     */
    readonly rotate: (ref: EndpointRef, by: Actor) => Promise<IssuedEndpoint>
    /** Keeps the newest secret alone. */
    readonly dropOldSecrets: (ref: EndpointRef, by: Actor) => Promise<WebhookEndpointRow>
    readonly remove: (ref: EndpointRef, by: Actor) => Promise<void>
    /** Its secrets, opened: for whoever signs deliveries. */
    readonly secrets: (endpoint: WebhookEndpointRow) => Promise<readonly [string, ...string[]]>
  }
  readonly audit: (filter: AuditFilter) => Promise<readonly AuditRow[]>
}
