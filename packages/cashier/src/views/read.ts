import type { Cashier } from '../cashier.ts'
import type { CashierWorld } from '../world.ts'
import { orderView } from './order-view.ts'

/** An order by its merchant's number. */
export function getter({ books, clock }: CashierWorld): Cashier['get'] {
  return async ({ merchant = 'main', orderNo }) => {
    const held = await books.read.order({ merchant, orderNo })
    return held && orderView(held, clock.nowMs())
  }
}

/** Orders, the newest first. */
export function lister({ books, clock }: CashierWorld): Cashier['list'] {
  return async (filter) => {
    const { rows, next } = await books.read.orders(filter)
    return { rows: rows.map((held) => orderView(held, clock.nowMs())), ...(next !== undefined && { next }) }
  }
}
