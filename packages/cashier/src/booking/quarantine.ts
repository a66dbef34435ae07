import type { Fact } from '@tpkit/core'
import type { AttemptRow, RefundRow } from '../books/rows.ts'
import { type Draft, sha256 } from './draft.ts'

/** A genuine fact that does not fit: kept, told, and nothing else. Said again, it is not told again. */
export function quarantineAttempt(draft: Draft, attempt: AttemptRow, fact: Fact, reason: string): void {
  const mark = markOf(fact, reason)
  if (attempt.quarantine === mark) return
  draft.setAttempt({ ...attempt, quarantine: mark })
  tell(draft, attempt.account, attempt.id, fact, reason)
  draft.event('alarm.quarantined', { attempt: attempt.id, reason })
}

export function quarantineRefund(draft: Draft, refund: RefundRow, fact: Fact, reason: string): void {
  const mark = markOf(fact, reason)
  if (refund.quarantine === mark) return
  draft.setRefund({ ...refund, quarantine: mark })
  tell(draft, refund.account, refund.id, fact, reason)
  draft.event('alarm.quarantined', { refund: refund.id, reason })
}

function tell(draft: Draft, account: string, subject: string, fact: Fact, reason: string): void {
  const raw = draft.evidence('raw', account, JSON.stringify(fact.raw))
  draft.journal('fact.quarantined', subject, { reason, source: fact.source, status: fact.status, raw })
}

function markOf({ status }: Fact, reason: string): string {
  return sha256(`${status} ${reason}`).slice(0, 32)
}
