import type { Fact, FaultEffect, WalletFault } from '@tpkit/core'
import { bind } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { faultsOf, soldAndTold, whileArmed } from '../world/fault-box.ts'
import type { Sale } from '../world/shop.ts'
import { demandTruth } from '../world/truth.ts'
import type { World } from '../world/world.ts'

export const spoiltNotifiesMoveNothing: Law = {
  name: 'spoilt-notifies-move-nothing',
  rule: 'every fault that spoils a notify ends as it says: forged ones are refused, foreign ones do not bind, and of missing ones query tells',
  incident:
    'a notify with another amount was genuine, for the wallet had mixed two orders up, and the cheap one paid for the dear one',
  repair: 'refuse what is not genuine, take every value from the message, and leave the rest to `bind`',
  check: async (world) => {
    for (const effect of ['forged', 'foreign', 'missing'] as const) {
      for (const fault of faultsOf(world, 'notify', effect)) await demandEffect(world, fault)
    }
  },
}

async function demandEffect(world: World, { name, effect }: WalletFault): Promise<void> {
  const { ours } = world
  world.acceptDue()
  const { result, hits } = await whileArmed(world, { fault: name }, () => soldAndTold(world))
  demand(hits.length > 0, `the fault ${name} to strike the notify`, hits, 'without it nothing is shown')
  const { notifies, sale } = result
  const ends: string[] = []
  for (const notify of notifies) {
    const end = await ended(() => ours.tp.notify(notify.received))
    world.report(notify, ours.tp.acknowledge('accepted'))
    if (end.kind === 'threw') demand(refusal(end) !== undefined, `a refusal of a notify with ${name}`, end, MEANING)
    ends.push(end.kind === 'threw' ? 'refused' : end.value.facts.some((fact) => tellsOf(world, sale, fact)) ? 'ours' : 'foreign')
  }
  // Beside the spoilt one there may be the genuine one.
  const expected = ENDS[effect] ?? []
  const spoilt = expected.length === 0 ? notifies.length === 0 : ends.some((each) => expected.includes(each))
  demand(spoilt, `a notify that is ${expected.join(' or ') || 'missing'} with ${name}`, ends, MEANING)
  demandTruth(await ours.query(sale), ours.booked(sale), 'of a notify that is spoilt or missing only a query tells')
}

/** How the shop takes a notify that is spoilt so. */
const ENDS: Readonly<Partial<Record<FaultEffect, readonly string[]>>> = { forged: ['refused'], foreign: ['refused', 'foreign'] }
const MEANING = "somebody else's payment, or nobody's, pays for our order"

function tellsOf({ ours: { tp } }: World, { outTradeNo, total }: Sale, fact: Fact): boolean {
  return fact.kind === 'payment' && bind({ payee: tp.payee, outTradeNo, total }, fact).kind === 'ours'
}
