import type { Instant } from '@tpkit/core'
import type { Books, Order } from './books.ts'

/** The money moves, and the merchant is told. */
export function pay(state: Books, order: Order, now: Instant): void {
  const transactionId = order.tradeNo ?? state.numbers.transactionId(order.merchant.mchId, now)
  order.payment = { transactionId, paidAt: now }
  state.byTransaction.set(transactionId, order)
  state.typing.delete(order)
  state.announce(order, now)
}

/** What happens because time passed and nobody called: payers who type their password. */
export function elapse(state: Books, now: Instant): void {
  for (const order of state.typing) {
    const at = order.scan?.paysAt ?? now
    if (at > now) continue
    state.typing.delete(order)
    // As of then: an order that was closed or reversed meanwhile is not paid any more.
    if (order.scan?.state === 'waiting' && !order.closed && !order.reversal) pay(state, order, at)
  }
}
