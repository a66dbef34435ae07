import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { demandTruth } from '../world/truth.ts'

export const sameNumberAtOnceIsOneOrder: Law = {
  name: 'same-number-at-once-is-one-order',
  rule: 'one number paid from several places at once is one order in the books, and one payment',
  incident: 'two workers took the same basket from a queue, each got a code of its own, and the payer paid both',
  repair: "send the caller's number unchanged, also while another call with it is under way",
  check: async ({ ours, wallet, clock }) => {
    const order = ours.order()
    const prepared = await Promise.all(Array.from({ length: AT_ONCE }, () => ended(() => ours.prepare(order))))
    for (const each of prepared) {
      if (each.kind === 'threw') continue
      await ended(async () => wallet.act(each.value.promptText, 'pay', clock.nowMs()))
    }
    const booked = ours.books.all()
    const one = booked.length === 1 && booked[0]?.outTradeNo === order.outTradeNo
    demand(one, 'one order in the books', booked, 'the payer pays as often as the shop has workers')
    demandTruth(await ours.query(order), booked[0], 'the payer paid and gets nothing')
  },
}

const AT_ONCE = 5
