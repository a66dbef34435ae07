import type { CallOptions, Outcome, PayCommand, PayReply } from '@tpkit/core'
import { Draft, without } from '../booking/draft.ts'
import { closeIfDone } from '../booking/moves.ts'
import type { AttemptRow, Held } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import { callWrite } from '../guard/call.ts'
import { bookFact } from '../settle/book-fact.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'

/** Sends an attempt that is written down, and books what came of it. Answers the outcome, and how the order then stands. */
export async function sendAttempt(
  world: CashierWorld,
  attempt: AttemptRow,
  command: PayCommand,
  options: CallOptions,
): Promise<{ readonly outcome: Outcome<PayReply>; readonly held: Held }> {
  const account = world.wallets.account(attempt.account)
  const outcome = await callWrite(world, attempt.account, () => account.pay(command, options))
  const held = await world.books.transact(() => bookOutcome(world, attempt, outcome))
  return { outcome, held }
}

function* bookOutcome(world: CashierWorld, { id, orderId }: AttemptRow, outcome: Outcome<PayReply>): Work<Held> {
  const held = yield* readOrder({ id: orderId })
  const attempt = held?.attempts.find((one) => one.id === id)
  if (!held || !attempt) throw new Error(`expected the attempt ${id} in the books: it was written before it was sent`)
  const draft = new Draft(held, bookingWorld(world, held.order))
  if (attempt.status === 'pending') outcomeOf(draft, attempt, outcome, world)
  if (!draft.isEmpty) yield* write(draft.changes())
  if (outcome.kind !== 'done' || !outcome.value.fact) return draft.held
  const current = draft.held.attempts.find((one) => one.id === id) ?? attempt
  return (yield* bookFact(world, draft.held, current, outcome.value.fact)).held
}

function outcomeOf(draft: Draft, attempt: AttemptRow, outcome: Outcome<PayReply>, world: CashierWorld): void {
  if (outcome.kind === 'done') prompted(draft, attempt, outcome.value, world)
  // A refusal after an unknown outcome says nothing about that one.
  else if (outcome.kind === 'refused' && !attempt.unknown) refused(draft, attempt, outcome.failure.code)
  else leftUnknown(draft, attempt, outcome, world)
}

function refused(draft: Draft, attempt: AttemptRow, code: string): void {
  draft.setAttempt({ ...without(attempt, 'nextCheckAt', 'wish'), status: 'failed' })
  draft.journal('attempt.refused', attempt.id, { code })
  closeIfDone(draft)
}

function leftUnknown(
  draft: Draft,
  attempt: AttemptRow,
  outcome: Exclude<Outcome<PayReply>, { kind: 'done' }>,
  world: CashierWorld,
): void {
  const { code } = outcome.failure
  const now = world.clock.nowMs()
  const waitMs = (outcome.kind === 'unknown' ? outcome.checkAfterMs : undefined) ?? firstLookMs(attempt, world)
  const unknown = { asked: 'pay', since: attempt.unknown?.since ?? now, code } as const
  draft.setAttempt({ ...attempt, unknown, nextCheckAt: attempt.wish === undefined ? now + waitMs : now })
  if (!attempt.unknown) draft.journal('attempt.unknown', attempt.id, { asked: 'pay', code })
}

function prompted(draft: Draft, attempt: AttemptRow, { prompt }: PayReply, world: CashierWorld): void {
  const known = without(attempt, 'unknown')
  const nextCheckAt = attempt.wish === undefined ? world.clock.nowMs() + firstLookMs(attempt, world) : world.clock.nowMs()
  draft.setAttempt({ ...known, ...(prompt && { prompt }), nextCheckAt })
  draft.journal('attempt.prompted', attempt.id, { ...(prompt && { prompt: prompt.kind }) })
}

/** When an attempt that was just sent is looked at first. */
export function firstLookMs(
  { account, scene }: Pick<AttemptRow, 'account' | 'scene'>,
  { wallets }: Pick<CashierWorld, 'wallets'>,
): number {
  const { micropay, followUpMs } = wallets.account(account).manifest.timing
  return (scene === 'micropay' ? micropay?.pollMs : undefined) ?? followUpMs[0] ?? 0
}
