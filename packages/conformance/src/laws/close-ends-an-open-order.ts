import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandTruth } from '../world/truth.ts'

export const closeEndsAnOpenOrder: Law = {
  name: 'close-ends-an-open-order',
  rule: 'closing an open order closes it in the books, and paying under its number is not done any more',
  incident: 'a code that was given up stayed payable, and the payer paid for a table that had been sold again',
  repair: 'send `close` with the number of the attempt, and report `closed` only where the wallet confirmed it',
  needs: ['close'],
  check: async ({ ours }) => {
    const order = await ours.prepare()
    // A wallet that creates the order on scan has none to close yet.
    if (ours.books.order(order) === undefined) return
    const outcome = await ours.close(order)
    const stillOpen = 'the payer pays an order that the shop has given up'
    demand(outcome.kind === 'done', 'close of an open order to be done', outcome, stillOpen)
    demand(outcome.value.status === 'closed', 'a fact that says closed', outcome.value.status, stillOpen)
    const binding = ours.binding(order, outcome.value)
    demand(binding.kind === 'ours', 'the fact to bind to the order', binding, 'the shop closes another order')
    demand(ours.books.order(order)?.status === 'closed', 'closed in the books', ours.books.order(order)?.status, stillOpen)
    demandTruth(await ours.query(order), ours.books.order(order), stillOpen)
    const again = await ours.pay(order)
    demand(again.kind !== 'done', 'pay under a closed number not to be done', again, 'the payer is shown a prompt that is dead')
  },
}
