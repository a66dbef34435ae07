import type { GatewayPlan } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import type { GatewaySettings } from '@tpkit/gateway'
import { sealKeysOf } from './sealer.ts'

export type Listen = NonNullable<GatewayPlan['listen']>

const USUAL_LISTEN: Listen = { host: '127.0.0.1', port: 8080 }

const USUAL = {
  bodyBytes: 65_536,
  requestSeconds: 30,
  perKeyPerMinute: 600,
  perAddressPerMinute: 1200,
  queue: 1000,
} as const

export function listenOf({ listen }: GatewayPlan): Listen {
  return listen ?? USUAL_LISTEN
}

export function addressOf({ host, port }: Listen): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/**
 * What a configuration says, over what is usual. Follows reloads.
 *
 * @param address where it listens, as far as that is known yet: what it is reached by in development
 */
export function gatewaySettings(plan: () => GatewayPlan, address: () => string): GatewaySettings {
  const limit = (name: keyof typeof USUAL): number => plan().limits[name] ?? USUAL[name]
  return {
    get publicUrl() {
      return plan().publicUrl ?? address()
    },
    get trustedProxies() {
      return plan().trustedProxies
    },
    get maxBodyBytes() {
      return limit('bodyBytes')
    },
    get requestTimeoutMs() {
      return limit('requestSeconds') * 1000
    },
    get drainDelayMs() {
      return (plan().drainDelaySeconds ?? 0) * 1000
    },
    get requestsPerMinutePerKey() {
      return limit('perKeyPerMinute')
    },
    get requestsPerMinutePerAddress() {
      return limit('perAddressPerMinute')
    },
    get queueLimit() {
      return limit('queue')
    },
  }
}

/** What a gateway in production needs, which says more than a configuration must. Throws `CONFIG`. */
export function demandForProduction(plan: GatewayPlan): void {
  // Now, and not when the first endpoint is registered.
  sealKeysOf(plan, 'production')
  if (plan.publicUrl !== undefined) return
  throw tpError(
    'CONFIG',
    'gateway.publicUrl: expected the address that wallets and apps reach the gateway by, found none; write gateway: { publicUrl: https://… }',
  )
}
