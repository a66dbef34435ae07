import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const reverseOfUnknownNumberIsNotDone: Law = {
  name: 'reverse-of-unknown-number-is-not-done',
  rule: 'reversing a number that the wallet does not know is not done: the payment may still be on its way',
  incident: 'a reversal overtook its payment, `no such order` was taken for success, and the payment arrived afterwards',
  repair: "give the wallet's `no such order` in the answer to reverse a row that is not `done`",
  needs: ['micropay', 'reverse'],
  check: async ({ ours }) => {
    const outcome = await ours.reverse(ours.counterOrder())
    const meaning = 'a payment that is still on its way charges the payer after all'
    demand(outcome.kind !== 'done', 'reverse of a number that was never sent not to be done', outcome, meaning)
  },
}
