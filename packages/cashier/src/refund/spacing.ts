import type { Instant } from '@tpkit/core'
import type { Held, RefundRow } from '../books/rows.ts'

/** From when a refund may be sent: some wallets want a while between two of one payment, however they came about. */
export function spacedFrom(
  { refunds }: Pick<Held, 'refunds'>,
  { id, attemptId }: Partial<Pick<RefundRow, 'id'>> & Pick<RefundRow, 'attemptId'>,
  now: Instant,
  spacingMs: number,
): Instant {
  const others = refunds.filter((refund) => refund.attemptId === attemptId && refund.id !== id)
  const last = Math.max(0, ...others.map(({ sentAt = 0 }) => sentAt))
  // A clock that stepped far back measures no distance, and holds nothing up.
  return last > now + spacingMs ? now : last + spacingMs
}
