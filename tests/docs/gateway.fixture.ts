/** A gateway as far as its descriptions go: nothing of it is called. */

import { docsRoutes } from '../../packages/gateway/src/docs/routes.ts'
import { counted, guardsOf } from '../../packages/gateway/src/guard/guards.ts'
import type { GatewayParts } from '../../packages/gateway/src/parts.ts'
import { apiRoutes } from '../../packages/gateway/src/routes/all.ts'
import type { RouteDoc } from '../../packages/gateway/src/routes/route.ts'

const settings: GatewayParts['settings'] = {
  ...{ publicUrl: 'https://pay.example.com', trustedProxies: [], maxBodyBytes: 65_536, requestTimeoutMs: 30_000 },
  ...{ requestsPerMinutePerKey: 600, requestsPerMinutePerAddress: 1200, queueLimit: 1000, drainDelayMs: 0 },
}

// Routes are described without a cashier, books or a back office: these are asked once somebody calls.
const parts = {
  ...{ settings, mode: 'test', version: '0', cursorKey: new Uint8Array(32) },
  ...{ shopfront: { methods: () => [], accounts: () => [] }, log: { write: () => undefined } },
  ...{ clock: { nowMs: () => 0 }, random: { bytes: (count: number) => new Uint8Array(count) } },
  ...{ cashier: {}, books: {}, backoffice: {} },
} as unknown as GatewayParts

export function describedRoutes(): readonly RouteDoc[] {
  return apiRoutes(parts).map(({ doc }) => doc)
}

/** `GET /healthz` … */
export function routesWithoutKey(): readonly string[] {
  const plain = [...guardsOf(counted(parts)).routes, ...docsRoutes(parts, [])]
  return plain.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/, '{$1}')}`)
}
