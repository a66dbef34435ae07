import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  trace,
} from '@opentelemetry/api'
import type { Cashier } from '@tpkit/cashier'
import type { HttpRequest } from '@tpkit/core'
import type { Connection } from '@tpkit/core/ports'
import { afterEach, describe, expect, it } from 'vitest'
import { type EdgeStand, edgeStand, keyed } from './edge.fixture.ts'
import { tracedCashier, tracedConnection, untracedTransport } from './trace.ts'

interface Made {
  name: string
  readonly parent: string | undefined
  readonly context: SpanContext
  readonly attributes: Record<string, unknown>
  ended: boolean
}

/** What a program with an OpenTelemetry SDK has: contexts that follow calls, spans that are kept, W3C headers. */
function withSdk(): Made[] {
  const made: Made[] = []
  const storage = new AsyncLocalStorage<Context>()
  context.setGlobalContextManager({
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, work, self, ...args) => storage.run(active, () => work.call(self as never, ...args)),
    bind: (_, target) => target,
    enable: () => storage as never,
    disable: () => storage as never,
  })
  const startSpan = (name: string, options: SpanOptions = {}, within = context.active()): Span =>
    spanOf(made, name, options, within)
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan, startActiveSpan: () => undefined as never }) })
  propagation.setGlobalPropagator({
    fields: () => ['traceparent'],
    extract: (within) => within,
    inject: (within, carrier, setter) => {
      const spanContext = suppressed(within) ? undefined : trace.getSpanContext(within)
      if (spanContext) setter.set(carrier, 'traceparent', `00-${spanContext.traceId}-${spanContext.spanId}-01`)
    },
  })
  return made
}

const suppressed = (within: Context): boolean =>
  within.getValue(Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING')) === true

function spanOf(made: Made[], name: string, { attributes = {} }: SpanOptions, within: Context): Span {
  const parent = trace.getSpanContext(within)
  const spanId = String(made.length + 1).padStart(16, '0')
  const one: Made = {
    ...{ name, parent: parent?.spanId, attributes: { ...attributes }, ended: false },
    context: { traceId: parent?.traceId ?? 'a'.repeat(32), spanId, traceFlags: 1 },
  }
  made.push(one)
  const span: Pick<Span, 'spanContext' | 'setAttribute' | 'setAttributes' | 'setStatus' | 'updateName' | 'end'> = {
    spanContext: () => one.context,
    setAttribute: (key, value) => {
      one.attributes[key] = value
      return span as Span
    },
    setAttributes: (more) => {
      Object.assign(one.attributes, more)
      return span as Span
    },
    setStatus: ({ code }) => {
      one.attributes.status = code
      return span as Span
    },
    updateName: (text) => {
      one.name = text
      return span as Span
    },
    end: () => {
      one.ended = true
    },
  }
  return span as Span // what the gateway calls of it
}

afterEach(() => {
  context.disable()
  trace.disable()
  propagation.disable()
})

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`

const get = (stand: EdgeStand, headers: Record<string, string> = {}, path = '/v1/things') =>
  stand.fetch(new Request(`http://a${path}?payer=13800000000`, { headers: { ...keyed('a'), ...headers } }), {
    address: '192.0.2.1',
  })

describe('a request', () => {
  it('is a span under its route, child of the traceparent that came with it, with nothing personal on it', async () => {
    const made = withSdk()
    await get(edgeStand(), { traceparent: PARENT })
    expect(made).toMatchObject([{ name: 'GET /v1/things', parent: 'b7ad6b7169203331', context: { traceId: TRACE }, ended: true }])
    expect(made[0]?.attributes).toEqual({
      ...{ 'http.request.method': 'GET', 'http.route': '/v1/things', 'http.response.status_code': 200 },
    })
  })

  it('that is refused says by which code', async () => {
    const made = withSdk()
    await get(edgeStand(), { authorization: 'Bearer none' })
    expect(made[0]?.attributes).toMatchObject({ 'http.response.status_code': 401, 'error.type': 'UNAUTHORIZED' })
  })

  it('is found by its trace in the log, with an SDK or without', async () => {
    const stand = edgeStand()
    await get(stand, { traceparent: PARENT })
    await get(stand)
    expect(stand.events).toMatchObject([{ traceId: TRACE }, {}])
    expect(stand.events[1]).not.toHaveProperty('traceId')
  })

  it.each([
    ['of zeros', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['of a forbidden version', PARENT.replace(/^00/, 'ff')],
    ['with more than its version has', `${PARENT}-more`],
    ['twice', `${PARENT}, ${PARENT}`],
    ['in capitals', PARENT.toUpperCase()],
    ['of nonsense', 'x'.repeat(100_000)],
  ])('does not believe a traceparent %s', async (_what, traceparent) => {
    const stand = edgeStand()
    await get(stand, { traceparent })
    expect(stand.events[0]).not.toHaveProperty('traceId')
  })

  it('of a later version is read by what we know of it', async () => {
    const stand = edgeStand()
    await get(stand, { traceparent: `${PARENT.replace(/^00/, '01')}-more` })
    expect(stand.events).toMatchObject([{ traceId: TRACE }])
  })
})

/** A connection that keeps the headers it was given, and what an instrumentation of node:http would have added. */
function line() {
  const sent: { readonly headers: HttpRequest['headers']; readonly added: Record<string, string> }[] = []
  const connection: Connection = {
    send: async ({ headers }) => {
      const added: Record<string, string> = {}
      propagation.inject(context.active(), added)
      sent.push({ headers, added })
      return { status: 200, headers: new Map(), body: new Uint8Array() }
    },
    download: async () => Promise.reject(new Error('none')),
    close: async () => undefined,
  }
  return { sent, connection }
}

const REQUEST: HttpRequest = { method: 'POST', url: 'https://wallet.example/pay/ORDER-1', headers: [['a', 'b']], effect: 'write' }
const LIMITS = { timeoutMs: 1000, maxBytes: 1000 }

describe('a use case', () => {
  it('is a span with its outcome; so is its call to a wallet, which never carries the trace', async () => {
    const made = withSdk()
    const { sent, connection } = line()
    const wallet = untracedTransport({ connect: () => connection }).connect({ origins: [] })
    const till = {
      pay: async () => {
        await wallet.send(REQUEST, LIMITS)
        return { kind: 'refused', failure: {} }
      },
    } as unknown as Cashier // what the test calls of it
    await tracedCashier(till).pay({} as never)
    expect(made).toMatchObject([
      { name: 'cashier.pay', attributes: { 'tpkit.outcome': 'refused' }, ended: true },
      { name: 'POST wallet', parent: made[0]?.context.spanId, attributes: { 'server.address': 'wallet.example' }, ended: true },
    ])
    expect(JSON.stringify(made)).not.toContain('ORDER-1')
    expect(sent).toEqual([{ headers: [['a', 'b']], added: {} }])
  })

  it('that throws is a span that says so, without the sentence', async () => {
    const made = withSdk()
    const till = { deliver: () => Promise.reject(new Error('secret sentence')) } as unknown as Cashier // as above
    await expect(tracedCashier(till).deliver()).rejects.toThrow('secret sentence')
    expect(made).toMatchObject([{ name: 'cashier.deliver', ended: true, attributes: { status: 2 } }])
    expect(JSON.stringify(made)).not.toContain('secret')
  })
})

describe('a webhook', () => {
  it('is a span whose trace the merchant is told', async () => {
    const made = withSdk()
    const { sent, connection } = line()
    await tracedConnection(connection).send(REQUEST, LIMITS)
    expect(made).toMatchObject([{ name: 'POST webhook', attributes: { 'http.response.status_code': 200 }, ended: true }])
    expect(sent[0]?.headers).toEqual([
      ['a', 'b'],
      ['traceparent', `00-${made[0]?.context.traceId}-${made[0]?.context.spanId}-01`],
    ])
  })

  it('that fails is a span that says so', async () => {
    const made = withSdk()
    const connection = { ...line().connection, send: () => Promise.reject(new Error('refused')) }
    await expect(tracedConnection(connection).send(REQUEST, LIMITS)).rejects.toThrow('refused')
    expect(made).toMatchObject([{ attributes: { status: 2 }, ended: true }])
  })
})

it('without an SDK nothing is added anywhere', async () => {
  const { sent, connection } = line()
  await tracedConnection(connection).send(REQUEST, LIMITS)
  await untracedTransport({ connect: () => connection })
    .connect({ origins: [] })
    .send(REQUEST, LIMITS)
  expect(sent.map(({ headers }) => headers)).toEqual([[['a', 'b']], [['a', 'b']]])
})
