import { setTimeout as pause } from 'node:timers/promises'
import type { Instant, Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'

export interface FetchOptions {
  /** The wallet's clock. Default: the machine's. */
  readonly clock?: () => Instant
  /** Waits for an answer that comes late; ends early, with the signal's reason, when the caller gives up. Default: a timer. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
  /** The client certificate of every call, by its subject's common name: the merchant number. Default: none. */
  readonly clientCertificate?: string
}

/** What one call says differently. */
export interface FetchCall {
  readonly clientCertificate?: string
}

export interface FetchableWallet {
  /** By the request's own origin, such as `https://qpay.qq.com`. Rejects with a TypeError, as `fetch` does, where no answer comes. */
  readonly fetch: (request: Request, call?: FetchCall) => Promise<Response>
}

/**
 * Gives a wallet a web-standard `fetch`, for tests that catch requests before they leave: no port, no TLS.
 *
 * @example
 * const wallet = withFetch(qqWallet({ merchants }), { clientCertificate: mchId })
 * http.all('https://*.qq.com/*', ({ request }) => wallet.fetch(request)) // a handler of MSW
 */
export function withFetch<Walled extends Wallet>(wallet: Walled, options: FetchOptions = {}): Walled & FetchableWallet {
  const { clock = Date.now, wait = timer, clientCertificate } = options
  const fetch = async (request: Request, call: FetchCall = {}): Promise<Response> => {
    request.signal.throwIfAborted()
    const answer = wallet.handle(await walletRequest(request, call.clientCertificate ?? clientCertificate), clock())
    if (!answer) throw new TypeError('fetch failed', { cause: new Error('the wallet ended the connection without an answer') })
    if (answer.delayMs) await wait(answer.delayMs, request.signal)
    request.signal.throwIfAborted()
    return response(answer)
  }
  return { ...wallet, fetch }
}

async function walletRequest(request: Request, clientCertificate: string | undefined): Promise<WalletRequest> {
  const { origin, pathname, search } = new URL(request.url)
  return {
    method: request.method,
    origin,
    path: pathname + search,
    headers: new Map([...request.headers].map(([name, value]) => [name, [value]])),
    body: new Uint8Array(await request.arrayBuffer()),
    ...(clientCertificate !== undefined && { clientCertificate }),
  }
}

function response({ status, headers, body }: WalletAnswer): Response {
  const list = headers.map(([name, value]): [string, string] => [name, value])
  return new Response(HAS_NO_BODY.has(status) ? null : new Uint8Array(body), { status, headers: list })
}

/** For these the standard refuses even an empty body. */
const HAS_NO_BODY: ReadonlySet<number> = new Set([204, 205, 304])

function timer(ms: number, signal: AbortSignal): Promise<unknown> {
  return pause(ms, undefined, { signal }).catch(() => signal.throwIfAborted())
}
