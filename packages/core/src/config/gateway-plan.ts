import type { Secret } from '../secret.ts'

/** What the configuration says to the gateway: plain data, references followed. Defaults are the gateway's. */
export interface GatewayPlan {
  /** Where it listens. */
  readonly listen?: ListenPlan
  /** What wallets and apps reach it by, without a slash at its end. */
  readonly publicUrl?: string
  /** CIDR ranges. */
  readonly trustedProxies: readonly string[]
  /** The first one seals, all open. None where the configuration names none. */
  readonly sealKeys: readonly Secret[]
  /** Between the beginning of a drain and the end of its port. */
  readonly drainDelaySeconds?: number
  readonly limits: LimitsPlan
}

export interface ListenPlan {
  /** A name or an address; one of IPv6 without brackets. */
  readonly host: string
  /** 0: a free one. */
  readonly port: number
}

export interface LimitsPlan {
  readonly bodyBytes?: number
  readonly requestSeconds?: number
  readonly perKeyPerMinute?: number
  readonly perAddressPerMinute?: number
  readonly queue?: number
}
