import { type Failure, type FailureCode, fail } from '@tpkit/core'
import type { AttemptRow, Held } from '../books/rows.ts'
import type { Answer, Cashier, OrderView } from '../cashier.ts'
import { visitAttempt } from '../follow/visit-attempt.ts'
import { checkKey } from '../idempotency/key.ts'
import { orderView } from '../views/order-view.ts'
import type { CashierWorld } from '../world.ts'
import { type Ask, askOf, commandOf, type Tried } from './ask.ts'
import { checkOrder } from './check-order.ts'
import { planPay } from './plan.ts'
import type { Plan } from './planned.ts'
import { sendAttempt } from './send.ts'

/** Refusals that are about the account or the wallet, and not about this payment: another account may take it. */
const ELSEWHERE: readonly FailureCode[] = ['UNAVAILABLE', 'UNAUTHORIZED', 'RATE', 'CONFIG', 'LIMIT', 'UNSUPPORTED']

/**
 * Starts or repeats an order's payment. What it sends is written down before; a repeat under the same number gives the same
 * prompt, and never a second payment that nobody watches.
 *
 * @throws `TPError` `INVALID` for an order that breaks a rule of its fields, `CONFIG`, `NOT_FOUND` or `UNSUPPORTED` for a method
 * that the configuration does not have or that no rule leads anywhere
 */
export function payer(world: CashierWorld): Cashier['pay'] {
  return async (order, options = {}) => {
    checkOrder(order, world.clock.nowMs())
    checkKey(options.idempotencyKey)
    return tryOn(world, askOf(world, order, options), { refusedAt: [], cleared: false })
  }
}

async function tryOn(world: CashierWorld, ask: Ask, tried: Tried): Promise<Answer<OrderView>> {
  const plan = await world.books.transact(() => planPay(world, ask, tried))
  switch (plan.kind) {
    case 'refused':
      return refusedAs(world, plan)
    case 'answer':
      return answerOf(world, plan.held, plan.attempt)
    case 'clear':
      for (const { id, orderId } of plan.attempts) await visitAttempt(world, orderId, id)
      return tryOn(world, ask, { ...tried, cleared: true })
    default:
      return send(world, ask, tried, plan)
  }
}

function refusedAs({ clock }: CashierWorld, { failure, held, retryAt }: Extract<Plan, { kind: 'refused' }>): Answer<OrderView> {
  return {
    kind: 'refused',
    failure,
    ...(held && { value: orderView(held, clock.nowMs()) }),
    ...(retryAt !== undefined && { retryAt }),
  }
}

/** How an order stands, as an answer. */
function answerOf({ clock }: CashierWorld, held: Held, attempt: AttemptRow | undefined): Answer<OrderView> {
  const value = orderView(held, clock.nowMs())
  if (held.order.status === 'paid' || !attempt?.unknown) return { kind: 'done', value }
  return { kind: 'unknown', value, failure: notKnown(attempt) }
}

function notKnown({ outTradeNo, account }: AttemptRow): Failure {
  return fail(
    'TIMEOUT',
    `payment ${outTradeNo}: expected an answer of ${account}, found none that tells; it is asked again, read the order later`,
  )
}

async function send(
  world: CashierWorld,
  ask: Ask,
  tried: Tried,
  plan: Extract<Plan, { kind: 'send' }>,
): Promise<Answer<OrderView>> {
  const { attempt, again } = plan
  const { signal } = ask.options
  const options = { ...(again && { afterUnknown: true as const }), ...(signal && { signal }) }
  try {
    const { outcome, held } = await sendAttempt(world, attempt, commandOf(ask.order, attempt), options)
    const now = held.attempts.find(({ id }) => id === attempt.id) ?? attempt
    if (outcome.kind !== 'refused' || now.status !== 'failed') return answerOf(world, held, now)
    const refusedAt = [...tried.refusedAt, attempt.account]
    const isElsewhere = ELSEWHERE.includes(outcome.failure.code) && ask.policy.failover
    if (isElsewhere && ask.candidates.some((name) => !refusedAt.includes(name)))
      return failOver(world, ask, { ...tried, refusedAt }, outcome.failure)
    return { kind: 'refused', failure: outcome.failure, value: orderView(held, world.clock.nowMs()) }
  } catch {
    // It was sent, and what came of it could not be written down: follow-up finds it.
    return { kind: 'unknown', value: orderView(plan.held, world.clock.nowMs()), failure: notKnown(attempt) }
  }
}

/** The first account provably did not take it: the next one may. Where none can, the first refusal is the answer. */
async function failOver(world: CashierWorld, ask: Ask, tried: Tried, first: Failure): Promise<Answer<OrderView>> {
  const answer = await tryOn(world, ask, tried)
  return answer.kind === 'refused' && answer.failure.code === 'UNAVAILABLE' ? { ...answer, failure: first } : answer
}
