import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const sameRefundAtOnceRefundsOnce: Law = {
  name: 'same-refund-at-once-refunds-once',
  rule: 'one refund number sent from several places at once is one refund in the books',
  incident: 'a back office and a nightly job refunded the same return in the same second, and it went back twice',
  repair: "send the caller's refund number unchanged, also while another call with it is under way",
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const command = ours.refundOf(sale, 3_000n)
    const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, () => ours.refund(command)))
    const refunds = ours.books.order(sale)?.refunds ?? []
    const one = refunds.length === 1 && refunds[0]?.outRefundNo === command.outRefundNo
    demand(one, 'one refund in the books', refunds, 'the money goes back as often as the shop has workers')
    demand(
      outcomes.some(({ kind }) => kind === 'done'),
      'one of them to be done',
      outcomes,
      'the payer waits for the money',
    )
  },
}

const AT_ONCE = 5
