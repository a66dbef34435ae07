import { type Failure, fail } from '@tpkit/core'
import type { BookingWorld } from '../booking/booking.ts'
import { type Draft, without } from '../booking/draft.ts'
import { attemptEnded, attemptPaid, attemptPaidLate } from '../booking/moves.ts'
import type { AttemptRow } from '../books/rows.ts'
import type { Decision } from '../cashier.ts'

/** What the operator saw on the wallet's own pages. A payment that stands, or was undone, is not undecided. */
export function decideAttempt(
  draft: Draft,
  { account, outTradeNo, verdict }: Extract<Decision, { about: 'attempt' }>,
  world: BookingWorld,
  decided: string,
): Failure | undefined {
  const attempt = draft.held.attempts.find((one) => one.account === account && one.outTradeNo === outTradeNo)
  if (
    !attempt ||
    attempt.status === 'paid' ||
    attempt.status === 'reversed' ||
    (verdict === 'closed' && attempt.status !== 'pending')
  ) {
    return fail('CONFLICT', `attempt ${outTradeNo}: expected one that is not settled, found it ${attempt?.status ?? 'absent'}`)
  }
  const next: AttemptRow = { ...without(attempt, 'unknown', 'wish', 'nextCheckAt'), status: 'closed' }
  if (verdict === 'closed') {
    draft.setAttempt(next)
    draft.journal('attempt.decided', attempt.id, { decided, status: 'closed' })
    attemptEnded(draft, next)
    return undefined
  }
  const { transactionId } = verdict.paid
  if (!/^[\x21-\x7e]{1,64}$/.test(transactionId)) {
    return fail('INVALID', "transactionId: expected the wallet's number of the payment, 1 to 64 visible characters, found none")
  }
  const paid: AttemptRow = { ...next, status: 'paid', transactionId, paidAt: world.now }
  draft.setAttempt(paid)
  draft.journal('attempt.decided', attempt.id, { decided, status: 'paid', transactionId })
  if (attempt.status === 'closed') attemptPaidLate(draft, paid, world)
  else attemptPaid(draft, paid, world)
  return undefined
}
