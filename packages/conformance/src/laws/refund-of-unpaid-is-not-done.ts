import { money } from '@tpkit/core/money'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { numberFor } from '../world/numbers.ts'

export const refundOfUnpaidIsNotDone: Law = {
  name: 'refund-of-unpaid-is-not-done',
  rule: 'a refund of an order that nobody paid is not done, and the books give nothing back',
  incident: 'a refund of an order that was still open was reported as done, and support paid it out by hand',
  repair: "give the wallet's refusal to refund an unpaid order a row that says refused",
  check: async ({ ours }) => {
    const order = await ours.prepare()
    const outRefundNo = numberFor(ours.tp.manifest.limits.outRefundNo, 900_001)
    const outcome = await ours.refund({ ...ours.ref(order), outRefundNo, amount: money(4_000n, order.total.currency) })
    const meaning = 'the shop gives out money that never came in'
    demand(outcome.kind !== 'done', 'a refund of an open order not to be done', outcome, meaning)
    const refunds = ours.books.order(order)?.refunds ?? []
    demand(refunds.length === 0, 'no refund in the books', refunds, meaning)
  },
}
