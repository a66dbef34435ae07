import type { Instant } from '@tpkit/core'

const BEIJING_MS = 8 * 3_600_000

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/** `yyyyMMddHHmmss` in Beijing, whatever the machine's zone. */
export function beijingTime(at: Instant): string {
  return new Date(at + BEIJING_MS).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** The instant of a Beijing `yyyyMMddHHmmss`; undefined for text that names none, such as a 30th of February. */
export function fromBeijingTime(text: string): Instant | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_MS
  return beijingTime(at) === text ? at : undefined
}

/** `yyyyMMdd` of the Beijing day that an instant belongs to. */
export function beijingDay(at: Instant): string {
  return beijingTime(at).slice(0, 8)
}

/** When a Beijing day `yyyyMMdd` begins; undefined for text that names none. */
export function dayStart(day: string): Instant | undefined {
  return /^[0-9]{8}$/.test(day) ? fromBeijingTime(`${day}000000`) : undefined
}

/** The Beijing day so many months before the one of an instant. A day that the month lacks is the first ones of the next. */
export function monthsBefore(at: Instant, months: number): string {
  const today = new Date(at + BEIJING_MS)
  return beijingDay(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - months, today.getUTCDate()) - BEIJING_MS)
}
