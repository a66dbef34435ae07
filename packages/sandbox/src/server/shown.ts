import type { Instant } from '@tpkit/core'

/** For people: `¥19.90`. */
export function shownAmount(total: bigint, currency: string): string {
  return `${currency === 'CNY' ? '¥' : `${currency} `}${total / 100n}.${String(total % 100n).padStart(2, '0')}`
}

const BEIJING_MS = 8 * 3_600_000

/** For people: Beijing's time, where the wallets are. */
export function shownTime(at: Instant): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 19).replace('T', ' ')
}
