import type { Standing } from '@tpkit/cashier'
import ipaddr from 'ipaddr.js'
import type { GatewayContext, PlainRoute } from '../context.ts'
import { type GatewayMetrics, METRICS_TYPE } from '../metrics.ts'
import type { GatewayGauges } from '../parts.ts'
import { noRoute } from '../routes/other-methods.ts'
import type { Moment } from './show.ts'

export interface MetricsParts {
  readonly metrics: GatewayMetrics
  readonly gauges: GatewayGauges
  readonly moment: () => Omit<Moment, 'standing'>
}

/**
 * `GET /metrics`, for whoever asks from this machine or its private network, directly. What comes through a proxy comes from
 * outside, whether the proxy is configured or not: to it there is no such page.
 */
export function metricsRoute({ metrics, gauges, moment }: MetricsParts): PlainRoute {
  return {
    method: 'GET',
    path: '/metrics',
    handler: async (c) => {
      if (!isNear(c)) throw noRoute()
      const standing = await gauges().catch((): Standing | undefined => undefined)
      return c.body(await metrics.read({ ...moment(), standing }), 200, { 'content-type': METRICS_TYPE })
    },
  }
}

/** What proxies and delivery networks write of whom they speak for. */
const FORWARDED = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|fastly-client-ip)$/
const NEAR: readonly string[] = ['loopback', 'private', 'uniqueLocal']

function isNear({ req, env }: GatewayContext): boolean {
  if (Object.keys(req.header()).some((name) => FORWARDED.test(name))) return false
  const { address = '' } = env
  return ipaddr.isValid(address) && NEAR.includes(ipaddr.process(address).range())
}
