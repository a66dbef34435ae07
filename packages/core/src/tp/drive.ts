import type { KeyObject } from 'node:crypto'
import type { HttpRequest, HttpResponse } from '../contract/http.ts'
import type { Answer, Exchange, PublicKey, Step } from '../contract/protocol.ts'
import { isTPError, TPError, tpError } from '../errors.ts'
import { type Clock, type Connection, isTransportError, type SendLimits, type Signer, TransportError } from '../ports.ts'
import type { Ending, Trip } from './judge.ts'

/** What answers the steps of one account's exchanges. */
export interface World {
  readonly connection: Connection
  readonly clock: Clock
  readonly signer: Signer
  readonly privateKey: (name: string) => KeyObject
  /** Without an id: the one that is valid longest. */
  readonly publicKey: (id?: string) => Promise<PublicKey | undefined>
  /** All that are known, without asking the wallet. */
  readonly publicKeys: () => Promise<readonly PublicKey[]>
  /** False for reads: what asks must not move money, whatever the protocol yields. */
  readonly mayWrite: boolean
  readonly recorded: (request: HttpRequest, answer: Omit<HttpResponse, 'nowMs'> | TPError) => void
}

/** Runs an exchange to its end. Never throws: how it ended is a value, with what it did to the world. */
export async function drive<Reply>(exchange: Exchange<Reply>, world: World, limits: SendLimits): Promise<Ending<Reply>> {
  const log = new TripLog()
  try {
    let next = exchange.next()
    while (!next.done) {
      next = exchange.next(await answer(next.value, world, limits, log))
    }
    return { kind: 'returned', reply: next.value, trip: log.trip }
  } catch (error) {
    return { kind: 'failed', error: asTPError(error), trip: log.trip }
  } finally {
    // An exchange that ended early still runs its own `finally` blocks; what they do cannot change the ending.
    close(exchange)
  }
}

async function answer(step: Step, world: World, limits: SendLimits, log: TripLog): Promise<Answer> {
  switch (step.do) {
    case 'send':
      return { to: 'send', response: await call(step.request, world, limits, log) }
    case 'sign':
      return { to: 'sign', bytes: await waited(world.signer.sign(world.privateKey(step.key), step.text), limits.signal) }
    case 'unseal':
      return { to: 'unseal', bytes: await waited(world.signer.unseal(world.privateKey(step.key), step.bytes), limits.signal) }
    case 'seal':
      return { to: 'seal', bytes: await waited(sealed(step.key, step.bytes, world), limits.signal) }
    case 'key':
      return { to: 'key', found: await waited(world.publicKey(step.id), limits.signal) }
    case 'keys':
      return { to: 'keys', found: await waited(world.publicKeys(), limits.signal) }
  }
}

/** Stops waiting when the caller does. A connection watches the signal itself: it alone knows what has left by then. */
async function waited<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  let stop = (): void => undefined
  const stopped = new Promise<never>((_resolve, reject) => {
    stop = () => reject(tpError('TIMEOUT', 'the caller gave up (abort signal)'))
  })
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  try {
    return await Promise.race([work, stopped])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function sealed(id: string, bytes: Uint8Array, world: World): Promise<Uint8Array> {
  const found = await world.publicKey(id)
  if (found) return world.signer.seal(found.key, bytes)
  throw tpError('CONFIG', `seal: expected the wallet's public key "${id}", found none; configure it or refresh trust`)
}

async function call(request: HttpRequest, world: World, limits: SendLimits, log: TripLog): Promise<HttpResponse> {
  if (request.effect !== 'read' && !world.mayWrite) throw notARead(request)
  log.leaving(request)
  try {
    const response = await world.connection.send(request, limits)
    if (response.body.byteLength > limits.maxBytes) throw tooLarge(response.body.byteLength, limits.maxBytes)
    log.answered(request, response.status)
    world.recorded(request, response)
    return { ...response, nowMs: world.clock.nowMs() }
  } catch (error) {
    const failure = asTPError(error)
    if (isTransportError(failure) && failure.mayHaveLeft === false) log.stayed(request)
    world.recorded(request, failure)
    throw failure
  }
}

function notARead({ method, url }: HttpRequest): TPError {
  const message = `expected a call that only reads to send reads, found a write (${method} ${new URL(url).pathname}); nothing was sent`
  return tpError('INTERNAL', message)
}

function tooLarge(found: number, limit: number): TransportError {
  const message = `answer: expected at most ${limit} bytes, found ${found}`
  return new TransportError({ code: 'LIMIT', message, retry: 'same-number' }, true)
}

/** Counts a request as gone before it goes: when the world fails in an unforeseen way, it may have left. */
class TripLog {
  #trip: Trip = { sent: 0, writes: 0 }

  get trip(): Trip {
    return this.#trip
  }

  leaving(request: HttpRequest): void {
    this.#count(request, 1)
  }

  stayed(request: HttpRequest): void {
    this.#count(request, -1)
  }

  answered({ url, effect }: HttpRequest, status: number): void {
    this.#trip = { ...this.#trip, last: { url, status, effect } }
  }

  #count({ effect }: HttpRequest, by: number): void {
    const { sent, writes } = this.#trip
    this.#trip = { ...this.#trip, sent: sent + by, writes: writes + (effect === 'read' ? 0 : by) }
  }
}

/** What somebody's code threw, as a failure; of its words only the error's name is told. */
export function asTPError(error: unknown): TPError {
  if (isTPError(error)) return error
  const name = error instanceof Error && /^\w{1,60}$/.test(error.name) ? error.name : 'something unnamed'
  const failure = {
    code: 'INTERNAL',
    message: `the provider or a port failed with ${name}; report it, with this name, to the author of the plugin`,
    retry: 'same-number',
  } as const
  return new TPError(failure, { cause: error })
}

function close(exchange: Exchange<unknown>): void {
  try {
    exchange.return(undefined)
  } catch {
    // Nothing can be done with what an abandoned exchange throws while it ends.
  }
}
