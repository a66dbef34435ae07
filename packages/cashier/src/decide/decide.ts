import { type Failure, type FailureCode, fail, type Instant } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { Draft } from '../booking/draft.ts'
import type { AuditRow, Held } from '../books/rows.ts'
import { type OrderKey, readDifference, readOrder, type Work, write } from '../books/work.ts'
import type { Cashier, Decision } from '../cashier.ts'
import { orderView } from '../views/order-view.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { decideAttempt } from './attempt.ts'
import { decideOrder } from './order.ts'
import { decideRefund } from './refund.ts'

type Decided = { readonly held: Held | undefined } | { readonly failure: Failure; readonly held?: Held }

/**
 * An operator's decision, with who and why in the audit trail and its number in the order's journal: the one way besides the
 * wallet's own word to end what is unknown.
 *
 * @throws `TPError` `INVALID` for a decision without who or why.
 */
export function decider(world: CashierWorld): Cashier['decide'] {
  return async (decision) => {
    checkDecision(decision)
    const decided = await world.books.transact(() => decide(world, decision))
    const value = decided.held && orderView(decided.held, world.clock.nowMs())
    if ('failure' in decided) return { kind: 'refused', failure: decided.failure, ...(value && { value }) }
    return { kind: 'done', value }
  }
}

function checkDecision({ who, why }: Decision): void {
  for (const [name, value] of Object.entries({ who, why })) {
    if (typeof value === 'string' && /^\S.{0,199}$/s.test(value)) continue
    throw tpError('INVALID', `${name}: expected 1 to 200 characters for the audit trail, found none or more`)
  }
}

function* decide(world: CashierWorld, decision: Decision): Work<Decided> {
  if (decision.about === 'difference') return yield* resolve(world, decision)
  const held = yield* readOrder(keyOf(decision))
  if (!held) return refused('NOT_FOUND', `${decision.about}: expected one in the books, found none under that number`)
  const now = world.clock.nowMs()
  const audit = auditRow(world, decision, now, held.order.id)
  const draft = new Draft(held, bookingWorld(world, held.order))
  const failure = apply(draft, decision, world, audit.id)
  if (failure) return { failure, held }
  yield* write([...draft.changes(), { add: 'audit', row: audit }])
  return { held: draft.held }
}

type AboutOrder = Exclude<Decision, { about: 'difference' }>

function apply(draft: Draft, decision: AboutOrder, world: CashierWorld, decided: string): Failure | undefined {
  const over = bookingWorld(world, draft.held.order)
  if (decision.about === 'order') return decideOrder(draft, decision.verdict, world, decided)
  return decision.about === 'attempt'
    ? decideAttempt(draft, decision, over, decided)
    : decideRefund(draft, decision, over, decided)
}

function keyOf(decision: AboutOrder): OrderKey {
  if (decision.about === 'order') return { merchant: decision.order.merchant ?? 'main', orderNo: decision.order.orderNo }
  const { account } = decision
  return decision.about === 'attempt'
    ? { account, outTradeNo: decision.outTradeNo }
    : { account, outRefundNo: decision.outRefundNo }
}

function auditRow({ ids }: CashierWorld, { about, who, why, ...rest }: Decision, at: Instant, subject: string): AuditRow {
  const verdict = 'verdict' in rest ? JSON.stringify(rest.verdict) : 'resolved'
  return { id: ids.next('aud'), at, who, what: `${about}.decided`, subject, data: { why, verdict } }
}

function* resolve(world: CashierWorld, decision: Extract<Decision, { about: 'difference' }>): Work<Decided> {
  const held = yield* readDifference(decision.id)
  if (!held) return refused('NOT_FOUND', 'difference: expected one in the books, found none under that id')
  if (held.resolvedAt !== undefined) return refused('CONFLICT', 'difference: expected an open one, found it resolved')
  const now = world.clock.nowMs()
  const audit = auditRow(world, decision, now, held.id)
  const row = { ...held, resolvedAt: now, resolution: `decided: ${audit.id}` }
  yield* write([
    { put: 'difference', row },
    { add: 'audit', row: audit },
  ])
  return { held: undefined }
}

function refused(code: FailureCode, message: string): Decided {
  return { failure: fail(code, message) }
}
