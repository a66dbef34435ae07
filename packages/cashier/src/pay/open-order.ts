import { fail } from '@tpkit/core'
import { Draft, journalMoney } from '../booking/draft.ts'
import type { Held, OrderRow } from '../books/rows.ts'
import { type Work, write } from '../books/work.ts'
import { askRisk } from '../risk/ask.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import type { Ask, Tried } from './ask.ts'
import type { Plan } from './planned.ts'
import { startAttempt } from './start-attempt.ts'
import { targetOf } from './target.ts'

/** A number that was never used: risk rules first, then order and attempt in one transaction. */
export function* openOrder(world: CashierWorld, ask: Ask, tried: Tried): Work<Plan> {
  const { merchant, order } = ask
  const account = targetOf(world, ask, tried)
  // Where nobody can take it, there is nothing to remember.
  if (typeof account !== 'string') return { kind: 'refused', failure: account }
  const { orderNo, method, scene, total, payerIp } = order
  const asked = { orderNo, method, scene, total, ...(payerIp !== undefined && { payerIp }) }
  const risk = yield* askRisk(world, { about: 'pay', merchant, order: asked })
  if (risk.kind === 'deny') return yield* deny(world, ask, risk.reason)
  const row = newOrder(world, ask, risk.kind === 'review' ? 'review' : 'open')
  const draft = new Draft({ order: row, attempts: [], refunds: [] }, bookingWorld(world, row))
  draft.journal('order.opened', undefined, { orderNo, method, ...journalMoney(total), status: row.status })
  if (risk.kind === 'review') draft.event('order.review', { reason: risk.reason })
  yield* write(draft.changes())
  return risk.kind === 'review' ? waiting(draft.held, risk.reason) : yield* startAttempt(world, draft.held, ask, tried)
}

function newOrder({ ids, clock, settings }: CashierWorld, { merchant, order }: Ask, status: 'review' | 'open'): OrderRow {
  const { orderNo, method, subject, total, attach, expiresAt } = order
  const now = clock.nowMs()
  const until = expiresAt ?? now + settings.orderLifeMs
  return {
    ...{ id: ids.next('ord'), merchant, orderNo, method, subject, total, status },
    ...(attach !== undefined && { attach }),
    ...{ createdAt: now, updatedAt: now, expiresAt: until, nextCheckAt: until },
  }
}

/** Nothing is opened; the audit trail shows that somebody tried. */
function* deny({ ids, clock }: CashierWorld, { merchant, order }: Ask, reason: string): Work<Plan> {
  const data = { orderNo: order.orderNo, method: order.method, ...journalMoney(order.total), reason }
  yield* write([{ add: 'audit', row: { id: ids.next('aud'), at: clock.nowMs(), who: merchant, what: 'pay.denied', data } }])
  return {
    kind: 'refused',
    failure: fail('DECLINED', `pay: expected a payment within the risk rules, found otherwise (${reason})`),
  }
}

function waiting(held: Held, reason: string): Plan {
  const sentence = `order ${held.order.orderNo}: expected one that may be paid at once, found that an operator decides first (${reason})`
  return { kind: 'refused', failure: fail('CONFLICT', sentence), held }
}
