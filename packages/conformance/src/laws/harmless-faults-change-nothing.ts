import type { WalletFault } from '@tpkit/core'
import { bind } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { faultsOf, reads, soldAndTold, whileArmed } from '../world/fault-box.ts'
import type { World } from '../world/world.ts'
import { writes } from '../world/writes.ts'

export const harmlessFaultsChangeNothing: Law = {
  name: 'harmless-faults-change-nothing',
  rule: 'every fault of the wallet that is harmless changes nothing: calls end as ever, and its notifies are believed, twice or late',
  incident: 'the wallet sent a notify twice within a second, the second try met a lock, and the shop told the wallet to stop',
  repair: 'take what is genuine as often and as late as it comes; the id of a notice says that it is a repeat',
  check: async (world) => {
    for (const fault of faultsOf(world, 'call', 'harmless')) await demandDone(world, fault)
    for (const fault of faultsOf(world, 'notify', 'harmless')) await demandTold(world, fault)
  },
}

async function demandDone(world: World, { name }: WalletFault): Promise<void> {
  for await (const { verb, call, demandTruth } of writes(world.ours)) {
    const { result, hits } = await whileArmed(world, { fault: name }, () => call())
    if (hits.length === 0) continue
    const meaning = 'the shop gives up what went well'
    demand(result.kind === 'done', `${verb} to be done in spite of ${name}`, result, meaning)
    await demandTruth(meaning)
  }
  for (const { verb, ask, binds } of await reads(world)) {
    const { result } = await whileArmed(world, { fault: name }, ask)
    demand(binds(result), `what ${verb} finds to bind in spite of ${name}`, result, 'the shop does not find what is there')
  }
}

async function demandTold(world: World, { name }: WalletFault): Promise<void> {
  const { ours } = world
  world.acceptDue()
  const { result, hits } = await whileArmed(world, { fault: name }, () => soldAndTold(world))
  demand(hits.length > 0, `the fault ${name} to strike the notify`, hits, 'without it nothing is shown')
  const { notifies, sale } = result
  const { outTradeNo, total } = sale
  demand(notifies.length > 0, `a notify in spite of ${name}`, notifies, 'the shop never hears of the payment')
  const ids = new Set<string>()
  for (const notify of notifies) {
    const { id, facts } = await ours.tp.notify(notify.received)
    world.report(notify, ours.tp.acknowledge('accepted'))
    ids.add(id)
    const told = facts.some(
      (fact) => fact.kind === 'payment' && bind({ payee: ours.tp.payee, outTradeNo, total }, fact).kind === 'ours',
    )
    demand(told, `the payment in every notify in spite of ${name}`, facts, 'the payer paid and gets nothing')
  }
  demand(ids.size === 1, `one id for all of them in spite of ${name}`, [...ids], 'a repeat looks like a second payment')
}
