import type { Instant } from '@tpkit/core'
import { Draft, without } from '../booking/draft.ts'
import { closeIfDone } from '../booking/moves.ts'
import type { AttemptRow, Unknown } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { nextDelay } from './next-delay.ts'

export type Amendment = (draft: Draft, attempt: AttemptRow) => void

/** Changes an attempt that still stands as this visit saw it. */
export function amend(world: CashierWorld, seen: AttemptRow, change: Amendment): Promise<void> {
  return world.books.transact(function* (): Work<void> {
    const held = yield* readOrder({ id: seen.orderId })
    const attempt = held?.attempts.find(({ id }) => id === seen.id)
    if (!held || !attempt || attempt.status !== seen.status) return
    const draft = new Draft(held, bookingWorld(world, held.order))
    change(draft, attempt)
    yield* write(draft.changes())
  })
}

/** By the manifest's schedule, but not past the moment at which it expires or the payer has taken too long. */
export function later(attempt: AttemptRow, until: Instant | undefined, world: CashierWorld): AttemptRow {
  const { followUpMs, micropay } = world.wallets.account(attempt.account).manifest.timing
  const now = world.clock.nowMs()
  const giveUpAt = attempt.scene === 'micropay' && micropay ? (attempt.sentAt ?? attempt.createdAt) + micropay.giveUpMs : now
  const schedule = micropay && now < giveUpAt ? [micropay.pollMs] : followUpMs
  const usual = until ?? now + nextDelay(attempt.checks, schedule, world.random)
  const turns = [attempt.expiresAt, giveUpAt].filter((at) => at > now)
  return { ...attempt, checks: attempt.checks + 1, nextCheckAt: Math.max(now + 1, Math.min(usual, ...turns)) }
}

/** The wallet knows nothing of it, and nothing can arrive any more. */
export function neverWas(draft: Draft, attempt: AttemptRow): void {
  draft.setAttempt({ ...without(attempt, 'unknown', 'wish', 'nextCheckAt'), status: 'closed' })
  draft.journal('attempt.never-was', attempt.id, { account: attempt.account, outTradeNo: attempt.outTradeNo })
  closeIfDone(draft)
}

/** Paid before the counter could undo it, and the wallet does not undo it: a refund is the way. */
export function keepPaid(draft: Draft, attempt: AttemptRow): void {
  draft.setAttempt(without(attempt, 'wish', 'nextCheckAt', 'unknown'))
  draft.setOrder(without(draft.held.order, 'closing'))
  draft.journal('attempt.reverse-refused', attempt.id, {})
}

/** That a payment may have been made weighs more than that its end is not known; that it may yet be undone, most. */
export function markUnknown(draft: Draft, attempt: AttemptRow, unknown: Unknown): void {
  if (attempt.unknown && unknown.asked !== 'reverse') return
  draft.setAttempt({ ...attempt, unknown })
  if (attempt.unknown?.asked === unknown.asked) return
  draft.journal('attempt.unknown', attempt.id, { asked: unknown.asked, code: unknown.code })
}
