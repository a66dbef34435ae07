import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const numberWithOtherContent: Law = {
  name: 'number-with-other-content',
  rule: 'a number used again with another amount is not done, and the books keep the first order',
  incident: 'an order was changed in the basket and paid under its old number, and the payer was shown the old price',
  repair: 'give the refusal of a used number a row that says refused; never answer from a cache by number',
  check: async ({ ours, wallet, clock }) => {
    const order = await ours.prepare()
    const before = ours.line.writes
    const again = await ours.pay({ ...order, total: ours.money(order.total.amount + 100n) })
    // Where nobody was asked, the wallet decides when the payer comes.
    if (ours.line.writes === before) return
    const meaning = 'the shop counts on another amount than the payer is asked for'
    demand(again.kind !== 'done', 'pay under a used number with another amount not to be done', again, meaning)
    // Of a wallet that creates on scan the payer's first code decides.
    if (!ours.books.order(order)) wallet.act(order.promptText, 'pay', clock.nowMs())
    const booked = ours.books.all().filter(({ outTradeNo }) => outTradeNo === order.outTradeNo)
    const kept = booked.length === 1 && booked[0]?.total === order.total.amount
    demand(kept, `one order of ${order.total.amount} in the books`, booked, meaning)
  },
}
