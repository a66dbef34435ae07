import { Draft, journalMoney } from '../booking/draft.ts'
import type { AttemptRow, Held } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { type Ask, commandOf, type Tried } from './ask.ts'
import { commandText } from './kept-command.ts'
import type { Plan } from './planned.ts'
import { firstLookMs } from './send.ts'
import { targetOf } from './target.ts'

/** Writes a new attempt down, as pending and with its expiry, before anything is sent. */
export function* startAttempt(world: CashierWorld, held: Held, ask: Ask, tried: Tried): Work<Plan> {
  const account = targetOf(world, ask, tried)
  if (typeof account !== 'string') return { kind: 'refused', failure: account, held }
  const attempt = yield* newAttempt(world, held, ask, account)
  const draft = new Draft(held, bookingWorld(world, held.order))
  draft.setAttempt(attempt)
  const command = draft.evidence('command', account, commandText(commandOf(ask.order, attempt)))
  const { outTradeNo, scene, total } = attempt
  draft.journal('attempt.started', attempt.id, { account, outTradeNo, scene, ...journalMoney(total), command })
  yield* write(draft.changes())
  return { kind: 'send', held: draft.held, attempt, again: false }
}

function* newAttempt(world: CashierWorld, held: Held, { order }: Ask, account: string): Work<AttemptRow> {
  const { ids, clock } = world
  const now = clock.nowMs()
  return {
    id: ids.next('att'),
    orderId: held.order.id,
    account,
    outTradeNo: yield* freeNumber(world, held, account),
    scene: order.scene,
    total: order.total,
    status: 'pending',
    createdAt: now,
    sentAt: now,
    expiresAt: held.order.expiresAt,
    // Should this process end before it hears an answer, another one asks.
    nextCheckAt: now + firstLookMs({ account, scene: order.scene }, world),
    checks: 0,
  }
}

/** The merchant's own number for the first attempt, where the wallet can take it and it is free there. */
function* freeNumber({ wallets, ids }: CashierWorld, { order, attempts }: Held, account: string): Work<string> {
  const { minLength, maxLength, alphabet } = wallets.account(account).manifest.limits.outTradeNo
  const fits = new RegExp(`^[${alphabet}]{${minLength},${maxLength}}$`).test(order.orderNo)
  if (!fits || attempts.length > 0) return ids.number()
  return (yield* readOrder({ account, outTradeNo: order.orderNo })) ? ids.number() : order.orderNo
}
