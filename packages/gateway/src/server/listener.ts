import { type RequestListener, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import type { Edge } from '../guard/guards.ts'
import { drawId } from '../guard/identify.ts'
import { knownMethod } from '../guard/told.ts'
import type { Exchange, Exchanges } from './exchanges.ts'
import { hearNotify, notifiedAccount } from './hear.ts'
import { inspect } from './inspect.ts'
import { endAnswer, hasBody } from './read-body.ts'
import { type Refusal, refusalAnswer } from './refusal.ts'

/** A gateway as it can be carried. */
export interface Carried {
  readonly fetch: (request: Request, info: { readonly address?: string }) => Promise<Response>
  readonly edge: Edge
}

/** What node:http calls with every request. */
export function listener({ fetch, edge }: Carried, exchanges: Exchanges, maxHeaders: number): RequestListener {
  const handOn = handlers(fetch, edge)
  return (request, response) => {
    const exchange = exchanges.begin(request, response)
    if (edge.drain.began()) response.shouldKeepAlive = false
    const refusal = inspect(request, maxHeaders)
    const account = notifiedAccount(request.method, request.url)
    if (refusal) return refuse(edge, exchange, refusal)
    const answered = account === undefined ? whole(edge, exchange, handOn) : hearNotify(edge, exchange, account)
    answered.catch((error: unknown) => {
      edge.log.write({ event: 'failed', during: 'server', name: nameOf(error) })
      // Whoever asked hears no answer, and asks again.
      response.destroy()
    })
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}

function handlers(fetch: Carried['fetch'], { log, settings }: Edge): RequestListener {
  return getRequestListener(
    (request, { incoming }) => fetch(request, addressOf(incoming.socket.remoteAddress)),
    // The program around us keeps its own Request and Response.
    {
      overrideGlobalObjects: false,
      autoCleanupIncoming: false,
      // Checks of health by HTTP/1.0 name no host.
      hostname: new URL(settings.publicUrl).host,
      errorHandler: (error) => {
        log.write({ event: 'failed', during: 'server', name: nameOf(error) })
        return new Response(null, { status: 500 })
      },
    },
  )
}

function addressOf(address: string | undefined): { readonly address?: string } {
  return address === undefined ? {} : { address }
}

/** Handlers see a request once its body is there, so that one that trickles in holds nothing but its connection. */
async function whole(edge: Edge, exchange: Exchange, handOn: RequestListener): Promise<void> {
  const { request, response } = exchange
  if (!hasBody(request)) return handOn(request, response)
  const { maxBodyBytes } = edge.settings
  const body = await exchange.read(maxBodyBytes)
  if (typeof body === 'string') return refuse(edge, exchange, UNREAD[body](maxBodyBytes))
  // Where node-server finds it, it reads no stream.
  handOn(Object.assign(request, { rawBody: body }), response)
}

const UNREAD = {
  'too-large': (most: number): Refusal => ({
    kind: 'BODY_SIZE',
    detail: `body: expected at most ${most} bytes, found more; send less`,
  }),
  'too-slow': (): Refusal => ({
    kind: 'TOO_SLOW',
    detail: 'body: expected it whole in time, found a part of it; nothing was done, send it again',
  }),
  'cut-off': (): Refusal => ({
    kind: 'INVALID',
    detail: 'body: expected it whole, found the connection at an end; nothing was done',
  }),
  broken: (): Refusal => ({
    kind: 'INVALID',
    detail: 'body: expected it as its headers say, found something else; nothing was done',
  }),
}

function refuse({ settings, random, log, clients }: Edge, { request, response }: Exchange, refusal: Refusal): void {
  const requestId = drawId(random)
  const { status, headers, body, code } = refusalAnswer(refusal, settings.publicUrl, requestId)
  const { address } = clients({ address: request.socket.remoteAddress, encrypted: false }, () => undefined)
  const method = knownMethod(request.method ?? '')
  log.write({ event: 'request', method, route: '*', status, durationMs: 0, requestId, address, code })
  endAnswer(request, response.writeHead(status, headers), body)
}

/** Onto a connection whose request could not be read. */
export function refuseRaw({ settings, random, log }: Edge, socket: Duplex, refusal: Refusal): void {
  const { status, headers, body } = refusalAnswer(refusal, settings.publicUrl, drawId(random))
  log.write({ event: 'connection.refused', why: refusal.kind })
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? `${name}: ${headers[index + 1]}\r\n` : []))
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`, () => socket.destroy())
}
