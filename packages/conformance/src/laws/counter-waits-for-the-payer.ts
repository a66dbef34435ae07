import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandTruth } from '../world/truth.ts'

export const counterWaitsForThePayer: Law = {
  name: 'counter-waits-for-the-payer',
  rule: 'a payer who has to type a password is waited for: the order is pending, whatever fails, and paid once the payer paid',
  incident: 'a counter took `the payer is typing` for `paid`, and goods left the shop against a wrong password',
  repair: 'answer `done` with a prompt of kind `wait` and no paid fact while the payer types; let query say how it ends',
  needs: ['micropay'],
  check: async ({ ours, wallet, clock }) => {
    const order = ours.counterOrder()
    const outcome = await ours.pay(order)
    demand(outcome.kind === 'done', 'a payment at the counter to be done', outcome, 'the shop sells nothing')
    const { prompt, fact } = outcome.value
    // A wallet that asks nobody has nobody to wait for.
    if (fact?.status === 'paid' && ours.books.order(order)?.status === 'paid') return
    const unpaid = 'the payer leaves with the goods, and pays nothing'
    demand(prompt?.kind === 'wait' && fact?.status !== 'paid', 'a prompt to wait, and nothing paid yet', outcome.value, unpaid)
    const { promptText } = await ours.prepare(order)
    demandTruth(await ours.query(order), ours.books.order(order), unpaid)
    wallet.act(promptText, 'wrong-password', clock.nowMs())
    demandTruth(await ours.query(order), ours.books.order(order), unpaid)
    wallet.act(promptText, 'pay', clock.nowMs())
    demandTruth(await ours.query(order), ours.books.order(order), 'the payer paid and is not let go')
    demand(
      ours.books.order(order)?.status === 'paid',
      'paid in the books',
      ours.books.order(order),
      'without it nothing is shown',
    )
  },
}
