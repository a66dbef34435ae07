import type { Instant } from '@tpkit/core'
import { parseDuration } from './duration.ts'
import { Refused } from './refused.ts'

/** A wallet's time: the machine's, less what it began behind, and what it was put forward. */
export interface VirtualClock {
  readonly now: () => Instant
  /** Forward only: what happened stays happened. */
  readonly advance: (ms: number) => void
  readonly advancedMs: () => number
}

/** `ahead` hears how far it is ahead of the base, each time that changes. */
export function virtualClock(base: () => Instant, ahead: (ms: number) => void = () => undefined, behindMs = 0): VirtualClock {
  let advancedMs = 0
  if (behindMs !== 0) ahead(-behindMs)
  return {
    now: () => base() - behindMs + advancedMs,
    advance: (ms) => {
      advancedMs += ms
      ahead(advancedMs - behindMs)
    },
    advancedMs: () => advancedMs,
  }
}

/** Ten years; more is a mistake, and far more is no date. */
const MOST_MS = 3_652 * 86_400_000

/** Puts a clock forward by milliseconds or by a length such as `31m`. */
export function advance(clock: VirtualClock, length: string | number): void {
  const ms = typeof length === 'number' ? length : parseDuration(length)
  if (ms === undefined || !Number.isSafeInteger(ms) || ms <= 0 || clock.advancedMs() + ms > MOST_MS) {
    throw new Refused(
      400,
      `advance: expected a length of time such as "31m", "2h", "1d", "PT31M", or milliseconds, forward and ten years at most in all, found ${JSON.stringify(length)}`,
    )
  }
  clock.advance(ms)
}
