import type { Instant } from '@tpkit/core'
import type { RefundEnding, RefundName } from '../wallet.ts'
import { type Books, type Order, ownKey, type Refund, type Reversal, returned } from './books.ts'
import { couponPart } from './discount.ts'
import { refundPlan } from './refund-plan.ts'
import { DAY_MS } from './time.ts'

/** Why money cannot go back. */
export type RefundObstacle = 'too-old' | 'too-much' | 'no-funds'

/** The order is young enough, and order and merchant still have so much; otherwise what stands against it. */
export function refundObstacle(
  books: Books,
  order: Order,
  fee: bigint,
  now: Instant,
  windowMs: number = 365 * DAY_MS,
): RefundObstacle | undefined {
  if (order.payment && now - order.payment.paidAt > windowMs) return 'too-old'
  if (returned(order, now).fee + fee > order.totalFee) return 'too-much'
  return exceedsFunds(books, order, fee, now) ? 'no-funds' : undefined
}

function exceedsFunds(books: Books, { merchant }: Order, fee: bigint, now: Instant): boolean {
  if (merchant.refundableFunds === undefined) return false
  const own = [...books.orders.values()].filter((order) => order.merchant === merchant)
  return own.reduce((sum, order) => sum + returned(order, now).fee, fee) > merchant.refundableFunds
}

/** Sets a refund under way whose money is still with the merchant. */
export function startRefund(books: Books, refund: Refund, now: Instant): void {
  const { order, fee } = refund
  beginRefund(books, refund, couponPart(order, returned(order, now), fee), now)
}

export function beginRefund({ settings }: Books, { fee, tries }: Refund, couponFee: bigint, now: Instant): void {
  const { delayMs, ending } = refundPlan(settings, fee, tries.length)
  tries.push({ at: now, doneAt: now + delayMs, ending, couponFee })
}

export function bookRefund(books: Books, refund: Refund): void {
  refund.order.refunds.push(refund)
  books.refunds.set(ownKey(refund.order.merchant.mchId, refund.outRefundNo), refund)
  books.byRefundId.set(refund.refundId, refund)
}

/** Decides how a refund that is under way ends, at once. */
export function settleRefund(books: Books, name: RefundName, ending: RefundEnding, now: Instant): Refund {
  return endRefund(books.refunds.get(ownKey(name.mchId, name.outRefundNo)), name, ending, now)
}

/** The same for wallets whose refund numbers are unique within an order alone: `refund` is what they found under that name. */
export function endRefund(
  refund: Refund | undefined,
  { mchId, outRefundNo }: RefundName,
  ending: RefundEnding,
  now: Instant,
): Refund {
  const latest = refund?.tries.at(-1)
  if (refund === undefined || latest === undefined || now >= latest.doneAt) {
    const found = latest === undefined ? 'no such refund' : `one that has ended (${latest.ending})`
    throw new Error(`expected a refund under way under ${mchId}/${outRefundNo}, found ${found}; ask for a refund first`)
  }
  latest.doneAt = now
  latest.ending = ending
  return refund
}

/** 撤销: what of a paid order is still there goes back. */
export function reversalOf(books: Books, order: Order, now: Instant): Reversal {
  const before = returned(order, now)
  const fee = order.totalFee - before.fee
  if (!order.payment || fee === 0n) return { at: now }
  const refundId = books.numbers.refundId(order.merchant.mchId, now)
  return { at: now, back: { refundId, fee, couponFee: order.couponFee - before.couponFee } }
}
