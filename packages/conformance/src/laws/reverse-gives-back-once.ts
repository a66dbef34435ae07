import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandTruth } from '../world/truth.ts'

export const reverseGivesBackOnce: Law = {
  name: 'reverse-gives-back-once',
  rule: 'reversing a paid attempt gives all of it back, once, and repeating the reversal changes nothing',
  incident: 'a reversal that timed out was followed by a refund as well, and the payer got the money twice',
  repair: 'a reversal is no refund: send it under the number of the attempt, and report `reversed` when the wallet confirms it',
  needs: ['micropay', 'reverse'],
  check: async ({ ours }) => {
    const sale = await ours.sell(ours.counterOrder())
    const outcome = await ours.reverse(sale)
    const kept = 'the payer has neither goods nor money'
    demand(outcome.kind === 'done', 'reverse of a paid attempt to be done', outcome, kept)
    demand(ours.books.order(sale)?.status === 'reversed', 'reversed in the books', ours.books.order(sale), kept)
    demandTruth(outcome.value, ours.books.order(sale), kept)
    const binding = ours.binding(sale, outcome.value)
    demand(binding.kind === 'ours', 'the fact to bind to the attempt', binding, 'the shop ends another attempt')
    await ours.reverse(sale)
    const given = (ours.books.order(sale)?.refunds ?? []).reduce((sum, { amount }) => sum + amount, 0n)
    demand(
      given === sale.total.amount,
      `${sale.total.amount} minor units given back in the books`,
      given,
      'the money goes back twice, or not at all',
    )
    demandTruth(await ours.query(sale), ours.books.order(sale), kept)
  },
}
