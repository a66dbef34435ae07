import type { Instant } from '@tpkit/core'
import type { StatementDay } from '../books/statement-day.ts'
import { beijingDay, DAY_MS, dayStart, MINUTE_MS, monthsBefore } from '../books/time.ts'

/** When a bill can be had. */
export interface BillHabits {
  /** How long after a day its bill can be had, in milliseconds. Default: nine hours. */
  readonly billReadyAfterMs: number
  /** The same for the bill of a month. Default: nine o'clock of the third. */
  readonly monthBillReadyAfterMs: number
  /** How many months back bills are kept. Default: 72. */
  readonly billKeptMonths: number
  /** `yyyyMMdd`: the merchants are registered since then. Default: 20160101. */
  readonly registeredOn: string
  /** What a day without payments has in the place of a bill; `file` is one without lines. Default: `NO_BILL_DATA`. */
  readonly emptyBillAs: 'NO_BILL_DATA' | 'BILL_NOT_EXIST' | 'file'
}

const HOUR_MS = 60 * MINUTE_MS

export const USUAL_BILLS: BillHabits = {
  billReadyAfterMs: 9 * HOUR_MS,
  monthBillReadyAfterMs: 2 * DAY_MS + 9 * HOUR_MS,
  billKeptMonths: 72,
  registeredOn: '20160101',
  emptyBillAs: 'NO_BILL_DATA',
}

/** A Beijing day or month that has a bill. */
export interface BillPeriod extends StatementDay {
  /** `yyyyMMdd`, or `yyyyMM`. */
  readonly name: string
}

/** Why there is no bill. */
export type NoBill = 'malformed' | 'not-over' | 'not-ready' | 'unregistered' | 'too-old'

/** A file is made at half past six and a little, and not touched again. */
const MADE_AFTER_MS = 6 * HOUR_MS + 27 * MINUTE_MS

/** The period that `bill_date` names, `yyyy-MM-dd` or `yyyy-MM`. */
export function billPeriod(date: string, now: Instant, habits: BillHabits): BillPeriod | NoBill {
  if (!/^\d{4}-\d\d(?:-\d\d)?$/.test(date)) return 'malformed'
  const name = date.replaceAll('-', '')
  const start = dayStart(name.padEnd(8, '01'))
  if (start === undefined) return 'malformed'
  const end = name.length === 8 ? start + DAY_MS : nextMonth(start)
  const readyAfterMs = name.length === 8 ? habits.billReadyAfterMs : habits.monthBillReadyAfterMs
  if (now < end) return 'not-over'
  if (now < end + readyAfterMs) return 'not-ready'
  if (beijingDay(end - 1) < habits.registeredOn) return 'unregistered'
  if (beijingDay(start) < monthsBefore(now, habits.billKeptMonths)) return 'too-old'
  return { name, start, end, madeAt: end + Math.min(MADE_AFTER_MS, readyAfterMs) }
}

function nextMonth(start: Instant): Instant {
  const inIt = start + 31 * DAY_MS
  return dayStart(`${beijingDay(inIt).slice(0, 6)}01`) ?? inIt
}
