/** What a shop keeps, whatever it speaks to browsers with. In memory here; a real shop has a database, and each of these commits. */
import { randomUUID } from 'node:crypto'
import { applyPayment, cny, type Money, type Payment, type PaymentFact } from 'tpkit'

/** The browser names an item, never an amount. */
export const PRICES: ReadonlyMap<unknown, Money> = new Map([
  ['tea', cny.yuan('19.90')],
  ['pot', cny.yuan('168.00')],
])

/** With the account that takes the payment: everything after `pay` goes there. */
interface Order extends Payment {
  readonly account: string
  readonly startedAt: number
  readonly sentAt: number
}

export class Books {
  readonly #orders = new Map<string, Order>()
  /** Each once, however often the wallet says that it is paid. */
  readonly shipped: string[] = []
  /** Genuine, and yet not booked: somebody else's, a second payment, money for a closed order. A person must look at these. */
  readonly unresolved: { readonly outTradeNo: string; readonly why: string }[] = []

  /** A number nobody used and nobody guesses. */
  newNumber(): string {
    return randomUUID().replaceAll('-', '')
  }

  /** Before anything is sent: whatever becomes of the call, this order can be asked for. */
  open({ outTradeNo, total, account }: Pick<Order, 'outTradeNo' | 'total' | 'account'>): void {
    const now = Date.now()
    this.#orders.set(outTradeNo, { outTradeNo, total, account, status: 'pending', startedAt: now, sentAt: now })
  }

  find(outTradeNo: string): Order | undefined {
    return this.#orders.get(outTradeNo)
  }

  /** A fact that is ours moves the order, or is old, or contradicts it. */
  apply(order: Order, fact: PaymentFact): void {
    const verdict = applyPayment(order, fact)
    if (verdict.kind === 'moved' || verdict.kind === 'same') this.#orders.set(order.outTradeNo, { ...order, ...verdict.state })
    else if (verdict.kind !== 'stale') this.raise(order.outTradeNo, verdict.kind)
    if (verdict.kind === 'moved' && verdict.state.status === 'paid') this.shipped.push(order.outTradeNo)
  }

  raise(outTradeNo: string, why: string): void {
    this.unresolved.push({ outTradeNo, why })
  }
}
