/** Servers on loopback for the tests, each on a free port, all stopped after the test that started them. */
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { createServer as createTcpServer, type Server as NetServer, type Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import type { HttpRequest } from '@tpkit/core'
import { Secret } from '@tpkit/core'
import { isTPError, type TPError } from '@tpkit/core/errors'
import { type ClientIdentity, type Connection, type ConnectionSettings, TransportError } from '@tpkit/core/ports'
import { afterEach, vi } from 'vitest'
import { gotTransport } from './index.ts'

/** What the requests name; `endpoints` leads it to a server of the test. */
export const WALLET = 'https://wallet.example'

const keys = new URL('../../../test-fixtures/keys/transport/', import.meta.url)
export const bytesOf = (name: string): Buffer => readFileSync(new URL(name, keys))
export const textOf = (name: string): string => bytesOf(name).toString()

export const P12_PASSPHRASE = 'throwaway-1900000109'
export const pem = (name: string): ClientIdentity => ({
  kind: 'pem',
  cert: textOf(`${name}.pem`),
  key: new Secret(textOf(`${name}.key`)),
})

const started: (() => void)[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const stop of started.splice(0)) stop()
})

export interface Running {
  readonly port: number
  /** Requests that arrived whole enough to have headers. */
  readonly requests: IncomingMessage[]
  readonly sockets: Socket[]
}

export async function listen(server: NetServer | Server, requests: IncomingMessage[] = []): Promise<Running> {
  const sockets: Socket[] = []
  server.on('connection', (socket: Socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  started.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return { port: portOf(server), requests, sockets }
}

function portOf(server: NetServer): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')
  return address.port
}

const noted =
  (requests: IncomingMessage[], answer: RequestListener): RequestListener =>
  (request, response) => {
    requests.push(request)
    answer(request, response)
  }

export const hello: RequestListener = (request: IncomingMessage, response: ServerResponse) => {
  request.resume().on('end', () => response.end('hello'))
}

export function http(answer: RequestListener): Promise<Running> {
  const requests: IncomingMessage[] = []
  return listen(createServer(noted(requests, answer)), requests)
}

export function https(answer: RequestListener, options: TlsOptions = {}): Promise<Running> {
  const requests: IncomingMessage[] = []
  const server = createSecureServer(
    { key: textOf('server.key'), cert: textOf('server.pem'), ...options },
    noted(requests, answer),
  )
  server.on('tlsClientError', () => {})
  return listen(server, requests)
}

/** A server that takes the client's bytes as they are. */
export const tcp = (take: (socket: Socket) => void): Promise<Running> => listen(createTcpServer(take))

/** Reads until the empty line behind the headers, then calls back. */
export function afterHeaders(socket: Socket, answer: () => void): void {
  let seen = ''
  socket.on('data', (bytes) => {
    const before = seen.includes('\r\n\r\n')
    seen += bytes.toString('latin1')
    if (!before && seen.includes('\r\n\r\n')) answer()
  })
}

export async function unusedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const port = portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A connection whose wallet lives at `address`, which the test's authority vouches for. Closed after the test. */
export function connectTo(address: string, more: Partial<ConnectionSettings> = {}): Connection {
  const connection = gotTransport().connect({
    origins: [WALLET],
    endpoints: { [WALLET]: address },
    ca: textOf('ca.pem'),
    ...more,
  })
  started.push(() => void connection.close())
  return connection
}

export const post = (path: string, body = 'a=1', more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url: WALLET + path,
  headers: [],
  body: Buffer.from(body),
  effect: 'write',
  ...more,
})

export const get = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url: WALLET + path,
  headers: [],
  effect: 'read',
  ...more,
})

export const LIMITS = { timeoutMs: 10_000, maxBytes: 1_000_000 }

/** The `TransportError` that a call ends with; anything else fails the test. */
export async function failureOf(call: Promise<unknown>): Promise<TransportError> {
  const error = await call.then(
    () => new Error('expected a failure, got an answer'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof TransportError) return error
  throw error
}

/** The `TPError` that `act` throws; anything else fails the test. */
export function thrown(act: () => unknown): TPError {
  try {
    act()
  } catch (error) {
    if (isTPError(error)) return error
    throw error
  }
  throw new Error('expected a TPError, nothing was thrown')
}

/** From here on our timers, and not those of sockets, move by `advance` only. */
export function stopTime(): { readonly advance: (ms: number) => void } {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  return { advance: (ms) => void vi.advanceTimersByTime(ms) }
}

/** Something that happens once, to be waited for. */
export function moment(): { readonly come: Promise<void>; readonly happens: () => void } {
  let happens = () => {}
  const come = new Promise<void>((resolve) => {
    happens = resolve
  })
  return { come, happens }
}

export const text = (body: Uint8Array): string => Buffer.from(body).toString()
