import type { Draft } from '../booking/draft.ts'
import { closeIfDone } from '../booking/moves.ts'
import { pendingAttempts } from '../booking/standing.ts'
import type { AttemptRow, OrderRow } from '../books/rows.ts'

/** No attempt starts any more, and those that are open shall end. Without any, the order ends at once. */
export function beginClosing(draft: Draft, by: NonNullable<OrderRow['closing']>, now: number): void {
  const { order } = draft.held
  if (order.closing === undefined) draft.journal('order.closing', undefined, { by })
  const { nextCheckAt: _, ...rest } = order
  draft.setOrder({
    ...rest,
    status: order.status === 'review' ? 'open' : order.status,
    closing: order.closing === 'operator' ? 'operator' : by,
  })
  for (const attempt of pendingAttempts(draft.held)) wishEnd(draft, attempt, now)
  closeIfDone(draft)
}

/** At the counter nothing is closed: what the payer may just have confirmed is undone. */
export function wishEnd(draft: Draft, attempt: AttemptRow, now: number): void {
  draft.setAttempt({ ...attempt, wish: attempt.scene === 'micropay' ? 'reverse' : 'close', nextCheckAt: now })
}
