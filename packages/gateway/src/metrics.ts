import type { CashierLog } from '@tpkit/cashier'
import type { Log } from '@tpkit/core/ports'
import { collectDefaultMetrics, Registry } from 'prom-client'
import type { GatewayLog } from './log.ts'
import { cashierEar, coreEar, gatewayEar } from './metrics/ears.ts'
import { metersOf } from './metrics/meters.ts'
import { type Moment, show } from './metrics/show.ts'

/**
 * The gateway's numbers (监控指标). They are counted from typed events: whoever builds a gateway lets its logs write to these ears
 * as well.
 */
export interface GatewayMetrics {
  /** Hears the gateway: requests, notifies, refusals. */
  readonly gateway: GatewayLog
  /** Hears accounts and configuration: bind it, beside a log for people, as core's `LOG`. */
  readonly core: Log
  /** Hears the cashier: quarantine, breakers, books and deliveries that fail. */
  readonly cashier: CashierLog
  /** Everything, in the text form that Prometheus reads. */
  readonly read: (moment: Moment) => Promise<string>
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

/** A registry of its own: two gateways in one process do not meet, and nobody else's numbers are among them. */
export function createMetrics({ version }: { readonly version: string }): GatewayMetrics {
  const registry = new Registry()
  const meters = metersOf(registry)
  meters.build.set({ version }, 1)
  let watching = false
  return {
    gateway: gatewayEar(meters),
    core: coreEar(meters),
    cashier: cashierEar(meters),
    read: async (moment) => {
      // The process's own numbers keep a timer going: not where nobody looks.
      if (!watching) collectDefaultMetrics({ register: registry })
      watching = true
      show(meters, moment)
      return registry.metrics()
    },
  }
}
