import { applyRefund, bind, type RefundFact } from '@tpkit/core'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'
import type { Booking, BookingWorld } from './booking.ts'
import { Draft, journalMoney, without } from './draft.ts'
import { newRefund } from './moves.ts'
import { bookStandstill } from './needs-operator.ts'
import { quarantineAttempt, quarantineRefund } from './quarantine.ts'
import { notProof } from './source.ts'
import { remaining, waitsForOperator } from './standing.ts'

type Booked = Pick<Booking, 'verdict' | 'reason'>

/** What a refund fact does. `refund` is our row of its number; a number that is not ours was given back elsewhere. */
export function bookRefund(
  held: Held,
  attempt: AttemptRow,
  refund: RefundRow | undefined,
  fact: RefundFact,
  world: BookingWorld,
): Booking {
  const draft = new Draft(held, world)
  const { verdict, reason } = refund ? bookKnown(draft, refund, fact, world) : bookExternal(draft, attempt, fact, world)
  const changes = draft.isEmpty ? [] : draft.changes()
  return { held: draft.held, changes, verdict, ...(reason !== undefined && { reason }) }
}

function bookKnown(draft: Draft, refund: RefundRow, fact: RefundFact, world: BookingWorld): Booked {
  const { payee, manifest } = world.account(refund.account)
  const binding = bind({ payee, ...refund }, fact)
  const foreign = notProof(fact) ?? (binding.kind === 'foreign' ? binding.message : undefined)
  if (foreign !== undefined) return quarantined(draft, refund, fact, foreign)
  const verdict = applyRefund(refund, fact, manifest.timing.failedRefundRepeatsNumber)
  switch (verdict.kind) {
    case 'conflict':
      return quarantined(draft, refund, fact, verdict.reason)
    case 'ask':
      if (refund.nextCheckAt !== undefined) draft.setRefund({ ...refund, nextCheckAt: world.now })
      return { verdict: 'ask', reason: verdict.reason }
    case 'stale':
      return { verdict: 'stale' }
    case 'same':
      learn(draft, refund, fact)
      return { verdict: bookStandstill(draft, current(draft, refund), fact, world) ? 'moved' : 'same' }
    default:
      move(draft, refund, fact, world)
      bookStandstill(draft, current(draft, refund), fact, world)
      return { verdict: verdict.kind }
  }
}

function quarantined(draft: Draft, refund: RefundRow, fact: RefundFact, reason: string): Booked {
  quarantineRefund(draft, refund, fact, reason)
  return { verdict: 'quarantined', reason }
}

function learn(draft: Draft, refund: RefundRow, { refundId }: RefundFact): void {
  const learnsNumber = refundId !== undefined && refund.refundId === undefined
  const endsUnknown = refund.unknown !== undefined && !waitsForOperator(refund)
  if (!learnsNumber && !endsUnknown) return
  if (endsUnknown) draft.journal('refund.known', refund.id, { status: refund.status })
  draft.setRefund({ ...(endsUnknown ? without(refund, 'unknown') : refund), ...(learnsNumber && { refundId }) })
}

/** The refund as it stands under the pen. */
function current(draft: Draft, refund: RefundRow): RefundRow {
  return draft.held.refunds.find(({ id }) => id === refund.id) ?? refund
}

function move(draft: Draft, refund: RefundRow, fact: RefundFact, world: BookingWorld): void {
  const raw = draft.evidence('raw', refund.account, JSON.stringify(fact.raw))
  const next = moved(refund, fact, world)
  draft.setRefund(next)
  const { account, outRefundNo, status: before } = refund
  draft.journal(`refund.${fact.status}`, refund.id, {
    ...{ account, outRefundNo, ...journalMoney(refund.amount), source: fact.source, before, raw },
    ...(next.refundId !== undefined && { refundId: next.refundId }),
  })
  if (fact.status === 'refunded') draft.event('refund.succeeded', { refund: refund.id })
  else if (fact.status !== 'processing') draft.event('refund.failed', { refund: refund.id })
}

function moved(refund: RefundRow, fact: RefundFact, world: BookingWorld): RefundRow {
  const { now } = world
  const next: RefundRow = {
    ...without(refund, 'unknown', 'nextCheckAt'),
    status: fact.status,
    checks: 0,
    ...(fact.refundId !== undefined && { refundId: fact.refundId }),
  }
  if (fact.status === 'refunded') return { ...next, refundedAt: fact.refundedAt ?? now }
  const again = nextTry(next, world)
  return again === undefined ? next : { ...next, nextCheckAt: again }
}

/**
 * What goes back by itself does not end with a refusal: the same number again, where the wallet lets it repeat, or never had it.
 * A number that it gave up is an operator's to replace.
 */
export function nextTry(
  { status, kind, account }: RefundRow,
  { now, account: of }: BookingWorld,
  wasNeverThere = false,
): number | undefined {
  const { followUpMs, failedRefundRepeatsNumber } = of(account).manifest.timing
  if (status === 'processing') return now + (followUpMs[0] ?? 0)
  const isOurs = kind === 'duplicate' || kind === 'late'
  const mayRepeat = failedRefundRepeatsNumber || wasNeverThere
  return status === 'failed' && isOurs && mayRepeat ? now + (followUpMs.at(-1) ?? 0) : undefined
}

/** Given back on the wallet's own pages: booked as told, since the money moved. */
function bookExternal(draft: Draft, attempt: AttemptRow, fact: RefundFact, world: BookingWorld): Booked {
  const unusable = notUsable(attempt, fact, world)
  if (unusable !== undefined) {
    quarantineAttempt(draft, attempt, fact, unusable)
    return { verdict: 'quarantined', reason: unusable }
  }
  if (fact.status === 'failed' || fact.status === 'closed') return { verdict: 'same' }
  if (!fact.amount || attempt.status !== 'paid') {
    if (attempt.status === 'pending') draft.setAttempt({ ...attempt, nextCheckAt: world.now })
    return {
      verdict: 'ask',
      reason: fact.amount ? 'the payment is not known as paid' : 'the wallet named no amount for this refund',
    }
  }
  const left = remaining(draft.held, attempt)
  const { outRefundNo, refundId, status, amount } = fact
  const row: RefundRow = {
    ...newRefund(draft, attempt, 'external', amount.amount, world),
    ...{ outRefundNo, status },
    sentAt: world.now,
    ...(refundId !== undefined && { refundId }),
    ...(status === 'refunded' ? { refundedAt: fact.refundedAt ?? world.now } : { nextCheckAt: world.now }),
  }
  draft.setRefund(row)
  const raw = draft.evidence('raw', attempt.account, JSON.stringify(fact.raw))
  draft.journal('refund.external', row.id, { outRefundNo, ...journalMoney(amount), status, source: fact.source, raw })
  draft.event('refund.external', { refund: row.id })
  bookStandstill(draft, row, fact, world)
  if (amount.amount > left) draft.event('alarm.over-refunded', { refund: row.id, reason: 'more went back than was left' })
  return { verdict: 'moved' }
}

function notUsable({ account, outTradeNo, total }: AttemptRow, fact: RefundFact, world: BookingWorld): string | undefined {
  const { outRefundNo, amount } = fact
  const binding = bind({ payee: world.account(account).payee, outTradeNo, outRefundNo, amount: amount ?? total }, fact)
  if (binding.kind === 'foreign') return binding.message
  return (
    notProof(fact) ??
    (amount && amount.currency !== total.currency ? 'currency: the refund names another than its payment' : undefined)
  )
}
