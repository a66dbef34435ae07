import type { Instant } from '@tpkit/core'
import { beijingTime, fromBeijingTime } from '../books/time.ts'

/** `yyyy-MM-dd HH:mm:ss` in Beijing. */
export function shownTime(at: Instant): string {
  return beijingTime(at).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6')
}

/** With a fraction, as `gmt_refund` of a notify has it. */
export function shownFraction(at: Instant): string {
  return `${shownTime(at)}.${String(at % 1000).padStart(3, '0')}`
}

/** Undefined for another form, and for what no calendar has. */
export function fromShownTime(text: string): Instant | undefined {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? fromBeijingTime(text.replace(/\D/g, '')) : undefined
}
