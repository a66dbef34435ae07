import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const closeSparesAPaidOrder: Law = {
  name: 'close-spares-a-paid-order',
  rule: 'closing a paid order is not done, and the books and query keep it paid',
  incident: 'the payer paid in the last second, and every refusal to close was read as closed already',
  repair: "give the wallet's word for `paid already` a row of its own: refused, never done",
  needs: ['close'],
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const outcome = await ours.close(sale)
    const meaning = 'the payer paid in the last second, and the shop books the order as closed'
    demand(outcome.kind !== 'done', 'close of a paid order not to be done', outcome, meaning)
    demand(ours.books.order(sale)?.status === 'paid', 'paid in the books', ours.books.order(sale)?.status, meaning)
    const fact = await ours.query(sale)
    demand(fact.kind === 'payment' && fact.status === 'paid', 'query to say paid', fact, meaning)
  },
}
