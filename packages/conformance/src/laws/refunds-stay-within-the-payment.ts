import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const refundsStayWithinThePayment: Law = {
  name: 'refunds-stay-within-the-payment',
  rule: 'a refund above what is left of the payment is not done, and the books never give back more than was paid',
  incident: 'two refunds of 60 on a payment of 100 were both taken as done, for a refusal was read as `done already`',
  repair: "give the wallet's refusal of too large a refund a row that says refused",
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const first = await ours.refund(ours.refundOf(sale, 6_000n))
    demand(first.kind === 'done', 'a refund of 6000 of 10000 to be accepted', first, 'the payer waits for the money')
    const tooMuch = await ours.refund(ours.refundOf(sale, 6_000n))
    demand(
      tooMuch.kind !== 'done',
      'another 6000 of 10000 not to be done',
      tooMuch,
      'the shop books money as given back that was not',
    )
    const given = (ours.books.order(sale)?.refunds ?? []).reduce((sum, { amount }) => sum + amount, 0n)
    demand(given === 6_000n, '6000 minor units given back in the books', given, 'the shop gives back more than it took')
  },
}
