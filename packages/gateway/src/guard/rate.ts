import type { Backoffice } from '@tpkit/backoffice'
import type { Clock } from '@tpkit/core/ports'
import type { GatewayContext, GatewayStep } from '../context.ts'
import type { GatewayLog } from '../log.ts'
import type { GatewaySettings } from '../parts.ts'
import { GatewayProblem } from '../problem/problem.ts'
import { guessing } from './guessing.ts'
import { meter, type Taken } from './meter.ts'
import { bucketOf } from './proxies.ts'

/** What rates stand on. */
export interface RateParts {
  readonly backoffice: Pick<Backoffice, 'merchants'>
  readonly clock: Clock
  readonly log: GatewayLog
  readonly settings: Pick<GatewaySettings, 'requestsPerMinutePerAddress' | 'requestsPerMinutePerKey'>
}

/** Before a key is looked at: so many calls from one address, and no guessing of keys. */
export function ratePerAddress({ settings, log }: RateParts): GatewayStep {
  const calls = meter()
  const guesses = guessing()
  return async (c, next) => {
    const bucket = bucketOf(c.var.address)
    const taken = await calls.take(bucket, settings.requestsPerMinutePerAddress)
    if (taken.refused) refuse(c, log, 'address', taken)
    const authorization = c.req.header('authorization')
    const waitMs = await guesses.waitMs(bucket, keyIdOf(authorization))
    if (waitMs > 0 && authorization !== undefined) refuse(c, log, 'guessing', { limit: 0, remaining: 0, resetMs: waitMs })
    await next()
    tell(c.res.headers, 'address', taken)
    // Whoever brings no key guesses none.
    if (c.res.status === 401 && authorization !== undefined) await guesses.failed(bucket)
    else if (c.var.key) await guesses.worked(bucket, c.var.key.id)
  }
}

/** Once the key is known: so many calls as its merchant may make, or the gateway's own number. */
export function ratePerKey(parts: RateParts): GatewayStep {
  const calls = meter()
  const limitOf = merchantLimits(parts)
  return async (c, next) => {
    const { key } = c.var
    if (!key) return next()
    const taken = await calls.take(key.id, await limitOf(key.merchant))
    if (taken.refused) refuse(c, parts.log, 'key', taken)
    await next()
    tell(c.res.headers, 'key', taken)
  }
}

type Told = Omit<Taken, 'refused'>

/**
 * By draft-ietf-httpapi-ratelimit-headers-11 (May 2026): lists of policies by name, `q` calls in `w` seconds, of which `r` are
 * left for the next `t` seconds.
 */
function tell(headers: Headers, policy: string, { limit, remaining, resetMs }: Told): void {
  headers.append('RateLimit-Policy', `"${policy}";q=${limit};w=60`)
  headers.append('RateLimit', `"${policy}";r=${remaining};t=${secondsOf(resetMs)}`)
}

function secondsOf(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000))
}

const REFUSALS = {
  address: (limit: number) => `at most ${limit} calls a minute from one address, found more`,
  key: (limit: number) => `at most ${limit} calls a minute with one key, found more`,
  guessing: () => 'few keys from one address that open nothing, found many',
}

function refuse(c: GatewayContext, log: GatewayLog, by: keyof typeof REFUSALS, told: Told): never {
  const { address, requestId, key } = c.var
  log.write({ event: 'rate.refused', by, address, requestId, ...(key && { keyId: key.id }) })
  const wait = secondsOf(told.resetMs)
  const headers = new Headers({ 'retry-after': String(wait) })
  if (by !== 'guessing') tell(headers, by, told)
  throw new GatewayProblem('TOO_MANY_CALLS', `expected ${REFUSALS[by](told.limit)}; nothing was done, try again in ${wait} s`, {
    headers: Object.fromEntries(headers),
  })
}

/** `tpk_live_` or `tpk_test_`, and sixteen characters that name it: no part of the secret. */
function keyIdOf(authorization: string | undefined): string {
  return /^bearer +(tpk_(?:live|test)_[0-9A-Za-z]{16})/i.exec(authorization ?? '')?.[1]?.slice(-16) ?? ''
}

/** For so long a merchant's setting counts after it was changed. */
const REMEMBERED_MS = 10_000

function merchantLimits({ backoffice, clock, settings }: RateParts): (merchant: string) => Promise<number> {
  const known = new Map<string, { readonly limit: number | undefined; readonly until: number }>()
  return async (merchant) => {
    const now = clock.nowMs()
    let found = known.get(merchant)
    if (!found || found.until <= now) {
      const { requestsPerMinute } = await backoffice.merchants.settings(merchant)
      found = { limit: requestsPerMinute, until: now + REMEMBERED_MS }
      known.set(merchant, found)
    }
    return found.limit ?? settings.requestsPerMinutePerKey
  }
}
