import { applyPayment } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const lateNotifyKeepsThePayment: Law = {
  name: 'late-notify-keeps-the-payment',
  rule: 'a notify that comes after the refund still says that the order was paid, and moves nothing',
  incident:
    'a notify was delayed until after the refund, was read with the state of now, and the payment vanished from the books',
  repair: 'read a notify by what it says itself; refunds are facts of their own',
  needs: ['notify'],
  check: async (world) => {
    const { ours } = world
    const sale = await ours.sell()
    await ours.refund(ours.refundOf(sale, sale.total.amount))
    const { outTradeNo, total, transactionId } = sale
    const notifies = world.dueWithin(86_400_000)
    demand(notifies.length > 0, 'a notify of the payment', notifies, 'without it nothing is shown')
    for (const { received } of notifies) {
      for (const fact of (await ours.tp.notify(received)).facts) {
        // The refund may have one of its own.
        if (fact.kind !== 'payment') continue
        const verdict = applyPayment({ outTradeNo, total, transactionId, status: 'paid' }, fact)
        demand(
          verdict.kind === 'same',
          'the late notify to leave the paid order as it is',
          verdict,
          'the payment disappears with its refund',
        )
      }
    }
  },
}
