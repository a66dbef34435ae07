import { type Failure, fail } from '@tpkit/core'
import type { BookingWorld } from '../booking/booking.ts'
import { type Draft, without } from '../booking/draft.ts'
import { newRefund } from '../booking/moves.ts'
import { remaining } from '../booking/standing.ts'
import type { RefundRow } from '../books/rows.ts'
import type { Decision } from '../cashier.ts'

/** A refund that no wallet will answer for any more. */
export function decideRefund(
  draft: Draft,
  { account, outRefundNo, verdict }: Extract<Decision, { about: 'refund' }>,
  world: BookingWorld,
  decided: string,
): Failure | undefined {
  const { now } = world
  const refund = draft.held.refunds.find((one) => one.account === account && one.outRefundNo === outRefundNo)
  if (verdict === 'again') return again(draft, refund, world, decided)
  if (!refund || refund.status === 'refunded' || (verdict === 'failed' && refund.status !== 'processing')) {
    return fail('CONFLICT', `refund ${outRefundNo}: expected one that is not settled, found it ${refund?.status ?? 'absent'}`)
  }
  const ended = without(refund, 'unknown', 'nextCheckAt')
  draft.setRefund(verdict === 'refunded' ? { ...ended, status: 'refunded', refundedAt: now } : { ...ended, status: 'failed' })
  draft.journal('refund.decided', refund.id, { decided, status: verdict })
  draft.event(verdict === 'refunded' ? 'refund.succeeded' : 'refund.failed', { refund: refund.id })
  return undefined
}

/** A second payment, or a late one, must not stay because a wallet gave one number up. */
function again(draft: Draft, refund: RefundRow | undefined, world: BookingWorld, decided: string): Failure | undefined {
  const attempt = draft.held.attempts.find(({ id }) => id === refund?.attemptId)
  const isGivenUp = refund?.status === 'failed' || refund?.status === 'closed'
  if (!refund || !attempt || !isGivenUp || (refund.kind !== 'duplicate' && refund.kind !== 'late')) {
    const sentence =
      'refund: expected one of a second or late payment that failed for good, found another; refund the order under a new refundNo'
    return fail('CONFLICT', sentence)
  }
  const amount = remaining(draft.held, attempt)
  if (amount <= 0n) return fail('CONFLICT', 'refund: expected money that is still here, found that all of it is on its way back')
  const row: RefundRow = { ...newRefund(draft, attempt, refund.kind, amount, world), nextCheckAt: world.now }
  draft.setRefund(without(refund, 'nextCheckAt'))
  draft.setRefund(row)
  draft.journal('refund.decided', refund.id, { decided, status: 'again', next: row.outRefundNo })
  return undefined
}
