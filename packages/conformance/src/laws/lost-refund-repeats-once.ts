import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { answerLost, onWrites } from '../world/mishaps.ts'

export const lostRefundRepeatsOnce: Law = {
  name: 'lost-refund-repeats-once',
  rule: 'a refund whose answer was lost, repeated under its number, is one refund in the books',
  incident: 'every timeout of a refund drew a fresh refund number, and the money went back as often as the network failed',
  repair: 'send the refund number of the command, always; never make one inside the plugin',
  check: async ({ ours }) => {
    const sale = await ours.sell()
    const command = ours.refundOf(sale, 3_000n)
    await ours.line.during(onWrites(answerLost), () => ours.refund(command))
    const again = await ours.refund(command)
    const refunds = ours.books.order(sale)?.refunds ?? []
    const meaning = 'every timeout gives the money back once more'
    demand(refunds.length === 1 && refunds[0]?.amount === 3_000n, 'one refund of 3000 in the books', refunds, meaning)
    demand(
      again.kind !== 'refused',
      'the repeat not to be refused',
      again,
      'the shop books a refund that was made as one that was not',
    )
  },
}
