import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const repeatedRefundRefundsOnce: Law = {
  name: 'repeated-refund-refunds-once',
  rule: 'a refund repeated under its number is one refund in the books',
  incident: 'a double click in the back office gave the money back twice',
  repair: "send the caller's `outRefundNo` unchanged, and treat `exists already` as the answer to the same refund",
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const command = ours.refundOf(sale, 3_000n)
    const first = await ours.refund(command)
    demand(first.kind === 'done', 'the refund to be accepted', first, 'the payer waits for the money')
    await ours.refund(command)
    const refunds = ours.books.order(sale)?.refunds ?? []
    const meaning = 'a click too many gives the money back twice'
    demand(refunds.length === 1, `one refund, ${command.outRefundNo}, in the books`, refunds, meaning)
    demand(refunds[0]?.amount === 3_000n, 'a refund of 3000 minor units in the books', refunds, meaning)
  },
}
