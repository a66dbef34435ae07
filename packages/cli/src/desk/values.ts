import { InvalidArgumentError } from 'commander'

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of a length of time as people write it: `90s`, `15m`, `1h30m`, `2d`. */
export function lengthMs(text: string): number {
  if (!/^(?:\d{1,6}[smhd])+$/.test(text)) throw unfit('a length of time such as 90s, 15m, 1h30m or 2d', text)
  return [...text.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0), 0)
}

/** A moment as this program prints it: ISO 8601 with an offset, for a time without one is somebody's local time. */
export function instant(text: string): number {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(ms)) throw unfit('an ISO 8601 time with offset such as 2026-01-31T12:00:00+08:00', text)
  return ms
}

const MOST_ROWS = 200

/** How many rows of a list. */
export function rowLimit(text: string): number {
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (limit >= 1 && limit <= MOST_ROWS) return limit
  throw unfit(`a whole number from 1 to ${MOST_ROWS}`, text)
}

/** Every value of an option that may be repeated. */
export function gather(one: string, before: readonly string[] = []): readonly string[] {
  return [...before, one]
}

function unfit(expected: string, found: string): InvalidArgumentError {
  return new InvalidArgumentError(`expected ${expected}, found ${JSON.stringify(found.slice(0, 40))}`)
}
