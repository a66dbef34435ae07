import type { Instant } from '@tpkit/core'
import type { BreakerSettings } from '../ports.ts'

/** A circuit breaker as data. `open`: nothing new is started until then · `half-open`: one call tries. */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly until: Instant }
  | { readonly state: 'half-open' }

export type BreakerEvent = 'succeeded' | 'failed' | 'tries'

export const CLOSED: Breaker = { state: 'closed', failures: 0 }

/** What a call's end, or its beginning at an open breaker, makes of it. */
export function moved(breaker: Breaker, event: BreakerEvent, now: Instant, { failures, resetMs }: BreakerSettings): Breaker {
  if (event === 'succeeded') return CLOSED
  if (event === 'tries') return breaker.state === 'open' && now >= breaker.until ? { state: 'half-open' } : breaker
  if (breaker.state !== 'closed') return { state: 'open', until: now + resetMs }
  const count = breaker.failures + 1
  return count >= failures ? { state: 'open', until: now + resetMs } : { state: 'closed', failures: count }
}

/** When something new may be started; undefined: now. */
export function blockedUntil(breaker: Breaker, now: Instant, { resetMs }: BreakerSettings): Instant | undefined {
  if (breaker.state === 'closed') return undefined
  if (breaker.state === 'half-open') return now + resetMs
  return now >= breaker.until ? undefined : breaker.until
}
