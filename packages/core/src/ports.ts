/**
 * The doors to the world. Everything that touches a socket, clock, random number, file or key comes in through one of
 * these; a merchant's own module can rebind each.
 */
import type { KeyObject } from 'node:crypto'
import type { Headers, HttpRequest, HttpResponse } from './contract/http.ts'
import type { TrustedKey } from './contract/protocol.ts'
import type { Instant } from './contract/scene.ts'
import type { ArchiveMember } from './contract/statement.ts'
import { type Failure, isTPError, TPError } from './errors.ts'
import type { Secret } from './secret.ts'

export interface Clock {
  readonly nowMs: () => Instant
}

export interface Random {
  readonly bytes: (length: number) => Uint8Array
}

/** The end of the event loop's turn: what collects work that belongs together. */
export interface Turn {
  /** Calls back when everything that is already under way in this turn has been started. */
  readonly soon: (callback: () => void) => void
}

/** The merchant's client certificate: PEM pair, or the `.p12` file that the platform issues. */
export type ClientIdentity =
  | { readonly kind: 'pem'; readonly cert: string; readonly key: Secret }
  | { readonly kind: 'p12'; readonly bytes: Uint8Array; readonly passphrase: Secret }

/** What one account's connection is bound to, for good. */
export interface ConnectionSettings {
  /** The only `https://` origins that a request may name. */
  readonly origins: readonly string[]
  readonly identity?: ClientIdentity
  /** A private certificate authority, PEM, believed for the addresses in `endpoints` alone: sandbox only. */
  readonly ca?: string
  /** Origin → origin, applied below the signature: sandbox only. */
  readonly endpoints?: Readonly<Record<string, string>>
  /** `http://host:port` of a forward proxy, without user or password. */
  readonly proxy?: string
}

export interface SendLimits {
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number
  /** Largest answer body. */
  readonly maxBytes: number
  readonly signal?: AbortSignal
}

/** The certificate that a connection presents: what `doctor` counts the days of. */
export interface PresentedCertificate {
  readonly subject: string
  readonly notBefore: Instant
  readonly notAfter: Instant
}

/** One account's way to its wallet. Never follows a redirect, never repeats a request by itself. Rejects with `TransportError` only. */
export interface Connection {
  readonly send: (request: HttpRequest, limits: SendLimits) => Promise<Omit<HttpResponse, 'nowMs'>>
  /** For files: the body arrives as a stream. `timeoutMs` bounds the wait for the headers and each pause. */
  readonly download: (request: HttpRequest, limits: SendLimits) => Promise<StreamedResponse>
  /** Of the client identity. Absent where there is none, or where a transport cannot say. */
  readonly certificate?: PresentedCertificate
  readonly close: () => Promise<void>
}

export interface StreamedResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array>
}

export interface Transport {
  /** Throws `TPError` (`CONFIG`) for a certificate that cannot be used. Opens no socket yet. */
  readonly connect: (settings: ConnectionSettings) => Connection
}

/** A call that brought no answer (`TIMEOUT` also when the caller gave up). `mayHaveLeft` is false only when provably no byte of the request went out. */
export class TransportError extends TPError {
  readonly mayHaveLeft: boolean
  constructor(failure: Failure, mayHaveLeft: boolean, options?: { readonly cause?: unknown }) {
    super(failure, options)
    this.name = 'TransportError'
    this.mayHaveLeft = mayHaveLeft
  }
}

/** True for a `TransportError` of any copy of this package. */
export function isTransportError(error: unknown): error is TransportError {
  return isTPError(error) && 'mayHaveLeft' in error
}

/** Unpacks a stream. `maxBytes` bounds what comes out; more throws `LIMIT`. */
export interface Unpack {
  /** `member`: which file of an archive comes out; a `zip` cannot do without. */
  readonly unpack: (
    packed: AsyncIterable<Uint8Array>,
    how: 'gzip' | 'zip',
    maxBytes: number,
    member?: ArchiveMember,
  ) => AsyncIterable<Uint8Array>
}

/** Operations with RSA keys; an HSM or a fast fake may stand behind it. Signing, which the RSA protocols do for every call, is off the event loop. */
export interface Signer {
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  readonly sign: (key: KeyObject, text: Uint8Array) => Promise<Uint8Array>
  /** RSAES-OAEP with SHA-1. */
  readonly seal: (key: KeyObject, bytes: Uint8Array) => Promise<Uint8Array>
  readonly unseal: (key: KeyObject, bytes: Uint8Array) => Promise<Uint8Array>
}

/** Keeps what `trust` learned, per account: in memory, or in a ledger so that several processes share it. */
export interface KeyRing {
  readonly read: (account: string) => Promise<readonly TrustedKey[]>
  readonly write: (account: string, keys: readonly TrustedKey[]) => Promise<void>
}

/** Reads secrets by reference: `env:NAME`, `file:path`. */
export interface Secrets {
  /** Throws `TPError` (`CONFIG`) that names the reference and never the value. `base` resolves relative paths. */
  readonly read: (reference: string, base: string) => Promise<Uint8Array>
  /** Who besides its owner may read or change what a reference names, as a sentence with its cure; undefined where nobody, or where it cannot be told. */
  readonly exposure?: (reference: string, base: string) => Promise<string | undefined>
}

/** A configuration: as text (YAML, JSON), which problems can point into, or as the value that a module exports. */
export type SettingsContent = { readonly name: string; readonly base: string } & (
  | { readonly text: string }
  | { readonly value: unknown }
)

/** Where configuration comes from. */
export interface Settings {
  readonly read: () => Promise<SettingsContent>
  /** Calls back when what `read` gives may have changed. Answers how to stop. Absent where it never changes while the program runs. */
  readonly watch?: (changed: () => void) => () => void
}

/** What a log line may say: typed, flat, without messages or secrets. */
export type LogEvent =
  | {
      readonly event: 'call'
      readonly account: string
      readonly verb: string
      readonly outcome: string
      readonly code?: string
      readonly durationMs: number
    }
  | { readonly event: 'trust.refreshed'; readonly account: string; readonly keys: number }
  | {
      readonly event: 'config.reloaded'
      readonly accounts: number
      /** Of which something differs. */
      readonly changedAccounts: number
      readonly methods: number
    }
  | { readonly event: 'config.refused'; readonly code: string; readonly problems: number }
  | { readonly event: 'trust.failed'; readonly account: string; readonly code: string }

export interface Log {
  readonly write: (event: LogEvent) => void
}

/** One HTTP call as it was recorded: text, with every secret and sensitive field replaced by `[secret]`. */
export interface RecordedCall {
  readonly account: string
  readonly verb: string
  readonly request: {
    readonly method: string
    readonly url: string
    readonly headers: readonly (readonly [string, string])[]
    readonly body: string
  }
  readonly response:
    | { readonly status: number; readonly headers: readonly (readonly [string, string])[]; readonly body: string }
    | { readonly failed: string }
}

export interface Recorder {
  readonly record: (call: RecordedCall) => void
}

/** Loads plugin packages. */
export interface PluginImports {
  /** The default export of a package, found from `base` as Node would. Throws `TPError` (`CONFIG`) when there is none. */
  readonly import: (specifier: string, base: string) => Promise<unknown>
}
