import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { demandTruth } from '../world/truth.ts'

export const reverseEndsAnOpenAttempt: Law = {
  name: 'reverse-ends-an-open-attempt',
  rule: 'reversing an attempt that waits for its payer ends it: the books and query say so, and nobody pays it any more',
  incident:
    'a counter gave up waiting without a reversal, the payer typed the password at home, and paid for goods that stayed there',
  repair: "send `reverse` with the attempt's number, and answer with the state that the wallet names",
  needs: ['micropay', 'reverse'],
  check: async ({ ours, wallet, clock }) => {
    const order = await ours.prepare(ours.counterOrder())
    const outcome = await ours.reverse(order)
    const open = 'the payer pays later for what was never handed over'
    demand(outcome.kind === 'done', 'reverse of an open attempt to be done', outcome, open)
    demandTruth(outcome.value, ours.books.order(order), open)
    const binding = ours.binding(order, outcome.value)
    demand(binding.kind === 'ours', 'the fact to bind to the attempt', binding, 'the shop ends another attempt')
    await ended(async () => wallet.act(order.promptText, 'pay', clock.nowMs()))
    const status = ours.books.order(order)?.status
    demand(status === 'reversed' || status === 'closed', 'an attempt in the books that is over', status, open)
    demandTruth(await ours.query(order), ours.books.order(order), open)
  },
}
