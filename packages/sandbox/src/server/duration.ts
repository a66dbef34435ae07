const UNIT_MS: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 }

/**
 * Milliseconds of a length of time as people write it; undefined for other text.
 *
 * @example parseDuration('31m') === parseDuration('PT31M') // also '2h', '1d', '90s', '1h30m', '500ms', '+31m', 'P1DT2H'
 */
export function parseDuration(text: string): number | undefined {
  const short = text.trim().replace(/^\+/, '')
  return /^P/i.test(short) ? isoDuration(short) : sumOf(short.toLowerCase(), /^(?:\d+(?:ms|[wdhms]))+$/, /(\d+)(ms|[wdhms])/g)
}

/** Of ISO 8601, what has one length only: no months, no years. */
function isoDuration(text: string): number | undefined {
  const [, days = '', time] = /^P((?:\d+[WD])*)(?:T((?:\d+[HMS])+))?$/i.exec(text) ?? []
  const parts = `${days}${time ?? ''}`.toLowerCase()
  return sumOf(parts, /^(?:\d+[wdhms])+$/, /(\d+)([wdhms])/g)
}

function sumOf(text: string, whole: RegExp, part: RegExp): number | undefined {
  if (!whole.test(text)) return undefined
  return [...text.matchAll(part)].reduce((sum, [, count, unit = '']) => sum + Number(count) * (UNIT_MS[unit] ?? 0), 0)
}
