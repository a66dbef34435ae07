import type { Instant } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000

/** So near to midnight two clocks may see two days. */
export const NEAR_MS = 10 * 60_000

export interface Span {
  readonly from: Instant
  /** The first moment that is not in it. */
  readonly until: Instant
}

/** A Beijing calendar day. Throws `INVALID` for what is none. */
export function spanOf(day: string): Span {
  const from = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day) ? Date.parse(`${day}T00:00:00+08:00`) : Number.NaN
  if (Number.isNaN(from) || dayOf(from) !== day)
    throw tpError('INVALID', `day: expected a calendar day such as 2026-01-31, found ${JSON.stringify(day.slice(0, 20))}`)
  return { from, until: from + DAY_MS }
}

/** The Beijing day of a moment. */
export function dayOf(at: Instant): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 10)
}

/** Wider by what two clocks may differ. */
export function around({ from, until }: Span): Span {
  return { from: from - NEAR_MS, until: until + NEAR_MS }
}

export function isIn({ from, until }: Span, at: Instant): boolean {
  return at >= from && at < until
}

/** The days whose statements may show what happened then: its own, and the neighbour where midnight is near. */
export function daysNear(at: Instant): readonly string[] {
  return [...new Set([at, at - NEAR_MS, at + NEAR_MS].map(dayOf))]
}
