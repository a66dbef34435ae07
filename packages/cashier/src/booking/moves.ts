import type { PaymentStatus } from '@tpkit/core'
import type { AttemptRow, OrderRow, RefundKind, RefundRow } from '../books/rows.ts'
import type { BookingWorld } from './booking.ts'
import { type Draft, journalMoney, without } from './draft.ts'
import { paidAttempt, pendingAttempts, remaining } from './standing.ts'

/** An open attempt was paid: its money stands, or goes back where another's stands already. */
export function attemptPaid(draft: Draft, attempt: AttemptRow, world: BookingWorld): void {
  const { order } = draft.held
  if (order.paidAttemptId !== undefined) giveBack(draft, attempt, 'duplicate', world)
  else if (order.status === 'closed') attemptPaidLate(draft, attempt, world)
  else stands(draft, attempt, world)
}

/** Money for an attempt, or an order, that was closed: kept only where the policy says so and nobody closed it on purpose. */
export function attemptPaidLate(draft: Draft, attempt: AttemptRow, world: BookingWorld): void {
  const { order } = draft.held
  const isClosedOnPurpose = order.closing === 'merchant' || order.closing === 'operator'
  if (order.paidAttemptId !== undefined) giveBack(draft, attempt, 'duplicate', world)
  else if (world.policy.late === 'keep' && !isClosedOnPurpose) stands(draft, attempt, world)
  else giveBack(draft, attempt, 'late', world)
}

function stands(draft: Draft, attempt: AttemptRow, { now, account }: BookingWorld): void {
  const { order } = draft.held
  const { abilities } = account(attempt.account).manifest
  const isReversing = order.closing === 'merchant' && attempt.scene === 'micropay' && abilities.includes('reverse')
  const paid: OrderRow = { ...without(order, 'closing', 'nextCheckAt'), status: 'paid', paidAttemptId: attempt.id }
  draft.setOrder(isReversing ? { ...paid, closing: 'merchant' } : paid)
  draft.journal('order.paid', attempt.id, journalMoney(attempt.total))
  draft.event('payment.succeeded', { attempt: attempt.id })
  for (const other of pendingAttempts(draft.held)) draft.setAttempt({ ...other, wish: 'close', nextCheckAt: now })
  // The counter wanted it undone before it was paid: now it is undone with its money.
  if (isReversing) draft.setAttempt({ ...attempt, wish: 'reverse', nextCheckAt: now })
}

/** One order is paid once: what came beyond goes back by itself. */
function giveBack(draft: Draft, attempt: AttemptRow, kind: 'duplicate' | 'late', world: BookingWorld): void {
  const amount = remaining(draft.held, attempt)
  if (amount > 0n) draft.setRefund({ ...newRefund(draft, attempt, kind, amount, world), nextCheckAt: world.now })
  draft.journal(`attempt.${kind}`, attempt.id, { amount: amount.toString() })
  draft.event(`payment.${kind}`, { attempt: attempt.id })
}

/** A refund that nobody asked for by number. */
export function newRefund(
  draft: Draft,
  attempt: AttemptRow,
  kind: RefundKind,
  amount: bigint,
  { now, ids }: BookingWorld,
): RefundRow {
  return {
    id: ids.next('rfd'),
    merchant: draft.held.order.merchant,
    orderId: attempt.orderId,
    attemptId: attempt.id,
    account: attempt.account,
    outTradeNo: attempt.outTradeNo,
    outRefundNo: ids.number(),
    kind,
    amount: { amount, currency: attempt.total.currency },
    status: 'processing',
    createdAt: now,
    checks: 0,
  }
}

/** Closed or failed: no money came. The order ends with its last attempt where somebody wants it closed. */
export function attemptEnded(draft: Draft, attempt: AttemptRow): void {
  if (attempt.status === 'failed') draft.event('payment.failed', { attempt: attempt.id })
  closeIfDone(draft)
}

export function closeIfDone(draft: Draft): void {
  const { order } = draft.held
  if (order.closing === undefined || order.status === 'paid' || order.status === 'closed') return
  if (pendingAttempts(draft.held).length > 0) return
  draft.setOrder({ ...without(order, 'nextCheckAt'), status: 'closed' })
  draft.journal('order.closed', undefined, { by: order.closing })
  draft.event('payment.closed')
}

/** Undone at the counter: money that was taken is back at the payer. */
export function attemptReversed(draft: Draft, attempt: AttemptRow, before: PaymentStatus, world: BookingWorld): void {
  if (before === 'paid') undone(draft, attempt, world)
  else {
    draft.event('payment.failed', { attempt: attempt.id, reason: 'reversed' })
    closeIfDone(draft)
  }
}

function undone(draft: Draft, attempt: AttemptRow, world: BookingWorld): void {
  const amount = remaining(draft.held, attempt)
  if (amount > 0n) {
    const refund = newRefund(draft, attempt, 'reversal', amount, world)
    draft.setRefund({ ...refund, status: 'refunded', sentAt: world.now, refundedAt: world.now })
  }
  const stood = paidAttempt(draft.held)?.id === attempt.id
  if (stood) draft.setOrder({ ...without(draft.held.order, 'paidAttemptId'), status: 'closed' })
  draft.journal('order.reversed', attempt.id, { amount: amount.toString(), stood })
  draft.event('payment.reversed', { attempt: attempt.id })
}
