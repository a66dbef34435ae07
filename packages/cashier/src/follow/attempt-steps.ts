import type { Absent, AttemptRef, Failure, FailureCode, Instant, PayCommand, PaymentFact } from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { isTPError } from '@tpkit/core/errors'
import { without } from '../booking/draft.ts'
import { isWorthTelling } from '../booking/standing.ts'
import type { AttemptRow } from '../books/rows.ts'
import { readOrder, type Work } from '../books/work.ts'
import { callWrite } from '../guard/call.ts'
import { commandOf } from '../pay/kept-command.ts'
import { bookFact } from '../settle/book-fact.ts'
import type { CashierWorld } from '../world.ts'
import { amend, markUnknown } from './amend.ts'
import type { CallStep, Learned, Surroundings } from './next-step.ts'

/** An attempt, as one step of a visit finds it. */
export interface Visit extends Surroundings {
  readonly account: Account
  readonly attempt: AttemptRow
}

type StepCall = (world: CashierWorld, visit: Visit, learned: Learned) => Promise<Learned>

/** The calls that a visit is made of; each answers what is known after it. */
export const CALLS: Readonly<Record<CallStep['do'], StepCall>> = {
  query: look,
  close: (world, visit, learned) => end(world, visit, learned, 'close'),
  reverse: (world, visit, learned) => end(world, visit, learned, 'reverse'),
  'pay-again': payAgain,
}

async function look(world: CashierWorld, { account, attempt }: Visit, learned: Learned): Promise<Learned> {
  const found = await asked(world, attempt, () => account.query(refOf(attempt)))
  if (!found) return { ...learned, unclear: true }
  if (found.kind === 'absent') {
    const { mayAppearUntil } = found
    return { ...learned, ...(mayAppearUntil === undefined ? { looked: 'absent' } : { looked: 'not-yet', until: mayAppearUntil }) }
  }
  await bookFound(world, attempt, found)
  return { ...learned, looked: 'there' }
}

/** Undefined where the wallet could not tell. */
async function asked(
  world: CashierWorld,
  { account, orderId }: AttemptRow,
  work: () => Promise<PaymentFact | Absent>,
): Promise<PaymentFact | Absent | undefined> {
  try {
    return await world.guard.call(account, work)
  } catch (error) {
    world.log.write({ event: 'follow-up.failed', orderId, code: isTPError(error) ? error.code : 'INTERNAL' })
    return undefined
  }
}

function bookFound(world: CashierWorld, { id, orderId }: AttemptRow, fact: PaymentFact): Promise<void> {
  return world.books.transact(function* (): Work<void> {
    const held = yield* readOrder({ id: orderId })
    const attempt = held?.attempts.find((one) => one.id === id)
    if (held && attempt) yield* bookFact(world, held, attempt, fact)
  })
}

async function end(
  world: CashierWorld,
  { account, attempt }: Visit,
  learned: Learned,
  how: 'close' | 'reverse',
): Promise<Learned> {
  const mark = (code: string) =>
    amend(world, attempt, (draft, held) => markUnknown(draft, held, { asked: how, since: world.clock.nowMs(), code }))
  // Should this process end now, whoever books the payment has to know that it may be undone. A paid attempt is never closed.
  if (how === 'reverse') await mark('SENT')
  const outcome = await callWrite(world, attempt.account, () => account[how](refOf(attempt)))
  if (outcome.kind === 'done') {
    await bookFound(world, attempt, outcome.value)
    // Whatever it did not end is looked at on the next visit.
    return { unclear: true }
  }
  // What it was before the refusal proves nothing any more.
  if (outcome.kind === 'refused') return refusal(learned, outcome.failure)
  await mark(outcome.failure.code)
  return { ...learned, unclear: true }
}

/** Refusals that say nothing about the payment: the call did not get through to whoever knows it. */
const NOT_HEARD: readonly FailureCode[] = ['UNAVAILABLE', 'TIMEOUT', 'RATE', 'UNAUTHORIZED', 'CONFIG', 'INTERNAL']

function refusal(learned: Learned, { code }: Failure): Learned {
  return NOT_HEARD.includes(code) ? { ...learned, unclear: true } : { refused: true }
}

/** The same payment under the same number: it finds what is still on its way, and is closed with it. */
async function payAgain(world: CashierWorld, { account, attempt }: Visit, learned: Learned): Promise<Learned> {
  const kept = await world.books.read.evidenceOf(attempt.orderId, attempt.account, 'command')
  const command = kept && commandOf(kept.text)
  if (command?.outTradeNo !== attempt.outTradeNo) return { ...learned, refused: true }
  const now = world.clock.nowMs()
  const again = stillGood(command, now)
  await amend(world, attempt, (draft, held) => {
    draft.setAttempt({ ...held, sentAt: now })
    if (isWorthTelling(held)) draft.journal('attempt.sent-again', held.id, {})
  })
  // A retired account repeats only what is said to be unknown.
  const outcome = await callWrite(world, attempt.account, () => account.pay(again, account.retired ? { afterUnknown: true } : {}))
  // The wallet may have learned of the first one meanwhile: it is looked at once more.
  if (outcome.kind === 'refused') return refusal(learned, outcome.failure)
  if (outcome.kind === 'unknown') return { ...learned, unclear: true }
  await amend(world, attempt, (draft, held) => {
    draft.setAttempt(without(held, 'unknown'))
    draft.journal('attempt.known', held.id, { status: held.status, asked: 'pay' })
  })
  return {}
}

/** An expiry that is over would be refused; what is closed at once needs none. */
function stillGood({ expiresAt, ...command }: PayCommand, now: Instant): PayCommand {
  return (expiresAt !== undefined && expiresAt > now ? { ...command, expiresAt } : command) as PayCommand // the same scene's fields
}

function refOf({ outTradeNo, scene, transactionId, total, createdAt, sentAt, paidAt, expiresAt }: AttemptRow): AttemptRef {
  return {
    ...{ outTradeNo, scene, total, startedAt: createdAt, expiresAt },
    ...(transactionId !== undefined && { transactionId }),
    ...(sentAt !== undefined && { sentAt }),
    ...(paidAt !== undefined && { paidAt }),
  }
}
