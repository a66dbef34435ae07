import { type FailureCode, fail, type Instant, type Manifest } from '@tpkit/core'
import { Draft, without } from '../booking/draft.ts'
import { pendingAttempts } from '../booking/standing.ts'
import type { AttemptRow, Held } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import { wishEnd } from '../close/closing.ts'
import { isCreatedOnScan } from '../follow/next-step.ts'
import { fingerprint } from '../idempotency/fingerprint.ts'
import { takeKey } from '../idempotency/key.ts'
import { promptOf } from '../views/order-view.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { type Ask, differs, isInPlace, isWhereItBelongs, type Tried } from './ask.ts'
import { openOrder } from './open-order.ts'
import type { Plan } from './planned.ts'
import { startAttempt } from './start-attempt.ts'

/** Decides in one transaction, and writes what is sent afterwards. Money rule 1: stored before it is sent. */
export function* planPay(world: CashierWorld, ask: Ask, tried: Tried): Work<Plan> {
  const { merchant, order, options } = ask
  const key = { merchant, key: options.idempotencyKey, now: world.clock.nowMs(), fingerprint: fingerprint('pay', order) }
  const clash = yield* takeKey(key)
  if (clash) return { kind: 'refused', failure: clash }
  const held = yield* readOrder({ merchant, orderNo: order.orderNo })
  if (!held) return yield* openOrder(world, ask, tried)
  return refusal(held, ask, key.now) ?? (yield* goOn(world, held, ask, tried))
}

function refused(held: Held, code: FailureCode, found: string): Plan {
  return { kind: 'refused', failure: fail(code, `order ${held.order.orderNo}: ${found}`), held }
}

/** Why nothing more is started for an order that stands already. */
function refusal(held: Held, ask: Ask, now: Instant): Plan | undefined {
  const { status, closing, expiresAt } = held.order
  const other = differs(held, ask)
  if (other !== undefined)
    return refused(held, 'CONFLICT', `expected the ${other} that it was opened with, found another; use a new number`)
  if (status === 'paid') return { kind: 'answer', held }
  if (status === 'review')
    return refused(held, 'CONFLICT', 'expected one that may be paid, found that an operator decides about it first')
  if (status === 'closed') return refused(held, 'CONFLICT', 'expected an open one, found it closed; use a new number')
  if (closing === undefined && now < expiresAt) return undefined
  return refused(
    held,
    'CONFLICT',
    'expected an open one, found that its time is over or that it is being closed; use a new number',
  )
}

function* goOn(world: CashierWorld, held: Held, ask: Ask, tried: Tried): Work<Plan> {
  const pending = pendingAttempts(held)
  const here = pending.find((attempt) => isInPlace(attempt, ask))
  if (here) return yield* repeat(world, held, here)
  if (pending.length === 0) return yield* startAttempt(world, held, ask, tried)
  const back = pending.find((attempt) => isWantedBack(world, attempt, ask))
  if (back && pending.every((one) => one === back || one.wish !== undefined)) return yield* wantedAgain(world, held, back)
  if (!tried.cleared) return yield* clear(world, held, pending)
  const mayOverlap = ask.policy.switch === 'overlap' && pending.every(({ scene }) => scene !== 'micropay')
  return mayOverlap ? yield* startAttempt(world, held, ask, tried) : waits(world, held, pending)
}

/** The same attempt again: its prompt, or the same number sent again where the prompt was lost. */
function* repeat(world: CashierWorld, held: Held, attempt: AttemptRow): Work<Plan> {
  const now = world.clock.nowMs()
  // What the payer showed at the counter is good for one try: it is asked after, never sent again.
  if (attempt.scene === 'micropay') return { kind: 'answer', held, attempt }
  if (!attempt.unknown && promptOf(attempt, now)) return { kind: 'answer', held, attempt }
  const draft = new Draft(held, bookingWorld(world, held.order))
  draft.setAttempt({ ...attempt, sentAt: now })
  draft.journal('attempt.sent-again', attempt.id, {})
  yield* write(draft.changes())
  return { kind: 'send', held: draft.held, attempt: { ...attempt, sentAt: now }, again: true }
}

/** Asked to end where nothing could end it: what the payer holds is good all the while, so it is shown again and not waited for. */
function isWantedBack({ wallets }: CashierWorld, attempt: AttemptRow, ask: Ask): boolean {
  if (attempt.wish !== 'close' || attempt.unknown || !isWhereItBelongs(attempt, ask)) return false
  return isCreatedOnScan(attempt, wallets.account(attempt.account).manifest)
}

function* wantedAgain(world: CashierWorld, held: Held, back: AttemptRow): Work<Plan> {
  const draft = new Draft(held, bookingWorld(world, held.order))
  const attempt = without(back, 'wish')
  draft.setAttempt(attempt)
  draft.journal('attempt.wanted-again', attempt.id, {})
  yield* write(draft.changes())
  return yield* repeat(world, draft.held, attempt)
}

/** Close, then switch: the old attempts are asked to end first. */
function* clear(world: CashierWorld, held: Held, pending: readonly AttemptRow[]): Work<Plan> {
  const draft = new Draft(held, bookingWorld(world, held.order))
  for (const attempt of pending) wishEnd(draft, attempt, world.clock.nowMs())
  draft.journal('order.switching', undefined, { attempts: pending.length })
  yield* write(draft.changes())
  return { kind: 'clear', held: draft.held, attempts: pending }
}

function waits({ wallets }: CashierWorld, held: Held, pending: readonly AttemptRow[]): Plan {
  const lasting = pending.find((attempt) => isBeforeScan(attempt, wallets.account(attempt.account).manifest))
  if (lasting) return lasts(held, lasting)
  const due = pending.flatMap(({ nextCheckAt }) => (nextCheckAt === undefined ? [] : [nextCheckAt]))
  const plan = refused(
    held,
    'CONFLICT',
    `expected its earlier payment at ${pending[0]?.account} to have ended, found it open; pay again later`,
  )
  return due.length === 0 || plan.kind !== 'refused' ? plan : { ...plan, retryAt: Math.min(...due) }
}

/** What the wallet named a number for is there, and so may be what a lost close was about: the next visit ends it. */
function isBeforeScan(attempt: AttemptRow, manifest: Manifest): boolean {
  const { transactionId, unknown } = attempt
  return isCreatedOnScan(attempt, manifest) && transactionId === undefined && unknown?.asked !== 'close'
}

/** No time to come again is told: the order itself is over by then. */
function lasts(held: Held, { account, expiresAt }: AttemptRow): Plan {
  const until = new Date(expiresAt).toISOString()
  return refused(
    held,
    'CONFLICT',
    `expected its earlier payment at ${account} to have ended, found that its payer may come until ${until} and that nothing voids it before; let it be paid there, or allow switch: overlap`,
  )
}
