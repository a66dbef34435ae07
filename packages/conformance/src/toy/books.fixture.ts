import type { BookedOrder, BookedRefund, Instant } from '@tpkit/core'
import type { Fields } from './wire.fixture.ts'

type Changing<Row> = { -readonly [Name in keyof Row]: Row[Name] }
export type Order = Changing<Omit<BookedOrder, 'refunds'>> & { refunds: Refund[]; attach: string }
type Refund = Changing<BookedRefund> & { doneAt: Instant }

const REFUND_MS = 300_000

/** ToyPay's own books: orders by shop and number, and what became of them. */
export class ToyBooks {
  readonly orders: Order[] = []
  #nowMs: Instant = 0

  /** Time passes: refunds get through. */
  tick(now: Instant): void {
    this.#nowMs = now
    const through = this.orders.flatMap(({ refunds }) => refunds).filter(({ doneAt }) => doneAt <= now)
    for (const refund of through) refund.status = 'refunded'
  }

  find(shop: string, number = ''): Order | undefined {
    return this.orders.find((order) => order.mchId === shop && order.outTradeNo === number)
  }

  /** The order of that number, made where there is none. */
  create(shop: string, { number = '', amount = '0', currency = '', subject = '', attach = '' }: Fields): Order {
    const known = this.find(shop, number)
    if (known) return known
    const total = BigInt(amount)
    const order: Order = { mchId: shop, outTradeNo: number, subject, total, currency, status: 'open', refunds: [], attach }
    this.orders.push(order)
    return order
  }

  /** The refund of that number, made where there is none; a text where it is refused. */
  refund(order: Order, { refund: number = '', part = '0' }: Fields): BookedRefund | string {
    const amount = BigInt(part)
    const known = order.refunds.find(({ outRefundNo }) => outRefundNo === number)
    if (known) return known.amount === amount ? known : 'OTHER_AMOUNT'
    if (order.status !== 'paid') return 'NOT_PAID'
    const given = order.refunds.reduce((sum, refund) => sum + refund.amount, 0n)
    if (given + amount > order.total) return 'TOO_MUCH'
    const doneAt = this.#nowMs + REFUND_MS
    const made: Refund = { outRefundNo: number, refundId: `R${number}`, amount, status: 'processing', doneAt }
    order.refunds.push(made)
    return made
  }
}
