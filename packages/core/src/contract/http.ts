import type { Instant } from './scene.ts'

/** A request as data. `url` is the wallet's real address; a sandbox rewrites the origin below the signature. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body?: Uint8Array
  /** `write`: it may move money or state, so an unclear answer makes the outcome unknown and nobody repeats it silently. */
  readonly effect: 'read' | 'write'
  /** Present the merchant's client certificate (mutual TLS). */
  readonly identity?: 'merchant'
}

/** Header names in lower case; repeated headers stay visible. */
export type Headers = ReadonlyMap<string, readonly string[]>

export interface HttpResponse {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
  /** When the answer was complete. */
  readonly nowMs: Instant
}

/** A notify as it arrived: nothing parsed, nothing decoded. Header names in lower case. */
export interface Received {
  readonly headers: Headers
  /** The query string without `?`; empty where there was none. */
  readonly query: string
  readonly body: Uint8Array
}

/** What to answer a wallet. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}
