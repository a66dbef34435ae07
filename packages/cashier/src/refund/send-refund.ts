import type { Failure, Instant, Outcome, RefundCommand, RefundFact } from '@tpkit/core'
import { Draft, without } from '../booking/draft.ts'
import { nextTry } from '../booking/refund.ts'
import { isWorthTelling, waitsForOperator } from '../booking/standing.ts'
import type { Held, RefundRow } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import { callWrite } from '../guard/call.ts'
import { bookFact } from '../settle/book-fact.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { spacedFrom } from './spacing.ts'

export interface SentRefund {
  readonly row: RefundRow
  /** Why it provably did not happen. */
  readonly refusal?: Failure
  /** It was not sent: too soon behind another refund of the payment. */
  readonly notBefore?: Instant
}

/**
 * Sends a refund that is written down, always under its number, and books what came of it.
 *
 * @param isAbsent the wallet has just said that it knows nothing of an earlier call, and that none can arrive any more
 */
export async function sendRefund(world: CashierWorld, { id, orderId }: RefundRow, isAbsent = false): Promise<SentRefund> {
  const sending = await world.books.transact(() => markSent(world, orderId, id, isAbsent))
  if (!sending) return { row: await current(world, orderId, id) }
  if ('notBefore' in sending) return sending
  const { command, before } = sending
  const account = world.wallets.account(before.account)
  // Money rule 2: what may have been sent already is repeated, and a refusal of the repeat says nothing about it.
  const mayHaveBeen = before.sentAt !== undefined && before.status === 'processing' && !isAbsent
  const options = mayHaveBeen ? ({ afterUnknown: true } as const) : {}
  const outcome = await callWrite(world, before.account, () => account.refund(command, options))
  const row = await world.books.transact(() => bookOutcome(world, orderId, id, outcome))
  return outcome.kind === 'refused' && row.status === 'failed' ? { row, refusal: outcome.failure } : { row }
}

interface Sending {
  readonly command: RefundCommand
  /** As it was before this call. */
  readonly before: RefundRow
}

/** Undefined where there is nothing to send any more. Under the lock, so that two at once are not sent together. */
function* markSent(
  world: CashierWorld,
  orderId: string,
  id: string,
  isAbsent: boolean,
): Work<Sending | Required<Pick<SentRefund, 'row' | 'notBefore'>> | undefined> {
  const held = yield* readOrder({ id: orderId })
  const before = held?.refunds.find((one) => one.id === id)
  if (!held || !before || before.status === 'refunded' || before.status === 'closed') return undefined
  const now = world.clock.nowMs()
  const draft = new Draft(held, bookingWorld(world, held.order))
  const notBefore = spacedFrom(held, before, now, world.wallets.account(before.account).manifest.timing.refundSpacingMs)
  if (notBefore > now) {
    const row = { ...before, nextCheckAt: notBefore }
    draft.setRefund(row)
    yield* write(draft.changes())
    return { row, notBefore }
  }
  const base = isAbsent ? without(before, 'unknown') : before
  draft.setRefund({ ...base, status: 'processing', sentAt: now, nextCheckAt: now + world.settings.leaseMs })
  if (isWorthTelling(before))
    draft.journal(before.sentAt === undefined ? 'refund.sent' : 'refund.sent-again', id, { outRefundNo: before.outRefundNo })
  yield* write(draft.changes())
  return { command: commandOf(held, before), before }
}

function commandOf({ attempts }: Held, refund: RefundRow): RefundCommand {
  const { outTradeNo, outRefundNo, amount, reason } = refund
  const attempt = attempts.find(({ id }) => id === refund.attemptId)
  if (!attempt) throw new Error(`expected the attempt ${refund.attemptId} beside its refund`)
  const { total, transactionId, paidAt, createdAt } = attempt
  return {
    ...{ outTradeNo, outRefundNo, amount, total, startedAt: createdAt },
    ...(transactionId !== undefined && { transactionId }),
    ...(paidAt !== undefined && { paidAt }),
    ...(reason !== undefined && { reason }),
  }
}

function* bookOutcome(world: CashierWorld, orderId: string, id: string, outcome: Outcome<RefundFact>): Work<RefundRow> {
  const held = yield* readOrder({ id: orderId })
  const refund = held?.refunds.find((one) => one.id === id)
  const attempt = held?.attempts.find((one) => one.id === refund?.attemptId)
  if (!held || !refund || !attempt) throw new Error(`expected the refund ${id} in the books: it was written before it was sent`)
  if (outcome.kind === 'done') {
    const booked = yield* bookFact(world, held, attempt, outcome.value)
    return yield* accepted(world, booked.held, id)
  }
  if (refund.status !== 'processing') return refund
  const draft = new Draft(held, bookingWorld(world, held.order))
  if (outcome.kind === 'refused' && !refund.unknown) refused(draft, refund, outcome.failure.code, world)
  else leftUnknown(draft, refund, outcome, world)
  yield* write(draft.changes())
  return rowOf(draft.held, id)
}

/** The wallet has it: the next look comes by its schedule. */
function* accepted(world: CashierWorld, held: Held, id: string): Work<RefundRow> {
  const refund = rowOf(held, id)
  // Where it stands still, the booking said already when it is looked at.
  if (refund.status !== 'processing' || waitsForOperator(refund)) return refund
  const draft = new Draft(held, bookingWorld(world, held.order))
  const { timing } = world.wallets.account(refund.account).manifest
  const first = Math.max(timing.followUpMs[0] ?? 0, timing.earliestRefundQueryMs)
  draft.setRefund({ ...without(refund, 'unknown'), nextCheckAt: world.clock.nowMs() + first })
  yield* write(draft.changes())
  return rowOf(draft.held, id)
}

function refused(draft: Draft, refund: RefundRow, code: string, world: CashierWorld): void {
  const failed: RefundRow = { ...without(refund, 'nextCheckAt'), status: 'failed' }
  const again = nextTry(failed, bookingWorld(world, draft.held.order), refund.refundId === undefined)
  draft.setRefund(again === undefined ? failed : { ...failed, nextCheckAt: again })
  // What goes back by itself is tried again and again: told once.
  if (refund.kind !== 'requested' && refund.checks > 0) return
  draft.journal('refund.refused', refund.id, { code })
  draft.event('refund.failed', { refund: refund.id, reason: code })
}

function leftUnknown(
  draft: Draft,
  refund: RefundRow,
  outcome: Exclude<Outcome<RefundFact>, { kind: 'done' }>,
  world: CashierWorld,
): void {
  const now = world.clock.nowMs()
  const { followUpMs } = world.wallets.account(refund.account).manifest.timing
  const waitMs = (outcome.kind === 'unknown' ? outcome.checkAfterMs : undefined) ?? followUpMs[0] ?? 0
  const { code } = outcome.failure
  const asked = { asked: 'refund', since: refund.unknown?.since ?? now, code } as const
  // That somebody has to act weighs more than that an answer was lost.
  const unknown = refund.unknown && waitsForOperator(refund) ? refund.unknown : asked
  draft.setRefund({ ...refund, unknown, nextCheckAt: now + waitMs })
  if (!refund.unknown) draft.journal('refund.unknown', refund.id, { code })
}

function rowOf({ refunds }: Held, id: string): RefundRow {
  const row = refunds.find((one) => one.id === id)
  if (!row) throw new Error(`expected the refund ${id} in its order`)
  return row
}

async function current({ books }: CashierWorld, orderId: string, id: string): Promise<RefundRow> {
  const held = await books.read.order({ id: orderId })
  if (!held) throw new Error(`expected the order ${orderId} in the books`)
  return rowOf(held, id)
}
