import type { ApiKeyRow } from '@tpkit/backoffice'
import type { Settled, Standing } from '@tpkit/cashier'
import type { HttpAnswer, Instant, Manifest, Received } from '@tpkit/core'
import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { onTestFinished } from 'vitest'
import type { GatewayEnv, GatewayStep } from './context.ts'
import { counted, guardsOf } from './guard/guards.ts'
import type { GatewayLogEvent } from './log.ts'
import { createMetrics, type GatewayMetrics } from './metrics.ts'
import type { AccountInfo, GatewayParts, GatewaySettings } from './parts.ts'
import { KINDS } from './problem/kinds.ts'
import { GatewayProblem } from './problem/problem.ts'
import type { Carried } from './server/listener.ts'
import { type GatewayServer, type ServeOptions, serveGateway } from './server/serve.ts'

export const NOW = Date.UTC(2026, 10, 27, 4)

export const ACCEPTED: HttpAnswer = { status: 200, headers: [['content-type', 'text/xml']], body: '<ok/>' }
export const LATER: HttpAnswer = { status: 500, headers: [['content-type', 'text/xml']], body: '<later/>' }
export const REFUSED: HttpAnswer = { status: 400, headers: [['content-type', 'text/xml']], body: '<no/>' }

/** What the fake cashier was handed. */
export interface Heard {
  readonly account: string
  readonly received: Received
}

/** A gateway's edge over a cashier, books and a back office of a few lines; its only route under /v1 is `/v1/things`. */
export interface EdgeStand extends Carried {
  readonly events: GatewayLogEvent[]
  readonly heard: Heard[]
  readonly metrics: GatewayMetrics
  readonly settings: { -readonly [Name in keyof GatewaySettings]: GatewaySettings[Name] }
  readonly world: World
  /** What became of the notifies that were told of. */
  readonly what: () => readonly string[]
}

/** What a test may change while it runs. */
export interface World {
  now: Instant
  settle: (heard: Heard) => Promise<Settled>
  /** What the route does, once the request is let in. */
  work: () => Promise<void>
  standing: () => Promise<Standing>
  ready: () => Promise<void>
  accounts: readonly AccountInfo[]
  /** Requests a minute of a merchant's own. */
  requestsPerMinute: number | undefined
}

export function account(name: string, more: Partial<AccountInfo> = {}): AccountInfo {
  // The edge reads this one limit of it.
  const manifest = { limits: { maxMessageBytes: 65_536 } } as Manifest
  return { name, merchant: 'main', manifest, retired: false, later: LATER, ...more }
}

export const settledAs = (what: Settled['what'], answer: HttpAnswer = ACCEPTED): Settled => ({
  ...{ what, answer, acknowledgement: what === 'refused' ? 'refused' : 'accepted' },
})

export function edgeStand(more: Partial<GatewaySettings> = {}): EdgeStand {
  const [events, heard]: [GatewayLogEvent[], Heard[]] = [[], []]
  const world = givenWorld()
  const settings = { ...usualSettings(), ...more }
  const metrics = createMetrics({ version: '1.2.3' })
  const parts = counted(fakeParts(world, { settings, metrics, events, heard }))
  const { edge, ...guards } = guardsOf(parts)
  const app = new Hono<GatewayEnv>()
  app.onError((error, c) => {
    const kind = error instanceof GatewayProblem ? error.kind : 'INTERNAL'
    const headers = error instanceof GatewayProblem ? error.more.headers : {}
    const body = { kind, detail: error.message, instance: c.var.requestId }
    c.set('code', KINDS[kind].code)
    return c.json(body, KINDS[kind].status as ContentfulStatusCode, headers) // all of them have a body
  })
  for (const step of guards.around) app.use(step)
  for (const { method, path, handler } of guards.routes) app.on(method, path, handler)
  const before = [named, ...guards.beforeKey, withKey, ...guards.afterKey]
  app.on('GET', ['/v1/things'], ...before, async (c) => c.json({ things: [] }))
  app.on('POST', ['/v1/things'], ...before, ...guards.beforeWrite, async (c) => {
    await world.work()
    return c.json({ bytes: (await c.req.arrayBuffer()).byteLength }, 201)
  })
  const what = () => events.flatMap((event) => (event.event === 'notify' ? event.what : []))
  return { edge, events, heard, metrics, settings, world, what, fetch: async (request, info) => app.fetch(request, info) }
}

function givenWorld(): World {
  return {
    now: NOW,
    settle: async () => settledAs('moved'),
    work: async () => undefined,
    standing: async () => ({ unknowns: [], parked: { count: 0 }, deliveries: { count: 0 } }),
    ready: async () => undefined,
    accounts: [account('qq-1'), account('wx-1')],
    requestsPerMinute: undefined,
  }
}

function usualSettings(): GatewaySettings {
  return {
    ...{ publicUrl: 'https://pay.example.com', trustedProxies: [], maxBodyBytes: 65_536, requestTimeoutMs: 30_000 },
    ...{ requestsPerMinutePerKey: 1000, requestsPerMinutePerAddress: 1000, queueLimit: 100, drainDelayMs: 0 },
  }
}

type Given = Pick<EdgeStand, 'settings' | 'metrics' | 'events' | 'heard'>

function fakeParts(world: World, { settings, metrics, events, heard }: Given): GatewayParts {
  let drawn = 0
  const next = (): number => {
    drawn += 1
    return drawn
  }
  const settle = (name: string, received: Received): Promise<Settled> => {
    const one = { account: name, received }
    heard.push(one)
    return world.settle(one)
  }
  const parts = {
    cashier: { settle },
    books: { read: { standing: () => world.standing() }, ready: () => world.ready() },
    backoffice: { merchants: { settings: async () => ({ requestsPerMinute: world.requestsPerMinute }) } },
    shopfront: { methods: () => [], accounts: () => world.accounts },
    clock: { nowMs: () => world.now },
    random: { bytes: (length: number) => new Uint8Array(length).fill(next()) },
    log: { write: (event: GatewayLogEvent) => void events.push(event) },
    ...{ metrics, settings, mode: 'test', cursorKey: new Uint8Array(32), version: '1.2.3' },
  }
  // The edge calls nothing else of them.
  return parts as unknown as GatewayParts
}

const named: GatewayStep = async (c, next) => {
  c.set('route', '/v1/things')
  await next()
}

/** `Bearer tpk_test_<sixteen>…` opens where the secret behind it says `good`. */
const withKey: GatewayStep = async (c, next) => {
  const [, id = ''] = /^Bearer tpk_test_(\w{16})good/.exec(c.req.header('authorization') ?? '') ?? []
  if (id === '') throw new GatewayProblem('API_KEY', 'expected a key')
  c.set('key', { id, merchant: 'main' } as ApiKeyRow) // what the edge reads of it
  await next()
}

export const keyed = (id: string, secret = 'good'): { readonly authorization: string } => ({
  authorization: `Bearer tpk_test_${id.padEnd(16, '0')}${secret}`,
})

/** The same, listening on a free port of this machine. */
export async function served(
  more: Partial<GatewaySettings> = {},
  options: Partial<ServeOptions> = {},
): Promise<EdgeStand & { readonly server: GatewayServer; readonly url: string }> {
  const stand = edgeStand(more)
  const server = await serveGateway(stand, { port: 0, ...options })
  onTestFinished(async () => void (await server.drain(0)))
  return { ...stand, server, url: server.url }
}
