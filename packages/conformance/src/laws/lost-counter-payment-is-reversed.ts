import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { answerLost, onWrites } from '../world/mishaps.ts'
import { demandTruth } from '../world/truth.ts'

export const lostCounterPaymentIsReversed: Law = {
  name: 'lost-counter-payment-is-reversed',
  rule: 'a payment at the counter that got no answer can be reversed, whether or not it went through, and nobody is charged',
  incident: 'a counter lost its network, could not reverse what it had not seen confirmed, and the payer was charged for nothing',
  repair: "reverse by our own number; do not demand the wallet's",
  needs: ['micropay', 'reverse'],
  check: async ({ ours }) => {
    const order = ours.smallCounterOrder()
    await ours.line.during(onWrites(answerLost), () => ours.pay(order))
    const outcome = await ours.reverse(order)
    const meaning = 'the payer is charged for what was never handed over'
    demand(outcome.kind === 'done', 'the reversal to be done', outcome, meaning)
    const status = ours.books.order(order)?.status
    demand(status === 'reversed' || status === 'closed', 'nothing paid in the books', ours.books.order(order), meaning)
    demandTruth(await ours.query(order), ours.books.order(order), meaning)
  },
}
