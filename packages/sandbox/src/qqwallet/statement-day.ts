import type { Instant } from '@tpkit/core'
import { Refusal } from './errors.ts'
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

/** The day that is asked for. Made from 09:00 of the next day, to be had from 10:00, and for three months. */
export function statementDay(day: string, now: Instant): StatementDay {
  const start = dayStart(day)
  if (start === undefined || start > now) throw new Refusal('PARAM_ERROR', 'bill_date 不能是未来的日期')
  const end = start + DAY_MS
  if (now < end + READY_AFTER_MS) throw new Refusal('BILL_NOT_READY')
  if (beijingDay(start) < monthsBefore(now, KEPT_MONTHS)) throw new Refusal('BILL_TOO_OLD')
  return { start, end, madeAt: end + MADE_AFTER_MS }
}

export function isIn({ start, end }: StatementDay, at: Instant): boolean {
  return start <= at && at < end
}
