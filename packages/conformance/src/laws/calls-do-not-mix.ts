import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandTruth } from '../world/truth.ts'

const AT_ONCE = 20

export const callsDoNotMix: Law = {
  name: 'calls-do-not-mix',
  rule: 'many calls of one account at once do not disturb one another: each gets its own answer',
  incident: 'an order kept in a module variable gave one payer, under load, what another had paid for',
  repair: 'keep what belongs to one call inside its exchange; the closure holds the configuration and nothing else',
  check: async ({ ours }) => {
    const sales = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ours.sell(ours.order(BigInt(1_000 + index)))))
    const open = await Promise.all(Array.from({ length: AT_ONCE }, () => ours.prepare()))
    const orders = sales.flatMap((sale, index) => [sale, open[index] ?? sale])
    const facts = await Promise.all(orders.map((order) => ours.tp.query(ours.ref(order))))
    for (const [index, fact] of facts.entries()) {
      const order = orders[index]
      demand(order !== undefined, 'an order for every fact', facts.length, 'nothing is shown')
      demandTruth(fact, ours.books.order(order), 'under load, one payer gets what another paid for')
    }
  },
}
