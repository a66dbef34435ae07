import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const refundNumberWithOtherAmount: Law = {
  name: 'refund-number-with-other-amount',
  rule: 'a refund number used again with another amount is not done, and the books keep the first refund',
  incident: 'a refund was corrected under its old number, was reported as done, and the payer got the old amount',
  repair: 'give the refusal of a used refund number a row that says refused, and compare the amount of every answer',
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const command = ours.refundOf(sale, 3_000n)
    const first = await ours.refund(command)
    demand(first.kind === 'done', 'the refund to be accepted', first, 'the payer waits for the money')
    const again = await ours.refund({ ...command, amount: ours.money(2_000n) })
    const meaning = 'the shop books another amount than went back'
    demand(again.kind !== 'done', 'a used refund number with another amount not to be done', again, meaning)
    const refunds = ours.books.order(sale)?.refunds ?? []
    demand(refunds.length === 1 && refunds[0]?.amount === 3_000n, 'one refund of 3000 in the books', refunds, meaning)
  },
}
