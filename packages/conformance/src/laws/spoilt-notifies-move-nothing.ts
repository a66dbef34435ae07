import type { FaultEffect, WalletFault } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { ended, refusal } from '../world/believed.ts'
import { faultsOf, soldAndTold, underFault } from '../world/fault-box.ts'
import { demandTruth } from '../world/truth.ts'
import type { Notify, World } from '../world/world.ts'

export const spoiltNotifiesMoveNothing: Law = {
  name: 'spoilt-notifies-move-nothing',
  rule: 'every fault that spoils a notify ends as it says: forged ones are refused, foreign ones do not bind, and of missing ones query tells',
  incident:
    'a notify with another amount was genuine, for the wallet had mixed two orders up, and the cheap one paid for the dear one',
  repair: 'refuse what is not genuine, take every value from the message, and leave the rest to `bind`',
  needs: ['notify'],
  check: async (world) => {
    for (const effect of ['forged', 'foreign', 'missing'] as const) {
      for (const fault of faultsOf(world, 'notify', effect)) await demandEffect(world, fault)
    }
  },
}

async function demandEffect(world: World, fault: WalletFault): Promise<void> {
  const { name, effect } = fault
  const { ours } = world
  world.acceptDue()
  await underFault(world, fault, async (armed) => {
    const sold = await armed(() => soldAndTold(world))
    if (!sold) return
    const { sale, notifies } = sold
    const ends: string[] = []
    for (const notify of notifies) ends.push(await taken(world, sale, notify, name))
    // Beside the spoilt one there may be the genuine one.
    const expected = ENDS[effect] ?? []
    const spoilt = expected.length === 0 ? notifies.length === 0 : ends.some((each) => expected.includes(each))
    demand(spoilt, `a notify that is ${expected.join(' or ') || 'missing'} with ${name}`, ends, MEANING)
    demandTruth(await ours.query(sale), ours.books.order(sale), 'of a notify that is spoilt or missing only a query tells')
  })
}

/** How the shop takes a notify: refused, as its own, or as somebody else's. */
async function taken(world: World, sale: Sale, notify: Notify, name: string): Promise<'refused' | 'ours' | 'foreign'> {
  const { ours } = world
  const end = await ended(() => ours.tp.notify(notify.received))
  world.report(notify, ours.tp.acknowledge('accepted'))
  if (end.kind === 'returned') return end.value.facts.some((fact) => ours.binds(sale, fact)) ? 'ours' : 'foreign'
  demand(refusal(end) !== undefined, `a refusal of a notify with ${name}`, end, MEANING)
  return 'refused'
}

/** How the shop takes a notify that is spoilt so. */
const ENDS: Readonly<Partial<Record<FaultEffect, readonly string[]>>> = { forged: ['refused'], foreign: ['refused', 'foreign'] }
const MEANING = "somebody else's payment, or nobody's, pays for our order"
