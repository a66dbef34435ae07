import type { Instant } from '@tpkit/core'
import { magicAmount } from '../magic.ts'
import { type Books, type Order, ownKey, type Scan } from './books.ts'
import { discountOf } from './discount.ts'

/** An order as it is asked for, and how its payer meets it. */
export interface NewOrder
  extends Pick<
    Order,
    'merchant' | 'subMchId' | 'outTradeNo' | 'subject' | 'scene' | 'notifyUrl' | 'asked' | 'totalFee' | 'expiresAt'
  > {
  readonly token: string
  readonly promptText: string
  /** Empty for a payment code's order. */
  readonly prepayId: string
  readonly tradeNo?: string
  readonly scan: Scan | undefined
}

/** Books a new order. */
export function bookOrder(books: Books, wanted: NewOrder, now: Instant): Order {
  const order: Order = {
    ...wanted,
    couponFee: discountOf(books.settings, wanted.totalFee),
    createdAt: now,
    closed: false,
    payment: undefined,
    reversal: undefined,
    recalls: recallsOf(books, wanted.totalFee),
    refunds: [],
    announcements: 0,
  }
  books.orders.set(ownKey(order.merchant.mchId, order.outTradeNo), order)
  books.byPrompt.set(order.promptText, order)
  return order
}

function recallsOf({ settings: { recalls, magicAmounts } }: Books, totalFee: bigint): number {
  return magicAmounts && magicAmount('total', totalFee)?.name === 'reverse-recall' ? 1 : recalls
}

/** The names under which a repeat asks something else than the order did. */
export function changesOf({ asked }: Order, again: ReadonlyMap<string, string>): readonly string[] {
  const names = new Set([...asked.keys(), ...again.keys()])
  return [...names].filter((name) => asked.get(name) !== again.get(name))
}

/** Whose order it is: a sub-merchant sees its own only; a service provider that names none sees those of all its sub-merchants. */
export function belongsTo(order: Order, mchId: string, subMchId: string | undefined): boolean {
  return order.merchant.mchId === mchId && (subMchId === undefined || subMchId === order.subMchId)
}
