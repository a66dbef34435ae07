import type { Instant } from '@tpkit/core'
import { beijingDay, DAY_MS, dayStart, MINUTE_MS, monthsBefore } from './time.ts'

const MADE_AFTER_MS = 9 * 60 * MINUTE_MS
const READY_AFTER_MS = 10 * 60 * MINUTE_MS
const KEPT_MONTHS = 3

/** A Beijing day that has a statement: from its start up to its end. */
export interface StatementDay {
  readonly start: Instant
  readonly end: Instant
  /** What became of a refund after that moment is not in the file. */
  readonly madeAt: Instant
}

/** Why a day has no statement. */
export type NoStatement = 'future' | 'not-ready' | 'too-old'

/** The day that is asked for, `yyyyMMdd`. Made from 09:00 of the next day, to be had from 10:00, and for three months. */
export function statementDay(day: string, now: Instant): StatementDay | NoStatement {
  const start = dayStart(day)
  if (start === undefined || start > now) return 'future'
  const end = start + DAY_MS
  if (now < end + READY_AFTER_MS) return 'not-ready'
  if (beijingDay(start) < monthsBefore(now, KEPT_MONTHS)) return 'too-old'
  return { start, end, madeAt: end + MADE_AFTER_MS }
}

export function isIn({ start, end }: StatementDay, at: Instant): boolean {
  return start <= at && at < end
}
