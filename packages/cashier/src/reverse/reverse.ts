import { type Failure, fail } from '@tpkit/core'
import { Draft } from '../booking/draft.ts'
import { paidAttempt, pendingAttempts } from '../booking/standing.ts'
import type { AttemptRow, Held } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import type { Cashier, OrderRef, UseOptions } from '../cashier.ts'
import { closedOr, notFound, refusedWith } from '../close/close.ts'
import { beginClosing } from '../close/closing.ts'
import { visitAttempt } from '../follow/visit-attempt.ts'
import { fingerprint } from '../idempotency/fingerprint.ts'
import { checkKey, takeKey } from '../idempotency/key.ts'
import { checkNumber } from '../pay/check-order.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'

type Plan = { readonly failure: Failure; readonly held?: Held } | { readonly held: Held; readonly failure?: never }

/** At the counter: ends the order whether or not it was paid a moment ago; money that was taken goes back. */
export function reverser(world: CashierWorld): Cashier['reverse'] {
  return async (ref, options = {}) => {
    checkNumber('orderNo', ref.orderNo)
    checkKey(options.idempotencyKey)
    const plan = await world.books.transact(() => planReverse(world, ref, options))
    if (plan.failure) return refusedWith(world, plan.failure, plan.held)
    const { order, attempts } = plan.held
    for (const { id } of attempts.filter(({ wish }) => wish !== undefined)) await visitAttempt(world, order.id, id)
    return closedOr(world, (await world.books.read.order({ id: order.id })) ?? plan.held)
  }
}

function* planReverse(
  world: CashierWorld,
  { merchant = 'main', orderNo }: OrderRef,
  { idempotencyKey: key }: UseOptions,
): Work<Plan> {
  const now = world.clock.nowMs()
  const clash = yield* takeKey({ merchant, key, now, fingerprint: fingerprint('reverse', { merchant, orderNo }) })
  if (clash) return { failure: clash }
  const held = yield* readOrder({ merchant, orderNo })
  if (!held) return { failure: notFound(merchant, orderNo) }
  if (held.order.status === 'closed') return { held }
  const attempt = paidAttempt(held) ?? pendingAttempts(held).at(-1)
  const unable = attempt && notReversible(world, attempt)
  if (unable) return { failure: unable, held }
  const draft = new Draft(held, bookingWorld(world, held.order))
  if (attempt?.status === 'paid') undoPaid(draft, attempt, now)
  else beginClosing(draft, 'merchant', now)
  yield* write(draft.changes())
  return { held: draft.held }
}

function notReversible({ wallets }: CashierWorld, { account, scene }: AttemptRow): Failure | undefined {
  const { abilities, provider } = wallets.account(account).manifest
  if (scene === 'micropay' && abilities.includes('reverse')) return undefined
  const found = scene === 'micropay' ? `${provider}, which cannot reverse` : `the scene ${scene}`
  return fail(
    'UNSUPPORTED',
    `reverse: expected a payment at the counter (micropay), found ${found}; close it, or refund it once paid`,
  )
}

function undoPaid(draft: Draft, attempt: AttemptRow, now: number): void {
  draft.setOrder({ ...draft.held.order, closing: 'merchant' })
  draft.setAttempt({ ...attempt, wish: 'reverse', nextCheckAt: now })
  draft.journal('order.reversing', attempt.id, {})
}
