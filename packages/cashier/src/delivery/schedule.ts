import type { Instant } from '@tpkit/core'
import type { Random } from '@tpkit/core/ports'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Between two tries of one delivery. After the last of them the endpoint is disabled. */
const WAITS_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const

/** The first, and one behind each wait. */
export const MOST_TRIES: number = WAITS_MS.length + 1

const MOST_RETRY_AFTER_MS = 24 * HOUR
const MOST_REST_MS = 5 * MINUTE

/**
 * How long to wait behind so many tries; undefined behind the last. `retryAfterMs`, the endpoint's own wish, makes it longer
 * and never shorter: "at once" said ten times would disable the endpoint within a second.
 */
export function waitAfter(tries: number, random: Random, retryAfterMs = 0): number | undefined {
  const wait = WAITS_MS[tries - 1]
  if (wait === undefined) return undefined
  return jittered(Math.max(wait, Math.min(retryAfterMs, MOST_RETRY_AFTER_MS)), random)
}

/** How long an endpoint that gave no answer is left alone by the deliveries behind the one that failed. */
export function restAfter(silences: number, random: Random): number {
  return jittered(Math.min(5 * SECOND * 2 ** Math.min(silences - 1, 10), MOST_REST_MS), random)
}

/** Up to a tenth later, so that what failed together does not come back together. */
function jittered(waitMs: number, random: Random): number {
  const [high = 0, low = 0] = random.bytes(2)
  return waitMs + Math.floor((waitMs * (high * 256 + low)) / 655_360)
}

/** `Retry-After` (RFC 9110, 10.2.3): seconds, or a date. Undefined where it is absent or neither. */
export function retryAfterMs(header: string | undefined, now: Instant): number | undefined {
  const text = header?.trim() ?? ''
  if (/^[0-9]{1,9}$/.test(text)) return Number(text) * SECOND
  const at = /^[A-Z][a-z]{2,8}, /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
