import { demand, type Law } from '../law.ts'
import { withoutTransaction } from '../world/questions.ts'

export const unknownNumberIsAbsent: Law = {
  name: 'unknown-number-is-absent',
  rule: 'a number that the wallet does not know is absent, neither a made-up fact nor a refund that was done',
  check: async ({ ours }) => {
    const never = ours.order()
    const found = await ours.query(never)
    const closing = 'the shop closes an order that the payer may still pay'
    demand(found.kind === 'absent', 'absent for an order that was never sent', found, closing)
    await demandNoRefund(ours, never)
  },
}

async function demandNoRefund(ours: Parameters<Law['check']>[0]['ours'], never: ReturnType<typeof ours.order>): Promise<void> {
  const sale = await ours.sell()
  const command = ours.refundOf(sale, 1_000n)
  if (ours.tp.queryRefund) {
    const found = await ours.queryRefund(command)
    demand(
      found.kind === 'absent',
      'absent for a refund that was never sent',
      found,
      'the shop tells of money that never went back',
    )
  }
  const { outTradeNo, total } = never
  const outcome = await ours.refund({ ...withoutTransaction(command), outTradeNo, total })
  demand(
    outcome.kind !== 'done',
    'a refund of an order that was never sent not to be done',
    outcome,
    'the shop books a refund of nothing',
  )
}
