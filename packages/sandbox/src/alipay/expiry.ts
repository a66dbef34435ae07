import type { Instant } from '@tpkit/core'
import { beijingDay, DAY_MS, dayStart, MINUTE_MS } from '../books/time.ts'
import { invalid, Refusal } from './errors.ts'
import { type Origin, text } from './origin.ts'
import { fromShownTime } from './time.ts'

/** How long a payer has where nobody says so, and at least. */
export interface Life {
  readonly usualMs: number
  readonly leastMs: number
}

const LONGEST_MS = 15 * DAY_MS
/** 当面付: three hours. */
export const AT_THE_COUNTER: Life = { usualMs: 180 * MINUTE_MS, leastMs: MINUTE_MS }
export const ONLINE: Life = { usualMs: LONGEST_MS, leastMs: MINUTE_MS }
/** 手机网站支付: less than five minutes are five. */
export const IN_A_PHONE: Life = { usualMs: LONGEST_MS, leastMs: 5 * MINUTE_MS }

/**
 * When a trade ends unpaid, by when its clock began. `time_expire` counts before `timeout_express`; it is the merchant's time, which
 * `aheadMs` brings to the wallet's. Throws a `Refusal` for what is over already.
 */
export function expiryOf(origin: Origin, { usualMs, leastMs }: Life, aheadMs: number, now: Instant): (start: Instant) => Instant {
  const until = endSaid(origin, aheadMs)
  if (until !== undefined) {
    if (until <= now) throw new Refusal('ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR')
    return () => until
  }
  const relative = text(origin, 'timeout_express')
  if (relative === '1c') return endOfDay
  const lastsMs = relative === undefined ? usualMs : Math.max(durationOf('timeout_express', relative), leastMs)
  return (start) => start + lastsMs
}

/** 绝对超时时间, where the merchant names one. */
export function endSaid(origin: Origin, aheadMs: number): Instant | undefined {
  const said = text(origin, 'time_expire')
  if (said === undefined) return undefined
  const until = fromShownTime(said)
  if (until === undefined) throw invalid('time_expire', '格式应为yyyy-MM-dd HH:mm:ss')
  return until + aheadMs
}

const UNITS_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: DAY_MS }

/** `90m`, `2h`, `1d`: no decimals, from a minute to fifteen days. */
export function durationOf(name: string, said: string): number {
  const [, count, unit = ''] = /^([0-9]{1,5})([mhd])$/.exec(said) ?? []
  const found = Number(count) * (UNITS_MS[unit] ?? 0)
  if (found >= MINUTE_MS && found <= LONGEST_MS) return found
  throw invalid(name, '取值范围应为1m至15d，且不接受小数点')
}

/** 1c-当天: at midnight in Beijing. */
function endOfDay(start: Instant): Instant {
  return (dayStart(beijingDay(start)) ?? start) + DAY_MS
}
