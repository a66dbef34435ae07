/**
 * The gateway inside an app that is there already, instead of a server of its own: one process, one port, and the app keeps
 * every other path. `gateway.fetch` speaks web-standard requests; what is not one becomes one by `getRequestListener`.
 */
import type { IncomingMessage, RequestListener } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import express, { type Express } from 'express'
import type { FastifyInstance } from 'fastify'
import type { Hono } from 'hono'
import type { RunningGateway } from 'tpkit/gateway'

/** What the gateway answers. Leave `/metrics` and `/healthz` out where the app has its own. */
const PATHS = /^\/(?:v1|notify|docs|openapi\.json|healthz|readyz|metrics)(?:[/?]|$)/

/** Limits per address need to know whose the request is. */
function listenerOf({ fetch }: RunningGateway): RequestListener {
  const address = ({ socket: { remoteAddress } }: IncomingMessage) =>
    remoteAddress === undefined ? {} : { address: remoteAddress }
  return getRequestListener((request, { incoming }) => fetch(request, address(incoming as IncomingMessage)), {
    overrideGlobalObjects: false, // the app keeps its own Request and Response
  })
}

/** Before `express.json()`: the gateway reads bodies itself, byte by byte. By a pattern: `app.use('/v1', …)` would cut the path. */
export function mountInExpress(app: Express, gateway: RunningGateway): Express {
  app.all(PATHS, listenerOf(gateway))
  return app.use(express.json())
}

/** In a scope of its own, whose only body parser reads nothing; the answer is the gateway's to write. */
export async function mountInFastify(app: FastifyInstance, gateway: RunningGateway): Promise<FastifyInstance> {
  const listener = listenerOf(gateway)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    const paths = ['/v1/*', '/notify/*', '/docs', '/docs/*', '/openapi.json', '/healthz', '/readyz', '/metrics']
    for (const url of paths)
      scope.all(url, (request, reply) => {
        reply.hijack()
        listener(request.raw, reply.raw)
      })
  })
  return app
}

export function mountInHono(app: Hono, gateway: RunningGateway): Hono {
  app.use(async (c, next) => {
    if (!PATHS.test(c.req.path)) return next()
    const { address } = getConnInfo(c).remote
    return gateway.fetch(c.req.raw, address === undefined ? {} : { address })
  })
  return app
}
