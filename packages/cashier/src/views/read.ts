import type { RefundOfOrder } from '../books/books.ts'
import type { Cashier, OrderRefundView } from '../cashier.ts'
import type { CashierWorld } from '../world.ts'
import { orderView, refundView } from './order-view.ts'

/** An order by its merchant's number, or by its id. */
export function getter({ books, clock }: CashierWorld): Cashier['get'] {
  return async ({ merchant = 'main', ...key }) => {
    const held = await books.read.order('id' in key ? { id: key.id } : { merchant, orderNo: key.orderNo })
    return held?.order.merchant === merchant ? orderView(held, clock.nowMs()) : undefined
  }
}

/** Orders, the newest first. */
export function lister({ books, clock }: CashierWorld): Cashier['list'] {
  return async (filter) => {
    const { rows, next } = await books.read.orders(filter)
    return { rows: rows.map((held) => orderView(held, clock.nowMs())), ...(next !== undefined && { next }) }
  }
}

export function refundGetter({ books }: CashierWorld): Cashier['getRefund'] {
  return async ({ merchant = 'main', id }) => {
    const found = await books.read.refund(id)
    return found?.refund.merchant === merchant ? ofOrder(found) : undefined
  }
}

/** Refunds, the newest first. */
export function refundLister({ books }: CashierWorld): Cashier['listRefunds'] {
  return async (filter) => {
    const { rows, next } = await books.read.refunds(filter)
    return { rows: rows.map(ofOrder), ...(next !== undefined && { next }) }
  }
}

function ofOrder({ refund, orderNo }: RefundOfOrder): OrderRefundView {
  return { ...refundView(refund), orderId: refund.orderId, orderNo }
}
