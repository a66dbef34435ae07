import { yuan } from '../books/yuan.ts'
import type { JsonObject } from './json.ts'
import { fromShownTime, shownTime } from './time.ts'

/** Other texts under the names that fit; undefined where that changes nothing. */
export function changedTexts(object: JsonObject, names: RegExp, change: (value: string) => string): JsonObject | undefined {
  const changed = Object.entries(object).map(([name, value]) => [
    name,
    names.test(name) && typeof value === 'string' ? change(value) : value,
  ])
  const isOther = changed.some(([name, value]) => object[String(name)] !== value)
  return isOther ? Object.fromEntries(changed) : undefined
}

/** Another number of the same length. */
export function otherEnd(value: string): string {
  return value.replace(/.$/, (last) => (last === '7' ? '8' : '7'))
}

/** One fen more. */
export function nextFen(value: string): string {
  return /^\d+\.\d\d$/.test(value) ? yuan(BigInt(value.replace('.', '')) + 1n) : value
}

/** One fen, or two where it was one. */
export function oneFen(value: string): string {
  return value === '0.01' ? '0.02' : '0.01'
}

/** A fraction of a second stays. */
export function shifted(ms: number): (value: string) => string {
  return (value) => {
    const [time = '', fraction = ''] = value.split(/(?=\.)/)
    const at = fromShownTime(time)
    return at === undefined ? value : shownTime(at + ms) + fraction
  }
}
