import { type Failure, fail } from '@tpkit/core'
import { Draft } from '../booking/draft.ts'
import { pendingAttempts } from '../booking/standing.ts'
import type { Held } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import type { Answer, Cashier, OrderRef, OrderView, UseOptions } from '../cashier.ts'
import { visitAttempt } from '../follow/visit-attempt.ts'
import { fingerprint } from '../idempotency/fingerprint.ts'
import { checkKey, takeKey } from '../idempotency/key.ts'
import { checkNumber } from '../pay/check-order.ts'
import { orderView } from '../views/order-view.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { beginClosing } from './closing.ts'

type Plan = { readonly failure: Failure; readonly held?: Held } | { readonly held: Held; readonly failure?: never }

/** Ends an unpaid order: no attempt starts any more, and each wallet is asked to end those that are open. */
export function closer(world: CashierWorld): Cashier['close'] {
  return async (ref, options = {}) => {
    checkNumber('orderNo', ref.orderNo)
    checkKey(options.idempotencyKey)
    const plan = await world.books.transact(() => planClose(world, ref, options))
    if (plan.failure) return refusedWith(world, plan.failure, plan.held)
    for (const { id } of pendingAttempts(plan.held)) await visitAttempt(world, plan.held.order.id, id)
    return closedOr(world, (await world.books.read.order({ id: plan.held.order.id })) ?? plan.held)
  }
}

export function refusedWith(world: CashierWorld, failure: Failure, held: Held | undefined): Answer<OrderView> {
  return { kind: 'refused', failure, ...(held && { value: orderView(held, world.clock.nowMs()) }) }
}

/** What became of it: closed, paid before, or not known yet. */
export function closedOr(world: CashierWorld, held: Held): Answer<OrderView> {
  const now = world.clock.nowMs()
  const value = orderView(held, now)
  const { status, orderNo } = held.order
  if (status === 'closed') return { kind: 'done', value }
  // While the counter still wants it undone, that it was paid is not the end.
  if (status === 'paid' && held.order.closing === undefined) return { kind: 'refused', failure: paid(orderNo), value }
  const due = held.attempts.flatMap(({ nextCheckAt }) => (nextCheckAt === undefined ? [] : [nextCheckAt]))
  const message = `order ${orderNo}: expected its wallet to end the payment, found that it does not say so yet; it is asked again, read the order later`
  const failure = fail('UNAVAILABLE', message)
  return { kind: 'unknown', failure, value, ...(due.length > 0 && { checkAfterMs: Math.max(0, Math.min(...due) - now) }) }
}

function paid(orderNo: string): Failure {
  return fail('CONFLICT', `order ${orderNo}: expected an unpaid one, found that it was paid; refund it instead`)
}

function* planClose(
  world: CashierWorld,
  { merchant = 'main', orderNo }: OrderRef,
  { idempotencyKey: key }: UseOptions,
): Work<Plan> {
  const now = world.clock.nowMs()
  const clash = yield* takeKey({ merchant, key, now, fingerprint: fingerprint('close', { merchant, orderNo }) })
  if (clash) return { failure: clash }
  const held = yield* readOrder({ merchant, orderNo })
  if (!held) return { failure: notFound(merchant, orderNo) }
  if (held.order.status === 'paid') return { failure: paid(orderNo), held }
  if (held.order.status === 'closed') return { held }
  const draft = new Draft(held, bookingWorld(world, held.order))
  beginClosing(draft, 'merchant', now)
  yield* write(draft.changes())
  return { held: draft.held }
}

export function notFound(merchant: string, orderNo: string): Failure {
  return fail('NOT_FOUND', `order: expected one of ${merchant}, found none under ${JSON.stringify(orderNo)}`)
}
