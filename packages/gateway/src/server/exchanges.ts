import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Body } from '../notify.ts'
import { type Reading, readBody } from './read-body.ts'
import type { Refusal } from './refusal.ts'

/** A request under way. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Reads the body, and no more than that many bytes. Never rejects. */
  readonly read: (mostBytes: number) => Promise<Body>
  /** What node:http says of a request that is not whole: nobody waits for the rest of it any more. */
  readonly breakOff: (why: 'too-slow' | 'broken') => void
}

/** The requests under way, each until its answer is written, or its connection lost. */
export interface Exchanges {
  readonly begin: (request: IncomingMessage, response: ServerResponse) => Exchange
  readonly underWay: ReadonlySet<Exchange>
  /** Resolves once none is under way. */
  readonly none: () => Promise<void>
}

export function exchangesOf(): Exchanges {
  const underWay = new Set<Exchange>()
  const waiting = new Set<() => void>()
  return {
    underWay,
    begin: (request, response) => {
      const exchange = exchangeOf(request, response)
      underWay.add(exchange)
      const over = (): void => {
        response.off('close', over)
        request.socket.off('close', over)
        underWay.delete(exchange)
        if (underWay.size === 0) for (const tell of waiting) tell()
      }
      // An answer that waits behind another one never hears that their connection is gone.
      response.once('close', over)
      request.socket.once('close', over)
      return exchange
    },
    none: () => new Promise((resolve) => (underWay.size === 0 ? resolve() : void waiting.add(resolve))),
  }
}

function exchangeOf(request: IncomingMessage, response: ServerResponse): Exchange {
  let [stop, broken]: [Reading['stop'] | undefined, Body | undefined] = [undefined, undefined]
  return {
    ...{ request, response },
    read: async (mostBytes) => {
      if (broken) return broken
      const reading = readBody(request, mostBytes)
      stop = reading.stop
      return reading.body
    },
    breakOff: (why) => {
      broken = why
      stop?.(why)
    },
  }
}

const WRONG: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: { kind: 'HEADER_SIZE', detail: 'headers: expected fewer bytes, found too many; send less' },
  ERR_HTTP_REQUEST_TIMEOUT: {
    kind: 'TOO_SLOW',
    detail: 'request: expected it whole in time, found a part of it; send it again, faster',
  },
}
const NOT_HTTP: Refusal = { kind: 'INVALID', detail: 'request: expected HTTP/1.1, found something else; look at what sends it' }
const NO_TUNNEL: Refusal = {
  kind: 'INVALID',
  detail: 'method: expected one of a route, found CONNECT; this gateway is no proxy, look at what sends it',
}

/**
 * Answers what node:http could not read: too slow, too many headers, two lengths, no HTTP; and CONNECT. Where an answer is under way on the same
 * connection nothing is written between: it would be taken for that answer.
 */
export function answerUnreadable(
  server: Server,
  { underWay }: Exchanges,
  refuse: (socket: Duplex, refusal: Refusal) => void,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const own = [...underWay].filter(({ request }) => request.socket === socket)
    const half = own.find(({ request }) => !request.complete)
    if (half) return half.breakOff(error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too-slow' : 'broken')
    if (own.length > 0) return closeAfter(own, socket)
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
    refuse(socket, WRONG[error.code ?? ''] ?? NOT_HTTP)
  })
  server.on('connect', ({ socket: own }, socket) => {
    // From here on node:http listens to it no more.
    socket.on('error', () => socket.destroy())
    if ([...underWay].some(({ request }) => request.socket === own)) return void socket.destroy()
    refuse(socket, NO_TUNNEL)
  })
}

function closeAfter(exchanges: readonly Exchange[], socket: Duplex): void {
  let left = exchanges.length
  for (const { response } of exchanges) {
    response.shouldKeepAlive = false
    response.once('close', () => {
      left -= 1
      if (left === 0) socket.destroy()
    })
  }
}
