import { applyPayment } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const partialRefundKeepsThePayment: Law = {
  name: 'partial-refund-keeps-the-payment',
  rule: 'after a partial refund the payment is still paid, with its whole total: refunds are facts of their own',
  incident: 'the state `refund` was read as `reversed`, and giving back one item took the whole order out of the books',
  repair: "map the wallet's `refunded in part` to `paid`; refunds are facts of their own",
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const refund = await ours.refund(ours.refundOf(sale, 4_000n))
    demand(refund.kind === 'done', 'the refund to be accepted', refund, 'the payer waits for the money')
    const fact = await ours.query(sale)
    demand(fact.kind === 'payment', 'a fact about the payment', fact, 'the shop loses a payment by giving a part of it back')
    const { outTradeNo, total, transactionId } = sale
    const verdict = applyPayment({ outTradeNo, total, transactionId, status: 'paid' }, fact)
    const meaning = 'the rest of the money disappears from the shop with the part that went back'
    demand(verdict.kind === 'same', 'the fact to leave the paid order as it is', { verdict, status: fact.status }, meaning)
  },
}
