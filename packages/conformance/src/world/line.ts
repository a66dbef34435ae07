import type { HttpRequest, HttpResponse, Wallet, WalletAnswer, WalletRequest } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { type Connection, type SendLimits, type StreamedResponse, TransportError } from '@tpkit/core/ports'
import type { VirtualClock } from './clock.ts'
import { headersOf } from './headers.ts'

/** A request on its way: `reach` hands it to the wallet, or what became of it, and brings the answer; throws where none comes. */
export interface Call {
  readonly request: HttpRequest
  readonly reach: (instead?: HttpRequest) => WalletAnswer
}

/** What happens to a call on the way. Throws `TransportError` where no answer comes back. */
export type Mishap = (call: Call) => WalletAnswer

export interface Sent {
  readonly request: HttpRequest
  /** What came back to the TP; undefined when nothing did. */
  readonly answer: WalletAnswer | undefined
}

/** The way from one account to its wallet: no socket, everything written down, every call open to interference. */
export class Line implements Connection {
  readonly sent: Sent[] = []
  readonly #wallet: Wallet
  readonly #clock: VirtualClock
  readonly #commonName: () => string
  #mishap: Mishap = (call) => call.reach()

  /** `commonName` stands in the client certificate, where a request presents it. */
  constructor(wallet: Wallet, clock: VirtualClock, commonName: () => string) {
    this.#wallet = wallet
    this.#clock = clock
    this.#commonName = commonName
  }

  /** How many of them count as writes: whatever is not marked as a read. */
  get writes(): number {
    return this.sent.filter(({ request }) => request.effect !== 'read').length
  }

  /** Lets `mishap` decide about every call that `action` makes. */
  async during<Result>(mishap: Mishap, action: () => Promise<Result>): Promise<Result> {
    const before = this.#mishap
    this.#mishap = mishap
    try {
      return await action()
    } finally {
      this.#mishap = before
    }
  }

  readonly send = async (request: HttpRequest, limits: SendLimits): Promise<Omit<HttpResponse, 'nowMs'>> => {
    const { status, headers, body } = this.#call(request, limits)
    return { status, headers: headersOf(headers), body }
  }

  readonly download = async (request: HttpRequest, limits: SendLimits): Promise<StreamedResponse> => {
    const { status, headers, body } = this.#call(request, limits)
    return { status, headers: headersOf(headers), body: oneChunk(body) }
  }

  readonly close = async (): Promise<void> => undefined

  #call(request: HttpRequest, limits: SendLimits): WalletAnswer {
    if (limits.signal?.aborted) throw new TransportError(fail('TIMEOUT', 'the caller gave up before a byte was sent'), false)
    const arriving = this.#arriving(request)
    let answer: WalletAnswer | undefined
    try {
      const reach: Call['reach'] = (instead) => this.#reached(instead ? this.#arriving(instead) : arriving, limits)
      answer = this.#mishap({ request, reach })
      return answer
    } finally {
      this.sent.push({ request, answer })
    }
  }

  #reached(request: WalletRequest, { timeoutMs }: SendLimits): WalletAnswer {
    const answer = this.#wallet.handle(request, this.#clock.nowMs())
    if (!answer) throw new TransportError(fail('TIMEOUT', 'the connection ended without an answer'), true)
    const { delayMs = 0 } = answer
    this.#clock.advance(Math.min(delayMs, timeoutMs))
    if (delayMs > 0 && delayMs >= timeoutMs) throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
    return answer
  }

  #arriving({ method, url, headers, body, identity }: HttpRequest): WalletRequest {
    if (!URL.canParse(url)) throw new TransportError(fail('CONFIG', 'request: expected a whole address, found none'), false)
    const { origin, pathname, search } = new URL(url)
    return {
      method,
      origin,
      path: pathname + search,
      headers: headersOf(headers),
      body: body ?? new Uint8Array(),
      ...(identity === 'merchant' && { clientCertificate: this.#commonName() }),
    }
  }
}

async function* oneChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}
