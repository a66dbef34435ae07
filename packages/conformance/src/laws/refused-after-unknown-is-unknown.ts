import type { Outcome } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { answerLost, type Named, neverLeft, onlyTheAddressArrives, onWrites, UNCLEAR } from '../world/mishaps.ts'
import type { Shop } from '../world/shop.ts'
import { type Write, writes } from '../world/writes.ts'

export const refusedAfterUnknownIsUnknown: Law = {
  name: 'refused-after-unknown-is-unknown',
  rule: 'a write repeated with afterUnknown is never refused, whatever becomes of the repeat, and the books show it once',
  incident: 'a repeat was refused for a trifle, the shop forgot the first try that had gone through, and paid again',
  repair: 'hand `afterUnknown` on, and answer a repeat by what it proves, never by what the last one proved',
  check: async ({ ours }) => {
    for (const [what, mishap] of REPEATS) {
      for await (const write of writes(ours)) {
        const before = ours.line.writes
        await ours.line.during(onWrites(answerLost), write.call)
        // A signed link needs no call, so there is no answer to lose.
        if (ours.line.writes === before) continue
        const outcome = await ours.line.during(onWrites(mishap), () => write.call({ afterUnknown: true }))
        demandOneUnknown(ours, write, outcome, what)
      }
    }
  },
}

/** What becomes of the repeat. None of it says anything about the first call, which the wallet carried out. */
const REPEATS: readonly Named[] = [
  ['the repeat never left', neverLeft],
  ['the wallet refused what was left of the repeat', onlyTheAddressArrives],
  ['the repeat arrived', (call) => call.reach()],
  ...UNCLEAR.map(([what, mishap]): Named => [`the repeat was answered by ${what}`, mishap]),
]

function demandOneUnknown(ours: Shop, { verb, order }: Write, outcome: Outcome<unknown>, what: string): void {
  const believed =
    'the wallet did it the first time: the shop believes that nothing happened, and does it again under a new number'
  demand(outcome.kind !== 'refused', `${verb} with afterUnknown not to be refused when ${what}`, outcome, believed)
  const orders = ours.books.all().filter(({ outTradeNo }) => outTradeNo === order.outTradeNo)
  const refunds = orders.flatMap((booked) => booked.refunds)
  const isThere = verb !== 'pay' || !ours.tp.manifest.createdOnScan?.includes(order.scene)
  demand(
    orders.length === (isThere ? 1 : 0),
    `one order in the books, or one to come, when ${what}`,
    orders,
    'the payer pays twice',
  )
  const wanted = verb === 'refund' ? 1 : 0
  demand(refunds.length === wanted, `${wanted} refunds in the books when ${what}`, refunds, 'the money goes back twice')
}
