import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { similarNumbers } from '../world/numbers.ts'
import { demandTruth } from '../world/truth.ts'

export const similarNumbersStayApart: Law = {
  name: 'similar-numbers-stay-apart',
  rule: 'numbers that differ in a leading zero, in the last character or in letter case only are different orders',
  incident: 'an order number went through a number type on its way, the last digits were rounded, and two orders became one',
  repair: 'handle every number of an order as text, from end to end, and never cut, pad or fold it',
  check: async ({ ours }) => {
    const pairs = similarNumbers(ours.tp.manifest.limits.outTradeNo)
    for (const [one, other] of pairs) {
      const orders = [
        { ...ours.order(500n), outTradeNo: one },
        { ...ours.order(700n), outTradeNo: other },
      ]
      for (const order of orders) await ours.sell(order)
      for (const order of orders) {
        const meaning = 'what one payer paid is taken for what another owes'
        demand(
          ours.books.order(order)?.total === order.total.amount,
          `an order ${order.outTradeNo} of its own`,
          ours.books.order(order),
          meaning,
        )
        demandTruth(await ours.query(order), ours.books.order(order), meaning)
      }
    }
  },
}
