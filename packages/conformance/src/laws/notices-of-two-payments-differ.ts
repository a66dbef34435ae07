import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const noticesOfTwoPaymentsDiffer: Law = {
  name: 'notices-of-two-payments-differ',
  rule: 'the notices of two payments have two ids, whatever the payments have in common',
  incident: 'a plugin took the merchant number for the id of a notice, and of all payments of a day the first one was booked',
  repair: "make the id of what is unique to the payment or event: the wallet's transaction or event number",
  needs: ['notify'],
  check: async (world) => {
    const ids: string[] = []
    for (const total of [10_000n, 10_000n]) {
      await world.ours.sell(world.ours.order(total))
      for (const notify of world.due()) {
        ids.push((await world.ours.tp.notify(notify.received)).id)
        world.report(notify, world.ours.tp.acknowledge('accepted'))
      }
    }
    demand(ids.length === 2, 'two notifies for two payments', ids, 'without them nothing is shown')
    demand(new Set(ids).size === ids.length, 'two ids', ids, 'the second payment is taken for a repeat of the first')
  },
}
