import type { Instant } from '@tpkit/core'
import { beijingTime } from '../books/time.ts'

/** RFC 3339 in Beijing: `2015-05-20T13:29:35+08:00`. */
export function rfc3339(at: Instant): string {
  return `${beijingTime(at).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6')}+08:00`
}

/** `yyyy-MM-dd HH:mm:ss` in Beijing, as bills have it. */
export function billTime(at: Instant): string {
  return beijingTime(at).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3 $4:$5:$6')
}

/** Undefined for what no calendar has. */
export function fromRfc3339(text: string): Instant | undefined {
  const at = Date.parse(text)
  // A 30th of February would be taken for a 2nd of March.
  const day = text.slice(0, 10)
  const midnight = Date.parse(day)
  return Number.isNaN(at + midnight) || !new Date(midnight).toISOString().startsWith(day) ? undefined : at
}
