import { pendingAttempts } from '../booking/standing.ts'
import type { Cashier } from '../cashier.ts'
import { settleParked } from '../settle/settle-parked.ts'
import { orderView } from '../views/order-view.ts'
import type { CashierWorld } from '../world.ts'
import { visitAttempt } from './visit-attempt.ts'
import { visitRefund } from './visit-refund.ts'

/** Asks the wallets about everything of one order that is not final, whatever its schedule says. */
export function asker(world: CashierWorld): Cashier['ask'] {
  return async ({ merchant = 'main', orderNo }) => {
    const { books, clock } = world
    await settleParked(world)
    const held = await books.read.order({ merchant, orderNo })
    if (!held) return undefined
    const { id } = held.order
    for (const attempt of pendingAttempts(held)) await visitAttempt(world, id, attempt.id)
    const refunds = (await books.read.order({ id }))?.refunds ?? []
    for (const refund of refunds.filter(({ status }) => status === 'processing')) await visitRefund(world, id, refund.id)
    return orderView((await books.read.order({ id })) ?? held, clock.nowMs())
  }
}
