/**
 * The way to endpoints. Not the transport's, which goes to a wallet's few origins: here a stranger says where to, so that every
 * address is looked at before a socket is opened, and the socket goes to the address that was looked at.
 */
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import type { HttpRequest } from '@tpkit/core'
import { type FailureCode, fail, isTPError } from '@tpkit/core/errors'
import { type Connection, type SendLimits, TransportError } from '@tpkit/core/ports'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'
import { guardedLookup, type Resolve, systemResolve } from './guarded-lookup.ts'
import { endpointUrl, type Reach } from './public-address.ts'

export interface WebhookConnectionOptions {
  /** As the mode that stands now has it: asked with every message. */
  readonly reach: () => Reach
  /** Default: as the machine resolves names. */
  readonly resolve?: Resolve
}

/** An idle socket is closed by us after this long. */
const IDLE_MS = 30_000
/** As the library writes them; ours is the first look, and knows every other spelling. */
const LOOPBACK = ['127.0.0.1', '::1']

/** For all endpoints together: no identity travels on it. Follows no redirect, repeats nothing, and ends at its limits. */
export function webhookConnection({ reach, resolve = systemResolve }: WebhookConnectionOptions): Connection {
  const agents = { public: agentsOf([]), loopback: agentsOf(LOOPBACK) }
  const ask = (asked: HttpRequest, stop: AbortSignal): Promise<IncomingMessage> => {
    const now = reach()
    const url = allowed(asked.url, now)
    const { plain, secure } = agents[now]
    const lookup = guardedLookup(resolve, now)
    return new Promise((answered, failed) => {
      const way = { method: asked.method, headers: Object.fromEntries(asked.headers), lookup, signal: stop }
      // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in somebody's environment does not reach payments.
      const sent =
        url.protocol === 'https:'
          ? secureRequest(url, { ...way, agent: secure, rejectUnauthorized: true })
          : plainRequest(url, { ...way, agent: plain })
      // Node leaves the socket of a 101 to whoever listens, and its own limits with it.
      sent.once('upgrade', (_response, socket) => {
        socket.destroy()
        failed(failure('MALFORMED', 'expected an HTTP answer, found a change to another protocol (101)'))
      })
      sent.once('response', answered).on('error', failed).end(asked.body)
    })
  }
  return {
    send: async (asked, limits) => {
      const stop = stopOf(limits)
      try {
        const response = await ask(asked, stop)
        const headers = new Map(Object.entries(response.headersDistinct).map(([name, values = []]) => [name, values]))
        return { status: response.statusCode ?? 0, headers, body: await bodyOf(response, limits.maxBytes) }
      } catch (error) {
        throw failureOf(error, stop)
      }
    },
    download: () => Promise.reject(failure('UNSUPPORTED', 'nothing is downloaded from an endpoint')),
    close: async () => {
      for (const { plain, secure } of Object.values(agents)) for (const agent of [plain, secure]) agent.destroy()
    },
  }
}

function agentsOf(allowIPAddressList: string[]) {
  const options = { keepAlive: true, timeout: IDLE_MS, allowIPAddressList }
  return { plain: new RequestFilteringHttpAgent(options), secure: new RequestFilteringHttpsAgent(options) }
}

function allowed(text: string, reach: Reach): URL {
  try {
    return endpointUrl(text, reach)
  } catch (error) {
    throw new TransportError(fail('UNSUPPORTED', isTPError(error) ? error.message : 'the address cannot be read'), false)
  }
}

function stopOf({ timeoutMs, signal }: SendLimits): AbortSignal {
  const late = AbortSignal.timeout(timeoutMs)
  return signal ? AbortSignal.any([signal, late]) : late
}

async function bodyOf(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > maxBytes) throw failure('LIMIT', `expected an answer of at most ${maxBytes} bytes, found more`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** How the library refuses what our own look let through: of this machine it knows no more than `LOOPBACK`. */
const FILTERED = /^DNS lookup .* is not allowed\./

/** That no answer came, with the code that Node gave it, such as `ENOTFOUND`. */
export class NoAnswer extends TransportError {
  readonly node: string
  constructor(node: string) {
    super(fail('UNAVAILABLE', `endpoint: expected an answer, found none (${node})`), true)
    this.node = node
  }
}

/** Nothing of Node's errors is kept but their code: the others name addresses that were looked up. */
function failureOf(error: unknown, stop: AbortSignal): TransportError {
  if (error instanceof TransportError) return error
  if (stop.aborted) return failure('TIMEOUT', 'expected an answer in time, found none')
  if (error instanceof Error && FILTERED.test(error.message)) return notSent('an address that may be called, found another')
  return new NoAnswer(error instanceof Error && 'code' in error ? String(error.code) : 'no code')
}

function failure(code: FailureCode, sentence: string): TransportError {
  return new TransportError(fail(code, `endpoint: ${sentence}`), true)
}

function notSent(expected: string): TransportError {
  return new TransportError(fail('UNSUPPORTED', `endpoint: expected ${expected}; nothing was sent`), false)
}
