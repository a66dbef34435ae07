/** One request on the wire and its answer, in pieces. It never follows a redirect and never goes out twice. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Headers, HttpRequest } from '@tpkit/core'
import { type SendLimits, TransportError } from '@tpkit/core/ports'
import got, { type Request } from 'got'
import type { Agents } from './agents.ts'
import { failureOf, wireFailure } from './failure.ts'
import { groupHeaders, headersOf } from './headers.ts'
import type { Route } from './routes.ts'

interface Head {
  readonly status: number
  readonly headers: Headers
}

/** What waits here rejects with `TransportError` only. */
export interface Call {
  /** Waits for status and headers; the body is still to come. */
  readonly head: () => Promise<Head>
  /** The next piece of the body as it came over the wire, `undefined` at its end. */
  readonly next: () => Promise<Uint8Array | undefined>
  /** Makes what is being waited for fail with `TIMEOUT`. */
  readonly late: (waitedMs: number) => void
  /** To be called at last, twice does no harm: an answer that was not read to its end loses its socket. */
  readonly end: () => void
}

export function begin(agents: Agents, route: Route, request: HttpRequest, { maxBytes, signal }: SendLimits): Call {
  const stream = got.stream(route.url, optionsOf(agents, route, request))
  const { state, cut, reasonOf } = watch(stream, route.label)
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]()
  let received = 0
  let complete = false

  const aborted = () => cut(failureOf(state, 'TIMEOUT', 'the caller gave up (abort signal)'))
  signal?.addEventListener('abort', aborted)
  const end = () => {
    signal?.removeEventListener('abort', aborted)
    if (!complete) stream.destroy()
  }
  const failed = (error: unknown): TransportError => {
    const failure = reasonOf(error)
    end()
    return failure
  }
  const within = (bytes: number) => {
    if (bytes <= maxBytes) return
    throw failureOf(state, 'LIMIT', `the answer is too large: expected at most ${maxBytes} bytes, found more`)
  }

  return {
    async head() {
      try {
        const response = await responseOf(stream)
        within(Number(response.headers['content-length'] ?? 0))
        return { status: response.statusCode ?? 0, headers: groupHeaders(response.rawHeaders) }
      } catch (error) {
        throw failed(error)
      }
    },
    async next() {
      try {
        const step = await chunks.next()
        complete = step.done === true
        if (step.done) return undefined
        received += step.value.byteLength
        within(received)
        return step.value
      } catch (error) {
        throw failed(error)
      }
    },
    late: (waitedMs) =>
      cut(failureOf(state, 'TIMEOUT', `no ${state.left ? 'complete answer' : 'connection'} within ${waitedMs} ms`)),
    end,
  }
}

interface Watch {
  readonly state: { readonly label: string; readonly left: boolean }
  /** Ends the call for a reason of our own. */
  readonly cut: (why: TransportError) => void
  /** Why the call ended: our own reason, where there is one, otherwise what the wire says. */
  readonly reasonOf: (error: unknown) => TransportError
}

function watch(stream: Request, label: string): Watch {
  const state = { label, left: false }
  let reason: TransportError | undefined
  const cut = (why: TransportError) => {
    reason ??= why
    stream.destroy(why)
  }
  // The agents hand over connected sockets only (see dial.ts), so this is the first moment in which a byte can leave.
  stream.once('socket', () => {
    state.left = true
  })
  // Node leaves the socket of a 101 to whoever listens, and waits no more.
  stream.once('upgrade', (_response: IncomingMessage, socket: Duplex) => {
    socket.destroy()
    cut(failureOf(state, 'MALFORMED', 'expected an HTTP answer, found a change to another protocol (101)'))
  })
  const reasonOf = (error: unknown) => reason ?? (error instanceof TransportError ? error : wireFailure(error, state))
  return { state, cut, reasonOf }
}

/** Goes on listening for 'error' afterwards: one that nobody hears, between two pieces of the body, would end the process. */
function responseOf(stream: Request): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    stream.once('response', resolve).on('error', reject)
  })
}

function optionsOf(agents: Agents, route: Route, request: HttpRequest) {
  return {
    method: request.method,
    // got would add its own name and ask for packed answers; the protocol alone decides what goes out and comes in.
    headers: { 'user-agent': undefined, ...headersOf(request) },
    decompress: false,
    // got leaves a POST stream without a body open for the caller to write.
    ...(request.method === 'POST' && { body: request.body ?? new Uint8Array() }),
    agent: agents.pick(route, request.identity === 'merchant'),
    throwHttpErrors: false,
    followRedirect: false,
    retry: { limit: 0 },
  }
}
