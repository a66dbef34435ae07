import type { RefundFact } from '@tpkit/core'
import type { RefundRow } from '../books/rows.ts'
import type { BookingWorld } from './booking.ts'
import { type Draft, journalMoney, without } from './draft.ts'
import { waitsForOperator } from './standing.ts'

/**
 * A refund at which the wallet stands still until somebody tells it where the money shall go (退款异常): marked and told once,
 * and no longer marked when the wallet says that it goes on. Its money stays on its way back. Answers whether anything changed.
 */
export function bookStandstill(draft: Draft, refund: RefundRow, fact: RefundFact, world: BookingWorld): boolean {
  if (refund.status !== 'processing' || fact.status !== 'processing') return false
  const waits = waitsForOperator(refund)
  if (fact.needsOperator && !waits) standsStill(draft, refund, fact, world)
  else if (!fact.needsOperator && waits && isNewer(refund, fact)) goesOn(draft, refund, fact, world)
  else return false
  return true
}

function standsStill(draft: Draft, refund: RefundRow, fact: RefundFact, world: BookingWorld): void {
  const { now } = world
  const raw = draft.evidence('raw', refund.account, JSON.stringify(fact.raw))
  const { followUpMs } = world.account(refund.account).manifest.timing
  const unknown = { asked: 'operator', since: now, code: 'NEEDS_OPERATOR' } as const
  draft.setRefund({ ...refund, unknown, nextCheckAt: now + (followUpMs.at(-1) ?? 0) })
  draft.journal('refund.needs-operator', refund.id, { ...told(refund, fact), raw })
  draft.event('refund.needs-operator', { refund: refund.id })
}

function goesOn(draft: Draft, refund: RefundRow, fact: RefundFact, { now, account }: BookingWorld): void {
  const { followUpMs } = account(refund.account).manifest.timing
  draft.setRefund({ ...without(refund, 'unknown'), checks: 0, nextCheckAt: now + (followUpMs[0] ?? 0) })
  draft.journal('refund.processing', refund.id, { ...told(refund, fact), before: refund.status })
}

function told({ account, outRefundNo, amount }: RefundRow, { source }: RefundFact) {
  return { account, outRefundNo, ...journalMoney(amount), source }
}

/** A query says what is. A reply does so where its call began after the standstill; notifies and statements say what was. */
function isNewer({ sentAt = 0, unknown }: RefundRow, { source }: RefundFact): boolean {
  return source === 'query' || (source === 'reply' && sentAt > (unknown?.since ?? 0))
}
