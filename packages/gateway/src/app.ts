import { Hono } from 'hono'
import type { GatewayEnv, Guards } from './context.ts'
import { docsRoutes } from './docs/routes.ts'
import { counted, type Edge, guardsOf } from './guard/guards.ts'
import type { GatewayParts } from './parts.ts'
import { answerProblem } from './problem/answer.ts'
import { apiRoutes } from './routes/all.ts'
import { mountRoutes } from './routes/mount.ts'
import { type KnownPath, otherMethods } from './routes/other-methods.ts'
import type { ApiRoute } from './routes/route.ts'

/** The gateway as web-standard handlers: it listens nowhere by itself. */
export interface Gateway {
  /** @param info `address`: the other end of the connection, where whoever accepted it knows it */
  readonly fetch: (request: Request, info?: { readonly address?: string }) => Promise<Response>
  /** What a server of ours shares with the handlers. */
  readonly edge: Edge
}

/**
 * Payments for apps in any language: REST with API keys, an ear for wallets, docs, health and metrics. Mount `fetch` in anything that
 * speaks web-standard requests.
 *
 * @example export const POST = createGateway(parts).fetch
 */
export function createGateway(parts: GatewayParts): Gateway {
  const full = counted(parts)
  const { edge, ...guards } = guardsOf(full)
  return { fetch: handlerOf(full, guards, apiRoutes(full)), edge }
}

/** Some routes behind some guards. */
export function handlerOf(parts: GatewayParts, guards: Guards, routes: readonly ApiRoute[]): Gateway['fetch'] {
  const app = new Hono<GatewayEnv>()
  const plain = [...guards.routes, ...docsRoutes(parts, routes)]
  app.use(...guards.around)
  for (const { method, path, handler } of plain) app.on(method, path, handler)
  mountRoutes(app, routes, parts, guards)
  const known: readonly KnownPath[] = [...plain, ...routes.map(({ doc }) => doc)]
  app.all('*', otherMethods(known))
  app.onError((error, c) => answerProblem(c, error, parts))
  return async (request, info = {}) => app.fetch(request, info)
}
