import type { KeyObject } from 'node:crypto'
import type { HttpRequest, HttpResponse } from '../contract/http.ts'
import type { Answer, Exchange, Step } from '../contract/protocol.ts'
import { isTPError, TPError, tpError } from '../errors.ts'
import { type Clock, type Connection, isTransportError, type SendLimits, type Signer, TransportError } from '../ports.ts'
import type { Ending, Trip } from './verdict.ts'

/** What answers the steps of one account's exchanges. */
export interface World {
  readonly connection: Connection
  readonly clock: Clock
  readonly signer: Signer
  readonly privateKey: (name: string) => KeyObject
  readonly publicKey: (id: string) => Promise<KeyObject | undefined>
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
      return { to: 'sign', bytes: await world.signer.sign(world.privateKey(step.key), step.text) }
    case 'unseal':
      return { to: 'unseal', bytes: await world.signer.unseal(world.privateKey(step.key), step.bytes) }
    case 'seal':
      return { to: 'seal', bytes: await world.signer.seal(await sealingKey(step.key, world), step.bytes) }
    case 'key':
      return { to: 'key', key: await world.publicKey(step.id) }
  }
}

async function sealingKey(id: string, world: World): Promise<KeyObject> {
  const key = await world.publicKey(id)
  if (key) return key
  throw tpError('CONFIG', `seal: expected the wallet's public key "${id}", found none; configure it or refresh trust`)
}

async function call(request: HttpRequest, world: World, limits: SendLimits, log: TripLog): Promise<HttpResponse> {
  log.leaving(request)
  try {
    const response = await world.connection.send(request, limits)
    if (response.body.byteLength > limits.maxBytes) throw tooLarge(response.body.byteLength, limits.maxBytes)
    world.recorded(request, response)
    log.answered(request, response.status)
    return { ...response, nowMs: world.clock.nowMs() }
  } catch (error) {
    const failure = asTPError(error)
    if (isTransportError(failure) && !failure.mayHaveLeft) log.stayed(request)
    world.recorded(request, failure)
    throw failure
  }
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

  answered({ url }: HttpRequest, status: number): void {
    this.#trip = { ...this.#trip, last: { url, status } }
  }

  #count({ effect }: HttpRequest, by: number): void {
    const { sent, writes } = this.#trip
    this.#trip = { ...this.#trip, sent: sent + by, writes: writes + (effect === 'write' ? by : 0) }
  }
}

function asTPError(error: unknown): TPError {
  if (isTPError(error)) return error
  const name = error instanceof Error ? error.name : typeof error
  const failure = {
    code: 'INTERNAL',
    message: `the provider or a port failed with ${name}; see the cause`,
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
