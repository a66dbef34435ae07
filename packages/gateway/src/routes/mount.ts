import type { Hono } from 'hono'
import { allow, authenticate } from '../auth/auth.ts'
import type { GatewayContext, GatewayEnv, GatewayStep, Guards } from '../context.ts'
import { underWay } from '../idempotency/under-way.ts'
import type { GatewayParts } from '../parts.ts'
import { deprecationHeaders } from './deprecation.ts'
import type { ApiRoute, RawCall, Reply } from './route.ts'

/** `/v1/payments/{id}`, as hono writes it. */
export function patternOf(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

/** Puts the API's routes up, each behind its key and guards. */
export function mountRoutes(app: Hono<GatewayEnv>, routes: readonly ApiRoute[], parts: GatewayParts, guards: Guards): void {
  const keyed = underWay<Reply>(parts.clock)
  for (const { doc, read } of routes) {
    const pattern = patternOf(doc.path)
    const isWrite = doc.method !== 'GET'
    const answer: GatewayStep = async (c) => {
      const { merchant, ...raw } = rawCall(c, parts)
      const { idempotencyKey: key, fingerprint, run } = await read({ merchant, ...raw })
      const kept = doc.idempotency === 'memory'
      return respond(c, await keyed.run({ merchant, key, fingerprint, kept }, run).catch(asError))
    }
    const before = [named(pattern), ...deprecation(doc), ...guards.beforeKey, authenticate(parts), ...guards.afterKey]
    app.on(doc.method, [pattern], ...before, allow(doc.scope), ...(isWrite ? guards.beforeWrite : []), answer)
  }
}

/** Hono hands on to its error handler what is an error, and to nobody what is not. */
function asError(thrown: unknown): never {
  throw thrown instanceof Error ? thrown : new TypeError('expected an error to be thrown, found another value')
}

function named(pattern: string): GatewayStep {
  return async (c, next) => {
    c.set('route', pattern)
    await next()
  }
}

function deprecation({ deprecated }: ApiRoute['doc']): readonly GatewayStep[] {
  if (!deprecated) return []
  const headers = deprecationHeaders(deprecated)
  return [
    async (c, next) => {
      await next()
      for (const [name, value] of headers) c.res.headers.append(name, value)
    },
  ]
}

function rawCall(c: GatewayContext, { settings }: GatewayParts): RawCall {
  const [key, merchant] = [c.get('key'), c.get('merchant')]
  if (!key || !merchant) throw new Error('expected a key: authenticate stands before every route')
  return {
    merchant: merchant.id,
    actor: { who: `key:${key.id}` },
    params: c.req.param(),
    request: c.req.raw,
    maxBodyBytes: settings.maxBodyBytes,
  }
}

function respond(c: GatewayContext, { status, body, headers = {} }: Reply): Response {
  for (const [name, value] of Object.entries(headers)) c.header(name, value)
  if (!body || status === 204) return c.body(null, 204)
  c.header('content-type', 'application/json')
  return c.body(JSON.stringify(body), status)
}
