import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Attempt } from '../world/attempt.ts'
import { withoutTransaction } from '../world/questions.ts'
import type { Shop } from '../world/shop.ts'

export const unknownNumberIsAbsent: Law = {
  name: 'unknown-number-is-absent',
  rule: 'a number that the wallet does not know is absent, neither a made-up fact nor a refund that was done',
  incident: 'an unknown number was answered by an empty fact that said closed, while the order was still on its way',
  repair: "answer `absent` for the wallet's `no such order`, and refuse refunds of it",
  check: async ({ ours }) => {
    const never = ours.order()
    const found = await ours.query(never)
    const closing = 'the shop closes an order that the payer may still pay'
    demand(found.kind === 'absent', 'absent for an order that was never sent', found, closing)
    await demandNoRefund(ours, never)
  },
}

async function demandNoRefund(ours: Shop, never: Attempt): Promise<void> {
  const sale = await ours.sell()
  const command = ours.refundOf(sale, 1_000n)
  if (ours.tp.queryRefund) {
    const found = await ours.queryRefund(command)
    const untold = 'the shop tells of money that never went back'
    demand(found.kind === 'absent', 'absent for a refund that was never sent', found, untold)
  }
  const { outTradeNo, total } = never
  const outcome = await ours.refund({ ...withoutTransaction(command), outTradeNo, total })
  const refunded = outcome.kind === 'done'
  demand(!refunded, 'a refund of an order that was never sent not to be done', outcome, 'the shop books a refund of nothing')
}
