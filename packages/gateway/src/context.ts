import type { ApiKeyRow, MerchantRow } from '@tpkit/backoffice'
import type { FailureCode } from '@tpkit/core'
import type { Context, Handler, MiddlewareHandler } from 'hono'

/** What every step of one request knows. */
export interface GatewayEnv {
  /** From whoever accepted the connection: its other end. */
  Bindings: { readonly address?: string }
  Variables: {
    /** Drawn anew for every request; in answers as `X-Request-Id`, in problems as `instance`. */
    requestId: string
    /** Of the trace that the request belongs to, where it belongs to one. */
    traceId?: string
    /** Who asks: behind a configured proxy whom the proxy names, otherwise the other end of the connection. */
    address: string
    /** Where the key opened the door. */
    key?: ApiKeyRow
    merchant?: MerchantRow
    /** The route's pattern, `/v1/payments/:id`; absent where no route fits. */
    route?: string
    /** The TP code of the problem that is answered. */
    code?: FailureCode
  }
}

export type GatewayContext = Context<GatewayEnv>
export type GatewayStep = MiddlewareHandler<GatewayEnv>

/** A route outside the API: no key, no OpenAPI entry. */
export interface PlainRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly handler: Handler<GatewayEnv>
}

/**
 * What stands around and before the routes, in this order. A step refuses by throwing a `GatewayProblem`; steps further out see
 * the answer that was made of it in `c.res`.
 */
export interface Guards {
  /** Around every request, unknown routes included: client's address, span, counts, log line, time limit. */
  readonly around: readonly GatewayStep[]
  /** Under /v1, before a key is looked at: rate per address. */
  readonly beforeKey: readonly GatewayStep[]
  /** `key` and `merchant` are known: rate per key. */
  readonly afterKey: readonly GatewayStep[]
  /** Before what waits for a commit (POST, PATCH, DELETE under /v1), after the key: the bounded queue. */
  readonly beforeWrite: readonly GatewayStep[]
  /** `/notify/:account`, `/healthz`, `/readyz`, `/metrics`. */
  readonly routes: readonly PlainRoute[]
}
