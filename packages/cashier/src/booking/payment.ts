import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { applyPayment, bind, type Payment, type PaymentFact, type PaymentStatus, type Verdict } from '@tpkit/core'
import type { AttemptRow, Held } from '../books/rows.ts'
import type { Booking, BookingWorld } from './booking.ts'
import { Draft, journalMoney, without } from './draft.ts'
import { attemptEnded, attemptPaid, attemptPaidLate, attemptReversed } from './moves.ts'
import { quarantineAttempt } from './quarantine.ts'
import { notProof } from './source.ts'

/**
 * What a payment fact does to the order of an attempt: the one function for replies, queries, notifies, statement lines and what
 * was parked. Booking the same fact again changes nothing.
 */
export function bookPayment(held: Held, attempt: AttemptRow, fact: PaymentFact, world: BookingWorld): Booking {
  const draft = new Draft(held, world)
  const { verdict, reason } = book(draft, attempt, fact, world)
  const changes = draft.isEmpty ? [] : draft.changes()
  return { held: draft.held, changes, verdict, ...(reason !== undefined && { reason }) }
}

type Booked = Pick<Booking, 'verdict' | 'reason'>

function book(draft: Draft, attempt: AttemptRow, fact: PaymentFact, world: BookingWorld): Booked {
  const foreign = notProof(fact) ?? notOurs(attempt, fact, world)
  if (foreign !== undefined) return quarantined(draft, attempt, fact, foreign)
  const verdict = applyPayment(attempt, fact)
  switch (verdict.kind) {
    case 'conflict':
      return quarantined(draft, attempt, fact, verdict.reason)
    case 'ask':
      lookAgain(draft, attempt, world)
      return { verdict: 'ask', reason: verdict.reason }
    case 'stale':
      return { verdict: 'stale' }
    case 'same':
      learn(draft, attempt, fact, world)
      return { verdict: 'same' }
    default:
      move(draft, attempt, fact, verdict, world)
      return { verdict: verdict.kind }
  }
}

/** Money rule 5: a genuine message must also be about our merchant, application, order and amount. */
function notOurs({ account, outTradeNo, total }: AttemptRow, fact: PaymentFact, world: BookingWorld): string | undefined {
  const binding = bind({ payee: world.account(account).payee, outTradeNo, total }, fact)
  return binding.kind === 'foreign' ? binding.message : undefined
}

function quarantined(draft: Draft, attempt: AttemptRow, fact: PaymentFact, reason: string): Booked {
  quarantineAttempt(draft, attempt, fact, reason)
  return { verdict: 'quarantined', reason }
}

function lookAgain(draft: Draft, attempt: AttemptRow, { now }: BookingWorld): void {
  if (attempt.status === 'pending') draft.setAttempt({ ...attempt, nextCheckAt: now })
}

/** Nothing moved; but the wallet knows the attempt, and perhaps told its number. */
function learn(draft: Draft, attempt: AttemptRow, { transactionId }: PaymentFact, world: BookingWorld): void {
  const learnsNumber = transactionId !== undefined && attempt.transactionId === undefined
  const endsUnknown = attempt.unknown !== undefined && !mayStillBeReversed(attempt, world)
  if (!learnsNumber && !endsUnknown) return
  if (endsUnknown) draft.journal('attempt.known', attempt.id, { status: attempt.status, asked: attempt.unknown.asked })
  const known = endsUnknown ? without(attempt, 'unknown') : attempt
  const row = endsUnknown && attempt.status !== 'pending' && attempt.wish === undefined ? without(known, 'nextCheckAt') : known
  draft.setAttempt({ ...row, ...(learnsNumber && { transactionId }) })
}

/** A reversal whose answer was lost may yet be done at the wallet: what it says before that is over is not its last word. */
function mayStillBeReversed({ status, unknown, account }: AttemptRow, { now, account: of }: BookingWorld): boolean {
  if (status !== 'paid' || unknown?.asked !== 'reverse') return false
  return now < unknown.since + of(account).manifest.timing.quietMs
}

type Move = Extract<Verdict<Payment>, { kind: 'moved' | 'late' }>

function move(draft: Draft, attempt: AttemptRow, fact: PaymentFact, { kind, state }: Move, world: BookingWorld): void {
  const raw = draft.evidence('raw', attempt.account, JSON.stringify(fact.raw))
  const { status } = state
  const next = moved(draft, attempt, fact, status, world)
  const before = attempt.status
  draft.setAttempt(next)
  draft.journal(`attempt.${status}`, attempt.id, {
    account: attempt.account,
    outTradeNo: attempt.outTradeNo,
    ...(next.transactionId !== undefined && { transactionId: next.transactionId }),
    ...journalMoney(attempt.total),
    source: fact.source,
    before,
    raw,
  })
  if (kind === 'late') attemptPaidLate(draft, next, world)
  else if (status === 'paid') attemptPaid(draft, next, world)
  else if (status === 'reversed') attemptReversed(draft, next, before, world)
  else attemptEnded(draft, next)
}

/** The attempt as the fact leaves it: final, with nothing left to look for. */
function moved(draft: Draft, attempt: AttemptRow, fact: PaymentFact, status: PaymentStatus, world: BookingWorld): AttemptRow {
  const { now, settings } = world
  const next: AttemptRow = {
    ...without(attempt, 'unknown', 'wish', 'nextCheckAt'),
    status,
    checks: 0,
    ...(fact.transactionId !== undefined && { transactionId: fact.transactionId }),
  }
  if (status !== 'paid' || fact.status !== 'paid') return next
  const payer = fact.payer?.id
  if (payer !== undefined) draft.evidence('payer', attempt.account, payer)
  return {
    ...next,
    ...watchedForReversal(attempt, world),
    paidAt: fact.paidAt ?? now,
    ...(fact.payerTotal && isSane(fact.payerTotal, attempt) && { payerTotal: fact.payerTotal }),
    ...(payer !== undefined && { payerDigest: payerDigest(payer, settings.digestKey) }),
  }
}

/** Paid while a reversal is on its way: looked at once more when that cannot arrive any longer. */
function watchedForReversal({ unknown, account }: AttemptRow, { account: of }: BookingWorld): Partial<AttemptRow> {
  if (unknown?.asked !== 'reverse') return {}
  return { unknown, nextCheckAt: unknown.since + of(account).manifest.timing.quietMs }
}

/** Of another currency it would stand beside the wrong one. */
function isSane(payerTotal: { readonly currency: string }, { total }: AttemptRow): boolean {
  return payerTotal.currency === total.currency
}

/** Money rule 13: rows and journal know a payer by a keyed digest alone. */
export function payerDigest(payer: string, key: Uint8Array): string {
  return createHmac('sha256', keyObject(key)).update(payer).digest('hex')
}

const keyObjects = new WeakMap<Uint8Array, KeyObject>()

/** Made once for each key: given as bytes, Node takes several times as long to look at the key as for the digest. */
function keyObject(key: Uint8Array): KeyObject {
  const made = keyObjects.get(key) ?? createSecretKey(key)
  keyObjects.set(key, made)
  return made
}
