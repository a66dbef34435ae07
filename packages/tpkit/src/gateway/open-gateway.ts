import { hkdfSync } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Backoffice } from '@tpkit/backoffice'
import {
  bothLogs,
  createGateway,
  createMetrics,
  type Gateway,
  type GatewayServer,
  type PinoLogs,
  serveGateway,
  tracedConnection,
} from '@tpkit/gateway'
import { type OpenedCashier, openCashier } from '../cashier/open-cashier.ts'
import { digestKeyOf } from '../cashier/plan.ts'
import type { CreateCashierOptions, RunningCashier } from '../cashier/running-cashier.ts'
import { aroundPorts } from './around.ts'
import { addressOf, demandForProduction, gatewaySettings, type Listen, listenOf } from './settings.ts'
import { shopfrontOf } from './shopfront.ts'

export interface OpenGatewayOptions extends Omit<CreateCashierOptions, 'log'> {
  /** Where `listen` listens, in the place of the configuration's. */
  readonly listen?: Listen
  /** Hear what happens, beside the metrics; `pinoLogs` makes them. Default: nobody. */
  readonly logs?: Partial<PinoLogs>
}

/** A gateway with everything that it stands on. Its background goes on from the beginning: follow-up, deliveries, seals. */
export interface RunningGateway {
  readonly cashier: RunningCashier
  readonly backoffice: Backoffice
  /** For whatever speaks web-standard requests: mount it instead of listening, or beside it. */
  readonly fetch: Gateway['fetch']
  /** Listens where the configuration says. Answers the address. Throws `CONFIG` where that cannot be had. */
  readonly listen: () => Promise<string>
  /** `http://127.0.0.1:8080`; undefined until it listens. */
  readonly address: string | undefined
  /**
   * Says so at `/readyz`, goes on for `gateway.drainDelaySeconds`, then takes nobody in any more, and lets what is under way be
   * answered (优雅停机), for that long at most. Default: a minute. Wallets and apps say again what was not taken. A second call ends
   * it at once.
   */
  readonly drain: (timeoutMs?: number) => Promise<'ended' | 'gave-up'>
  /** Drains, ends the background, and lets ledger and connections go. */
  readonly close: () => Promise<void>
}

const DRAIN_MS = 60_000

/**
 * The gateway (网关) of a configuration file and its ledger: payments over HTTP, an ear for wallets, webhooks. Reloads keep the server.
 *
 * @throws `TPError` `CONFIG` for a configuration that cannot be used, names no ledger, or in production lacks what a gateway needs
 *   there; `UNAVAILABLE` for a ledger out of reach
 * @example
 * const gateway = await openGateway({ config: 'tpkit.config.yaml', watch: true })
 * console.log(await gateway.listen())
 */
export async function openGateway(options: OpenGatewayOptions = {}): Promise<RunningGateway> {
  const { logs = {}, listen, ...load } = options
  const metrics = createMetrics({ version: VERSION })
  const module = aroundPorts([...(logs.core ? [logs.core] : []), metrics.core])
  const log = bothLogs(...(logs.cashier ? [logs.cashier] : []), metrics.cashier)
  const opened = await openCashier({ ...load, log }, { module, way: tracedConnection })
  try {
    const { tpkit } = opened.cashier
    if (tpkit.describe().mode === 'production') demandForProduction(tpkit.gatewayPlan)
    return running(opened, { metrics, logs, listen: listen ?? listenOf(tpkit.gatewayPlan) })
  } catch (error) {
    await opened.cashier.shutdown()
    throw error
  }
}

const { version: VERSION }: { readonly version: string } = createRequire(import.meta.url)('../../package.json')

interface Chosen {
  readonly metrics: ReturnType<typeof createMetrics>
  readonly logs: Partial<PinoLogs>
  readonly listen: Listen
}

function running({ cashier, office, clock, random }: OpenedCashier, { metrics, logs, listen }: Chosen): RunningGateway {
  const { tpkit } = cashier
  let server: GatewayServer | undefined
  const gateway = createGateway({
    ...{ cashier, clock, random, metrics, books: cashier.books, backoffice: office, shopfront: shopfrontOf(tpkit) },
    log: logs.gateway ?? { write: () => undefined },
    mode: tpkit.describe().mode === 'production' ? 'live' : 'test',
    settings: gatewaySettings(
      () => tpkit.gatewayPlan,
      () => server?.url ?? addressOf(listen),
    ),
    cursorKey: cursorKeyOf(cashier),
    version: VERSION,
  })
  cashier.run()
  const drain = async (timeoutMs = DRAIN_MS) => {
    gateway.edge.drain.begin()
    return server ? server.drain(timeoutMs) : 'ended'
  }
  return {
    ...{ cashier, backoffice: office, fetch: gateway.fetch, drain },
    listen: async () => {
      server ??= await serveGateway(gateway, listen)
      return server.url
    },
    get address() {
      return server?.url
    },
    close: async () => {
      await drain()
      await cashier.shutdown()
    },
  }
}

/** From what all gateways on one ledger have, and keep for good. */
function cursorKeyOf({ tpkit }: RunningCashier): Uint8Array {
  const key = digestKeyOf(tpkit.cashierPlan, tpkit.describe().mode)
  return new Uint8Array(hkdfSync('sha256', key, '', 'tpkit cursors', 32))
}
