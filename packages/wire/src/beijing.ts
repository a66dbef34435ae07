/** 北京时间 has no daylight saving: a fixed distance from UTC, whatever the machine's zone. */
const BEIJING_OFFSET_MS = 8 * 3_600_000

/** An instant as the wallet writes it: `yyyyMMddHHmmss`, Beijing time; parts of a second are cut off. */
export function toBeijing(instant: number): string {
  return new Date(instant + BEIJING_OFFSET_MS)
    .toISOString()
    .slice(0, 19)
    .replace(/[^0-9]/g, '')
}

/** The instant behind `yyyyMMddHHmmss` in Beijing time; undefined where no calendar has such a date. */
export function fromBeijing(text: string | undefined): number | undefined {
  if (text?.length !== 14 || !/^[0-9]+$/.test(text)) return undefined
  const part = (begin: number, end = begin + 2) => Number(text.slice(begin, end))
  const [year, month, day] = [part(0, 4), part(4) - 1, part(6)]
  const [hour, minute, second] = [part(8), part(10), part(12)]
  const instant = Date.UTC(year, month, day, hour, minute, second)
  // Date.UTC rolls 30 February over into March and year 26 into 1926: only what reads back the same was a date.
  const back = new Date(instant)
  const same = back.getUTCFullYear() === year && back.getUTCMonth() === month && back.getUTCDate() === day
  return same && hour < 24 && minute < 60 && second < 60 ? instant - BEIJING_OFFSET_MS : undefined
}

const FORM = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?$/

/** An instant as `yyyy-MM-dd HH:mm:ss`, Beijing time; parts of a second are cut off. */
export function toBeijingText(instant: number): string {
  const [year, month, day, hour, minute, second] = toBeijing(instant).match(/^\d{4}|\d{2}/g) ?? []
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`
}

/** The instant behind `yyyy-MM-dd HH:mm:ss`, perhaps with up to three decimals of the second; undefined where no calendar has such a date. */
export function fromBeijingText(text: string | undefined): number | undefined {
  const [, ...parts] = FORM.exec(text ?? '') ?? []
  const whole = fromBeijing(parts.slice(0, 6).join(''))
  return whole === undefined ? undefined : whole + Number((parts[6] ?? '').padEnd(3, '0'))
}
