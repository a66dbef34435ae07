import type { Instant } from '@tpkit/core'
import { type Order, type Scan, statusAt } from '../books/books.ts'
import { bookOrder } from '../books/order-book.ts'
import { buyerOf } from './buyer.ts'
import { Refusal } from './errors.ts'
import type { Goods } from './goods.ts'
import { tradeOf } from './lookup.ts'
import { planClose } from './notify.ts'
import { type Origin, parameter, text } from './origin.ts'
import type { State } from './state.ts'
import { isFullyRefunded } from './trade-told.ts'

export interface NewTrade extends Goods {
  readonly origin: Origin
  readonly scene: Order['scene']
  readonly expiresAt: Instant
  /** What else leads the payer to it, beside its number. */
  readonly promptText?: string
  readonly token: string
  readonly scan?: Scan
}

/** 交易创建: from now on it can be queried and closed. */
export function bookTrade(state: State, { origin, promptText, scan, ...wanted }: NewTrade, now: Instant): Order {
  const tradeNo = state.numbers.tradeNo(now)
  const order = bookOrder(
    state,
    {
      ...wanted,
      scan,
      merchant: origin.payee.party,
      subMchId: undefined,
      notifyUrl: parameter(origin, 'notify_url'),
      // Only amount and subject count when a number is used again.
      asked: new Map(),
      promptText: promptText ?? tradeNo,
      prepayId: tradeNo,
      tradeNo,
    },
    now,
  )
  state.byPrompt.set(tradeNo, order)
  state.byTransaction.set(tradeNo, order)
  state.trades.set(order, { origin, buyer: buyerOf(origin), notifyId: state.numbers.notifyId(now) })
  planClose(state, order)
  return order
}

/** A number that is used again: with the same key data the trade goes on, as long as it can be paid. */
export function refuseRepeat(state: State, order: Order, origin: Origin, goods: Goods, now: Instant): void {
  const status = statusAt(order, now)
  if (status === 'paid' && !isFullyRefunded(order, now)) throw new Refusal('ACQ.TRADE_HAS_SUCCESS')
  if (status !== 'open') throw new Refusal('ACQ.TRADE_HAS_CLOSE')
  if (isOther(order, goods)) throw new Refusal('ACQ.CONTEXT_INCONSISTENT')
  if (namesOther(state, order, origin)) throw new Refusal('ACQ.TRADE_BUYER_NOT_MATCH')
}

export function isOther(known: Goods, { totalFee, subject }: Goods): boolean {
  return known.totalFee !== totalFee || known.subject !== subject
}

function namesOther(state: State, order: Order, origin: Origin): boolean {
  const { buyer } = tradeOf(state, order)
  const openId = text(origin, 'buyer_open_id') ?? text(origin, 'op_buyer_open_id')
  return (text(origin, 'buyer_id') ?? buyer.userId) !== buyer.userId || (openId ?? buyer.openId) !== buyer.openId
}
