import type { Absent, Instant, RefundFact, RefundRef } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { Draft, without } from '../booking/draft.ts'
import { waitsForOperator } from '../booking/standing.ts'
import type { Held, RefundRow } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import { sendRefund } from '../refund/send-refund.ts'
import { bookFact } from '../settle/book-fact.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { nextDelay } from './next-delay.ts'

/** Brings one refund as far as its wallet lets it come now. Answers whether it moved. */
export async function visitRefund(world: CashierWorld, orderId: string, refundId: string): Promise<boolean> {
  const held = await world.books.read.order({ id: orderId })
  const refund = held?.refunds.find(({ id }) => id === refundId)
  if (!held || !refund || refund.nextCheckAt === undefined) return false
  await visit(world, held, refund)
  const after = await world.books.read.order({ id: orderId })
  return after?.refunds.find(({ id }) => id === refundId)?.status !== refund.status
}

async function visit(world: CashierWorld, held: Held, refund: RefundRow): Promise<void> {
  const account = world.wallets.account(refund.account)
  // Not sent yet, or failed and to be repeated by itself.
  if (refund.sentAt === undefined || refund.status === 'failed') return sendAndPlan(world, refund)
  if (!account.manifest.abilities.includes('queryRefund')) {
    // Where nobody can be asked, the same number again is the question.
    return refund.kind === 'external' ? plan(world, refund) : sendAndPlan(world, refund)
  }
  const earliest = refund.sentAt + account.manifest.timing.earliestRefundQueryMs
  if (world.clock.nowMs() < earliest) return plan(world, refund, earliest)
  const found = await asked(world, refund, () => account.queryRefund(refOf(held, refund)))
  if (found?.kind === 'refund') await bookFound(world, refund, found)
  const isLost = found?.kind === 'absent' && found.mayAppearUntil === undefined && refund.kind !== 'external'
  const sent = isLost ? await sendRefund(world, refund, true) : undefined
  await plan(world, refund, found?.kind === 'absent' ? (found.mayAppearUntil ?? sent?.notBefore) : undefined)
}

async function sendAndPlan(world: CashierWorld, refund: RefundRow): Promise<void> {
  const { notBefore } = await sendRefund(world, refund)
  await plan(world, refund, notBefore)
}

async function asked(
  world: CashierWorld,
  { account, orderId }: RefundRow,
  work: () => Promise<RefundFact | Absent>,
): Promise<RefundFact | Absent | undefined> {
  try {
    return await world.guard.call(account, work)
  } catch (error) {
    world.log.write({ event: 'follow-up.failed', orderId, code: isTPError(error) ? error.code : 'INTERNAL' })
    return undefined
  }
}

function bookFound(world: CashierWorld, seen: RefundRow, fact: RefundFact): Promise<void> {
  return world.books.transact(function* (): Work<void> {
    const held = yield* readOrder({ id: seen.orderId })
    const attempt = held?.attempts.find(({ id }) => id === seen.attemptId)
    const refund = held?.refunds.find(({ id }) => id === seen.id)
    if (!held || !attempt || !refund || isOvertaken(seen, refund, fact)) return
    yield* bookFact(world, held, attempt, fact)
  })
}

/** Asked before a notify told of a standstill, and therefore older than it. */
function isOvertaken(seen: RefundRow, refund: RefundRow, { status }: RefundFact): boolean {
  return status === 'processing' && waitsForOperator(refund) && !waitsForOperator(seen)
}

/** When it is looked at next, unless this visit ended it. */
function plan(world: CashierWorld, seen: RefundRow, until?: Instant): Promise<void> {
  return world.books.transact(function* (): Work<void> {
    const held = yield* readOrder({ id: seen.orderId })
    const refund = held?.refunds.find(({ id }) => id === seen.id)
    if (!held || !refund || refund.nextCheckAt === undefined) return
    const now = world.clock.nowMs()
    const { followUpMs } = world.wallets.account(refund.account).manifest.timing
    const schedule = waitsForOperator(refund) ? followUpMs.slice(-1) : followUpMs
    const nextCheckAt = until !== undefined && until > now ? until : now + nextDelay(refund.checks, schedule, world.random)
    const draft = new Draft(held, bookingWorld(world, held.order))
    draft.setRefund({ ...without(refund, 'nextCheckAt'), checks: refund.checks + 1, nextCheckAt })
    yield* write(draft.changes())
  })
}

function refOf({ attempts }: Held, refund: RefundRow): RefundRef {
  const { outTradeNo, outRefundNo, refundId, sentAt, amount, attemptId, createdAt } = refund
  const attempt = attempts.find(({ id }) => id === attemptId)
  return {
    ...{ outTradeNo, outRefundNo, amount, total: attempt?.total ?? amount, startedAt: attempt?.createdAt ?? createdAt },
    ...(attempt?.transactionId !== undefined && { transactionId: attempt.transactionId }),
    ...(attempt?.paidAt !== undefined && { paidAt: attempt.paidAt }),
    ...(refundId !== undefined && { refundId }),
    ...(sentAt !== undefined && { refundSentAt: sentAt }),
  }
}
