import { createServer, type Server } from 'node:http'
import { type AddressInfo, isIPv6 } from 'node:net'
import { tpError } from '@tpkit/core/errors'
import type { Edge } from '../guard/guards.ts'
import { limitConnections } from './connections.ts'
import { drained } from './drained.ts'
import { answerUnreadable, exchangesOf } from './exchanges.ts'
import { type Carried, listener, refuseRaw } from './listener.ts'

/** Where to listen, and what is too much. The body's size and the time for it stand in the gateway's settings. */
export interface ServeOptions {
  /** Default: `127.0.0.1`. */
  readonly host?: string
  /** 0: a free one. */
  readonly port: number
  /** Time for the headers alone, in milliseconds. Default: 10000. */
  readonly headersTimeoutMs?: number
  /** How long an idle connection stays; longer than that of a proxy before us, which otherwise writes into one that closes. Default: 65000. */
  readonly keepAliveMs?: number
  /** All headers together, address included. Default: 16384. */
  readonly maxHeaderBytes?: number
  /** Default: 100. */
  readonly maxHeaders?: number
  /** Default: 10000. */
  readonly maxConnections?: number
  /** From one address that is no configured proxy. Default: 1000. */
  readonly maxConnectionsPerAddress?: number
}

export interface GatewayServer {
  /** `http://127.0.0.1:8080`. */
  readonly url: string
  /**
   * Ends it gracefully (优雅停机): says so at `/readyz`, goes on for the `drainDelayMs` of its settings, then accepts nobody any more,
   * lets everything under way be answered, and closes. `timeoutMs` after it accepts nobody, or at once when called a second time,
   * it closes what is left. What was acknowledged is in the books either way.
   */
  readonly drain: (timeoutMs: number) => Promise<'ended' | 'gave-up'>
}

const USUAL = {
  ...{ host: '127.0.0.1', headersTimeoutMs: 10_000, keepAliveMs: 65_000 },
  ...{ maxHeaderBytes: 16_384, maxHeaders: 100, maxConnections: 10_000, maxConnectionsPerAddress: 1000 },
}

type Limits = typeof USUAL & ServeOptions

/**
 * Carries a gateway on node:http, with limits on everything that a stranger can send.
 *
 * @throws `TPError` `CONFIG` for an address that cannot be listened on
 */
export async function serveGateway(gateway: Carried, options: ServeOptions): Promise<GatewayServer> {
  const limits: Limits = { ...USUAL, ...options }
  const { edge } = gateway
  const server = serverOf(edge, limits)
  const exchanges = exchangesOf()
  const hear = listener(gateway, exchanges, limits.maxHeaders)
  // It refuses what else is expected, as a problem like any other.
  server.on('request', hear).on('checkExpectation', hear)
  answerUnreadable(server, exchanges, (socket, refusal) => refuseRaw(edge, socket, refusal))
  await listening(server, limits)
  return { url: urlOf(server), drain: drained(server, exchanges, edge) }
}

/** How often node:http looks for requests whose time is up. */
const CHECK_MS = 1000
/** A connection on which nothing moves, an answer that nobody reads included. */
const STANDSTILL_MS = 120_000
/** Then it is closed, so that a proxy spreads its connections anew. */
const REQUESTS_PER_CONNECTION = 10_000

function serverOf({ settings, clients, log }: Edge, limits: Limits): Server {
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    ...arrivalTimes(settings, limits),
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: Math.min(CHECK_MS, settings.requestTimeoutMs),
    insecureHTTPParser: false,
    // We look for it ourselves, and say what is missing.
    requireHostHeader: false,
  })
  // One more than may be: node:http drops what is beyond without a word, and so that it shows.
  server.maxHeadersCount = limits.maxHeaders + 1
  server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION
  server.timeout = STANDSTILL_MS
  const isProxy = (address: string): boolean => clients({ address, encrypted: false }, () => undefined).proxied
  limitConnections(server, limits, isProxy, log)
  // A reload may have changed them.
  server.on('connection', () => void Object.assign(server, arrivalTimes(settings, limits)))
  return server
}

function arrivalTimes({ requestTimeoutMs }: Edge['settings'], { headersTimeoutMs }: Limits) {
  return { requestTimeout: requestTimeoutMs, headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs) }
}

async function listening(server: Server, { host, port }: Limits): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => void server.once('error', reject).listen(port, host, resolve))
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw tpError('CONFIG', `gateway.listen: expected ${host}:${port} to be free and ours, found ${why}; choose another address`)
  }
}

function urlOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo // a server that listens on a port has one
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`
}
