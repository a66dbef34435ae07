import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { demandTruth } from '../world/truth.ts'

export const ownClockDecidesNothing: Law = {
  name: 'own-clock-decides-nothing',
  rule: 'a shop whose clock is a day ahead is told what the books say, or is refused: its clock alone ends and drops nothing',
  incident:
    'a server came back with the date of next week, called every open order expired, and payers had paid for half of them',
  repair: "decide by the wallet's words; a clock may refuse a call or a signature, but never make a fact",
  check: async (world) => {
    const there = world.ahead(DAY_MS)
    const { ours, wallet, clock } = there
    const order = ours.order()
    const prepared = await ended(() => ours.prepare(order))
    // A wallet that looks at the clock lets nobody in.
    if (prepared.kind === 'threw') return
    const open = await ended(() => ours.query(order))
    if (open.kind === 'returned' && open.value.kind !== 'absent') demandTruth(open.value, ours.books.order(order), MEANING)
    wallet.act(prepared.value.promptText, 'pay', clock.nowMs())
    const paid = await ended(() => ours.query(order))
    if (paid.kind === 'returned') demandTruth(paid.value, ours.books.order(order), MEANING)
    for (const { received } of there.due()) {
      const end = await ended(() => ours.tp.notify(received))
      const dropped = end.kind === 'returned' && end.value.facts.length === 0
      demand(!dropped, 'the payment, or an error, from a notify', end, MEANING)
    }
  },
}

const DAY_MS = 86_400_000
const MEANING = 'a wrong date closes what can be paid, or loses what was'
