import type { WalletFault } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { faultsOf, soldAndTold, underFault } from '../world/fault-box.ts'
import { everyRead } from '../world/reads.ts'
import type { Notify, World } from '../world/world.ts'
import { writes } from '../world/writes.ts'

export const harmlessFaultsChangeNothing: Law = {
  name: 'harmless-faults-change-nothing',
  rule: 'every fault of the wallet that is harmless changes nothing: calls end as ever, and its notifies are believed, twice or late',
  incident: 'the wallet sent a notify twice within a second, the second try met a lock, and the shop told the wallet to stop',
  repair: 'take what is genuine as often and as late as it comes; the id of a notice says that it is a repeat',
  check: async (world) => {
    for (const fault of faultsOf(world, 'call', 'harmless')) await demandDone(world, fault)
    if (!world.ours.isNotified) return
    for (const fault of faultsOf(world, 'notify', 'harmless')) {
      world.acceptDue()
      await underFault(world, fault, async (armed) => {
        const sold = await armed(() => soldAndTold(world))
        if (sold) await demandTold(world, sold.sale, sold.notifies, fault.name)
      })
    }
  },
}

async function demandDone(world: World, fault: WalletFault): Promise<void> {
  const { name } = fault
  await underFault(world, fault, async (armed) => {
    for await (const { verb, call, demandTruth } of writes(world.ours)) {
      const outcome = await armed(() => call())
      if (!outcome) continue
      const meaning = 'the shop gives up what went well'
      demand(outcome.kind === 'done', `${verb} to be done in spite of ${name}`, outcome, meaning)
      await demandTruth(meaning)
    }
    for (const { verb, ask, binds } of await everyRead(world)) {
      const read = await armed(async () => ({ found: await ask() }))
      if (!read) continue
      demand(
        binds(read.found),
        `what ${verb} finds to bind in spite of ${name}`,
        read.found,
        'the shop does not find what is there',
      )
    }
  })
}

async function demandTold(world: World, sale: Sale, notifies: readonly Notify[], name: string): Promise<void> {
  const { ours } = world
  demand(notifies.length > 0, `a notify in spite of ${name}`, notifies, 'the shop never hears of the payment')
  const ids = new Set<string>()
  for (const notify of notifies) {
    const { id, facts } = await ours.tp.notify(notify.received)
    world.report(notify, ours.tp.acknowledge('accepted'))
    ids.add(id)
    const own = facts.find((fact) => ours.binds(sale, fact))
    demand(own !== undefined, `the payment in every notify in spite of ${name}`, facts, 'the payer paid and gets nothing')
    const paidAt = 'paidAt' in own ? own.paidAt : undefined
    const moment = paidAt === undefined || Number.isSafeInteger(paidAt)
    demand(moment, `a moment of payment, or none, in spite of ${name}`, paidAt, 'the books cannot keep a time that is none')
  }
  demand(ids.size === 1, `one id for all of them in spite of ${name}`, [...ids], 'a repeat looks like a second payment')
}
