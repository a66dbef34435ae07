import type { Instant } from '@tpkit/core'

/** 北京时间 has no daylight saving: a fixed distance from UTC, whatever the machine's zone. */
const BEIJING_OFFSET_MS = 8 * 3_600_000

/** An instant as the wallet writes it: `yyyyMMddHHmmss`, Beijing time; parts of a second are cut off. */
export function toBeijing(instant: Instant): string {
  return new Date(instant + BEIJING_OFFSET_MS)
    .toISOString()
    .slice(0, 19)
    .replace(/[^0-9]/g, '')
}

/** The instant behind `yyyyMMddHHmmss` in Beijing time; undefined where no calendar has such a date. */
export function fromBeijing(text: string | undefined): Instant | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text ?? '')
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number)
  const instant = Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_OFFSET_MS
  // Date.UTC rolls 30 February over into March: only what reads back the same was a date.
  return toBeijing(instant) === text ? instant : undefined
}
