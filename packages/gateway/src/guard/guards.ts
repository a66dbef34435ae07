import type { Random } from '@tpkit/core/ports'
import type { Guards, PlainRoute } from '../context.ts'
import { healthRoutes } from '../health.ts'
import { bothLogs, type GatewayLog } from '../log.ts'
import { booksGauges } from '../metrics/gauges.ts'
import { metricsRoute } from '../metrics/route.ts'
import { createMetrics, type GatewayMetrics } from '../metrics.ts'
import { notifyRoute } from '../notify/route.ts'
import { type Ear, ear } from '../notify.ts'
import type { GatewayParts, GatewaySettings } from '../parts.ts'
import { traced, tracedCashier } from '../trace.ts'
import { plainRequests, safeHeaders } from './headers.ts'
import { currentClients, identified } from './identify.ts'
import { boundedQueue, type Queue, queued } from './queue.ts'
import { ratePerAddress, ratePerKey } from './rate.ts'
import { told } from './told.ts'

/** What the server that carries a gateway shares with its handlers. */
export interface Edge {
  readonly ear: Ear
  readonly clients: ReturnType<typeof currentClients>
  readonly drain: Drain
  readonly settings: GatewaySettings
  readonly log: GatewayLog
  readonly random: Random
}

/** Whether the gateway is being stopped: `/readyz` says so, and every answer ends its connection. */
export interface Drain {
  readonly begin: () => void
  readonly began: () => boolean
}

/** With everything that counts and traces put around what was given. */
export type CountedParts = GatewayParts & { readonly metrics: GatewayMetrics }

export function counted(parts: GatewayParts): CountedParts {
  const { metrics = createMetrics(parts) } = parts
  return { ...parts, metrics, log: bothLogs(parts.log, metrics.gateway), cashier: tracedCashier(parts.cashier) }
}

/** What stands around and before the routes of one gateway. */
export function guardsOf(parts: CountedParts): Guards & { readonly edge: Edge } {
  const { settings, random, log } = parts
  const queue = boundedQueue(() => settings.queueLimit)
  const clients = currentClients(settings)
  const edge: Edge = { ear: ear({ ...parts, queue }), clients, drain: drainSwitch(), settings, log, random }
  return {
    edge,
    around: [identified(clients, random), traced(), told(log), safeHeaders(settings), plainRequests()],
    beforeKey: [ratePerAddress(parts)],
    afterKey: [ratePerKey(parts)],
    beforeWrite: [queued(queue, log)],
    routes: plainRoutes(parts, edge, queue),
  }
}

function drainSwitch(): Drain {
  let began = false
  return {
    begin: () => {
      began = true
    },
    began: () => began,
  }
}

function plainRoutes(parts: CountedParts, { ear, drain }: Edge, queue: Queue): readonly PlainRoute[] {
  const { books, shopfront, clock, settings, metrics } = parts
  const now = (): number => clock.nowMs()
  const { gauges = booksGauges(books.read, now) } = parts
  const moment = () => {
    const standing = { depth: queue.depth(), limit: settings.queueLimit }
    return { now: now(), accounts: shopfront.accounts(), queue: standing, draining: drain.began() }
  }
  const routes = [
    notifyRoute(ear),
    ...healthRoutes({ books, shopfront, draining: drain.began, now }),
    metricsRoute({ metrics, gauges, moment }),
  ]
  return routes.map(named)
}

/** Its pattern stands in logs, spans and metrics. */
function named({ method, path, handler }: PlainRoute): PlainRoute {
  return {
    ...{ method, path },
    handler: (c, next) => {
      c.set('route', path)
      return handler(c, next)
    },
  }
}
