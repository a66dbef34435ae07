import { fromBeijing, toBeijing } from './beijing.ts'

const FORM = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

const BEIJING_MS = 8 * 3_600_000

/** The instant behind RFC 3339 text, such as `2015-05-20T13:29:35+08:00`; undefined where it is none, or no calendar has such a date. */
export function fromRfc3339(text: string | undefined): number | undefined {
  const found = FORM.exec(text ?? '')
  if (!found) return undefined
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '',
    fraction = '',
    sign,
    hours = '0',
    minutes = '0',
  ] = found
  const wall = fromBeijing(year + month + day + hour + minute + second)
  if (wall === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1)
  return wall + BEIJING_MS - offsetMs + Number(fraction.padEnd(3, '0').slice(0, 3))
}

/** An instant in Beijing's time: `2015-05-20T13:29:35+08:00`; parts of a second are cut off. */
export function toRfc3339(instant: number): string {
  const [year, month, day, hour, minute, second] = toBeijing(instant).match(/^\d{4}|\d{2}/g) ?? []
  return `${year}-${month}-${day}T${hour}:${minute}:${second}+08:00`
}
