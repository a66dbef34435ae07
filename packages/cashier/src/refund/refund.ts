import { type Failure, fail, type Money, showMoney } from '@tpkit/core'
import { Draft, journalMoney, without } from '../booking/draft.ts'
import { isStanding, paidAttempt, remaining, waitsForOperator } from '../booking/standing.ts'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'
import { readOrder, type Work, write } from '../books/work.ts'
import type { Answer, Cashier, RefundOrder, RefundView, UseOptions } from '../cashier.ts'
import { fingerprint } from '../idempotency/fingerprint.ts'
import { checkKey, takeKey } from '../idempotency/key.ts'
import { askRisk } from '../risk/ask.ts'
import { refundView } from '../views/order-view.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'
import { checkRefund } from './check-refund.ts'
import { sendRefund } from './send-refund.ts'
import { spacedFrom } from './spacing.ts'

const DAY_MS = 86_400_000

/** What was written down, and whether it is to be sent now. */
type Plan =
  | { readonly kind: 'refused'; readonly failure: Failure; readonly refund?: RefundRow }
  | { readonly kind: 'answer'; readonly refund: RefundRow }
  | { readonly kind: 'send'; readonly refund: RefundRow }

/**
 * Gives money of the payment that stands back. The limit is checked in the transaction that writes the refund; what is sent
 * carries one number, however often.
 *
 * @throws `TPError` `INVALID` for a refund that breaks a rule of its fields.
 */
export function refunder(world: CashierWorld): Cashier['refund'] {
  return async (order, options = {}) => {
    checkRefund(order)
    checkKey(options.idempotencyKey)
    const plan = await world.books.transact(() => planRefund(world, order, options))
    if (plan.kind === 'refused') {
      const { failure, refund } = plan
      return { kind: 'refused', failure, ...(refund && { value: refundView(refund) }) }
    }
    if (plan.kind === 'answer') return answerOf(plan.refund)
    return send(world, plan.refund)
  }
}

/** How a refund stands, as an answer. */
function answerOf(refund: RefundRow): Answer<RefundView> {
  const value = refundView(refund)
  if (!refund.unknown || waitsForOperator(refund)) return { kind: 'done', value }
  return { kind: 'unknown', value, failure: notKnown(refund) }
}

function notKnown({ outRefundNo, account }: RefundRow): Failure {
  const sentence = `refund ${outRefundNo}: expected an answer of ${account}, found none that tells; it is asked again, read the refund later`
  return fail('TIMEOUT', sentence)
}

async function send(world: CashierWorld, refund: RefundRow): Promise<Answer<RefundView>> {
  try {
    const { row, refusal } = await sendRefund(world, refund)
    return refusal ? { kind: 'refused', failure: refusal, value: refundView(row) } : answerOf(row)
  } catch {
    // It was sent, and its outcome could not be written down: follow-up finds it.
    return { kind: 'unknown', value: refundView(refund), failure: notKnown(refund) }
  }
}

function* planRefund(world: CashierWorld, order: RefundOrder, { idempotencyKey: key }: UseOptions): Work<Plan> {
  const { merchant = 'main', orderNo, refundNo, amount } = order
  const now = world.clock.nowMs()
  const clash = yield* takeKey({ merchant, key, now, fingerprint: fingerprint('refund', { ...order, merchant }) })
  if (clash) return { kind: 'refused', failure: clash }
  const held = yield* readOrder({ merchant, orderNo })
  if (!held) return refused('NOT_FOUND', `order: expected one of ${merchant}, found none under ${JSON.stringify(orderNo)}`)
  const known = held.refunds.find((refund) => refund.refundNo === refundNo)
  if (known) return yield* repeat(world, held, known, amount)
  const elsewhere = yield* readOrder({ merchant, refundNo })
  if (elsewhere) return refused('CONFLICT', `refundNo: expected a new one, found that of order ${elsewhere.order.orderNo}`)
  return yield* newRefund(world, held, order)
}

function refused(code: Failure['code'], message: string): Plan {
  return { kind: 'refused', failure: fail(code, message) }
}

/** Money rule 2: the number that was written down is sent again, none is minted. */
function* repeat(world: CashierWorld, held: Held, refund: RefundRow, amount: Money): Work<Plan> {
  if (refund.amount.amount !== amount.amount || refund.amount.currency !== amount.currency) {
    const sentence = `refundNo: expected the ${showMoney(refund.amount)} that it was used for first, found ${showMoney(amount)}; choose a new one`
    return { kind: 'refused', failure: fail('CONFLICT', sentence), refund }
  }
  if (refund.status === 'refunded' || refund.status === 'closed') return { kind: 'answer', refund }
  const isLost = refund.unknown !== undefined && !waitsForOperator(refund)
  if (refund.status === 'processing') return { kind: isLost ? 'send' : 'answer', refund }
  return yield* sendFailedAgain(world, held, refund)
}

/** What failed counts against the limit no more: before it is sent again, it has to fit again. */
function* sendFailedAgain(world: CashierWorld, held: Held, refund: RefundRow): Work<Plan> {
  const attempt = held.attempts.find(({ id }) => id === refund.attemptId)
  const { failedRefundRepeatsNumber } = world.wallets.account(refund.account).manifest.timing
  const wasNeverThere = refund.refundId === undefined
  if (!attempt || (!failedRefundRepeatsNumber && !wasNeverThere)) {
    const sentence = `refundNo: expected one that the wallet lets repeat, found that it failed for good; choose a new one`
    return { kind: 'refused', failure: fail('CONFLICT', sentence), refund }
  }
  const tooMuch = overLimit(held, attempt, refund.amount)
  if (tooMuch) return { kind: 'refused', failure: tooMuch, refund }
  const draft = new Draft(held, bookingWorld(world, held.order))
  // As one that was never sent: what came of the call before is known.
  const anew = without(refund, 'sentAt')
  draft.setRefund({ ...anew, status: 'processing', nextCheckAt: world.clock.nowMs() + world.settings.leaseMs })
  draft.journal('refund.asked-again', refund.id, { outRefundNo: refund.outRefundNo })
  yield* write(draft.changes())
  return { kind: 'send', refund: draft.held.refunds.find(({ id }) => id === refund.id) ?? refund }
}

function* newRefund(world: CashierWorld, held: Held, order: RefundOrder): Work<Plan> {
  const attempt = paidAttempt(held)
  if (!attempt) {
    return refused(
      'CONFLICT',
      `order ${order.orderNo}: expected a paid one, found it ${held.order.status}; there is nothing to give back`,
    )
  }
  if (attempt.wish === 'reverse' || attempt.unknown?.asked === 'reverse')
    return refused('CONFLICT', `order ${order.orderNo}: expected one that stands, found that it is being reversed; read it later`)
  const failure = overLimit(held, attempt, order.amount) ?? againstRules(world, held, attempt)
  if (failure) return { kind: 'refused', failure }
  const { merchant, orderNo } = held.order
  const risk = yield* askRisk(world, { about: 'refund', merchant, orderNo, amount: order.amount })
  if (risk.kind !== 'allow')
    return refused('DECLINED', `refund: expected one within the risk rules, found otherwise (${risk.reason})`)
  return yield* writeRefund(world, held, attempt, order)
}

/** Money rule 7: what is back, and what is on its way back, never exceeds what came. Checked under the lock that writes. */
function overLimit(held: Held, attempt: AttemptRow, amount: Money): Failure | undefined {
  const left = remaining(held, attempt)
  if (amount.currency === attempt.total.currency && amount.amount <= left) return undefined
  const { currency } = attempt.total
  if (amount.currency !== currency)
    return fail('INVALID', `amount: expected ${currency}, in which it was paid, found ${showMoney(amount)}`)
  const most = showMoney({ amount: left, currency })
  return fail('LIMIT', `amount: expected at most the ${most} that is left of the payment, found ${showMoney(amount)}`)
}

function againstRules({ wallets, clock }: CashierWorld, { refunds }: Held, attempt: AttemptRow): Failure | undefined {
  const { refundWindowDays, maxRefunds } = wallets.account(attempt.account).manifest.limits
  const sent = refunds.filter((refund) => refund.attemptId === attempt.id && isStanding(refund)).length
  if (maxRefunds !== undefined && sent >= maxRefunds)
    return fail('LIMIT', `refund: expected at most ${maxRefunds} of one payment, which this wallet takes, found ${sent} already`)
  if (attempt.paidAt === undefined || clock.nowMs() < attempt.paidAt + refundWindowDays * DAY_MS) return undefined
  const paidAt = new Date(attempt.paidAt).toISOString()
  return fail('LIMIT', `refund: expected within ${refundWindowDays} days of the payment, found one paid at ${paidAt}`)
}

/** Written before it is sent. One that comes too soon behind another is sent by follow-up. */
function* writeRefund(world: CashierWorld, held: Held, attempt: AttemptRow, order: RefundOrder): Work<Plan> {
  const { clock, ids, wallets, settings } = world
  const now = clock.nowMs()
  const { manifest } = wallets.account(attempt.account)
  const outRefundNo = yield* freeNumber(order.refundNo, attempt.account, world)
  const sendAt = spacedFrom(held, { attemptId: attempt.id }, now, manifest.timing.refundSpacingMs)
  const row: RefundRow = {
    id: ids.next('rfd'),
    merchant: held.order.merchant,
    orderId: held.order.id,
    attemptId: attempt.id,
    account: attempt.account,
    outTradeNo: attempt.outTradeNo,
    refundNo: order.refundNo,
    outRefundNo,
    kind: 'requested',
    amount: order.amount,
    ...(order.reason !== undefined && { reason: order.reason }),
    status: 'processing',
    createdAt: now,
    // Should this process end now, another one sends it.
    nextCheckAt: sendAt > now ? sendAt : now + settings.leaseMs,
    checks: 0,
  }
  const draft = new Draft(held, bookingWorld(world, held.order))
  draft.setRefund(row)
  draft.journal('refund.asked', row.id, { account: row.account, outRefundNo, ...journalMoney(row.amount) })
  yield* write(draft.changes())
  return { kind: sendAt > now ? 'answer' : 'send', refund: row }
}

/** The merchant's own number where the wallet can take it and it is free there. */
function* freeNumber(refundNo: string, account: string, { wallets, ids }: CashierWorld): Work<string> {
  const { minLength, maxLength, alphabet } = wallets.account(account).manifest.limits.outRefundNo
  if (!new RegExp(`^[${alphabet}]{${minLength},${maxLength}}$`).test(refundNo)) return ids.number()
  return (yield* readOrder({ account, outRefundNo: refundNo })) ? ids.number() : refundNo
}
