/** Typed, flat, without bodies, keys or payer ids. */
export type GatewayLogEvent =
  | {
      readonly event: 'request'
      /** `OTHER` for what no route knows: a stranger may write any word there. */
      readonly method: string
      /** The route's pattern, such as `/v1/payments/:id`; `*` where none fits. */
      readonly route: string
      readonly status: number
      readonly durationMs: number
      readonly requestId: string
      /** Of the `traceparent` that came with it, 32 hex digits. */
      readonly traceId?: string
      readonly merchant?: string
      readonly keyId?: string
      readonly address?: string
      /** The TP code of a problem. */
      readonly code?: string
    }
  | { readonly event: 'key.refused'; readonly why: string; readonly address: string; readonly requestId: string }
  | {
      readonly event: 'rate.refused'
      /** `guessing`: many keys from there that open nothing. `notify`: many notifies that are not genuine. */
      readonly by: 'address' | 'key' | 'guessing' | 'notify'
      readonly address: string
      readonly requestId: string
      readonly keyId?: string
    }
  | {
      readonly event: 'notify'
      readonly account: string
      /** What became of it, as `settle` says; `overload`, `rate`, `too-large`, `encoded` or `cut-off` where it never got there. */
      readonly what: string
      readonly durationMs: number
      readonly requestId: string
      /** From the payment, by the wallet's clock, to our commit. */
      readonly lagMs?: number
    }
  /** At an account that there is not. */
  | { readonly event: 'notify.stranger'; readonly address: string; readonly requestId: string }
  | { readonly event: 'overload'; readonly queued: number; readonly route: string }
  /** Closed before it was a request: what node:http refused, a connection too many. */
  | { readonly event: 'connection.refused'; readonly why: string }
  | { readonly event: 'drain'; readonly state: 'began' | 'ended' | 'gave-up'; readonly underWay: number }
  | { readonly event: 'failed'; readonly during: string; readonly name: string; readonly requestId?: string }

export interface GatewayLog {
  readonly write: (event: GatewayLogEvent) => void
}

/** Every event to each of them; one that throws keeps nothing from the others. */
export function bothLogs<Event>(...logs: readonly { readonly write: (event: Event) => void }[]): {
  readonly write: (event: Event) => void
} {
  return {
    write: (event) => {
      for (const log of logs) {
        try {
          log.write(event)
        } catch {
          // A log that fails must not fail the payment that it tells of.
        }
      }
    },
  }
}
