import type { WalletFault } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { faultsOf, reads, whileArmed } from '../world/fault-box.ts'
import type { World } from '../world/world.ts'
import { writes } from '../world/writes.ts'

export const foreignFaultsDoNotBind: Law = {
  name: 'foreign-faults-do-not-bind',
  rule: "every fault of the wallet that answers with somebody else's business ends a read in an error or a fact that does not bind, and refuses nothing",
  incident: 'a wallet mixed up two answers under load, each shop booked the payment of the other, and both were genuine',
  repair: 'compare the numbers and the merchant of every answer with those of the call, and take amounts from the answer alone',
  check: async (world) => {
    for (const fault of faultsOf(world, 'call', 'foreign')) {
      const strikes = (await onReads(world, fault)) + (await onWrites(world, fault))
      demand(strikes > 0, `the fault ${fault.name} to strike a call`, strikes, 'without it nothing is shown')
    }
  },
}

const MEANING = "somebody else's payment, refund or refusal becomes ours"

async function onReads(world: World, { name }: WalletFault): Promise<number> {
  let strikes = 0
  for (const { verb, ask, binds } of await reads(world)) {
    const { result, hits } = await whileArmed(world, { fault: name }, () => ended(ask))
    if (hits.length === 0) continue
    strikes += hits.length
    const bound = result.kind === 'returned' && binds(result.value)
    demand(!bound, `${verb} to throw, or to find what does not bind, with ${name}`, result, MEANING)
  }
  return strikes
}

/** The wallet carried the call out, whatever it says. */
async function onWrites(world: World, { name }: WalletFault): Promise<number> {
  let strikes = 0
  for await (const { verb, call, demandTruth } of writes(world.ours)) {
    const { result, hits } = await whileArmed(world, { fault: name }, () => call())
    if (hits.length === 0) continue
    strikes += hits.length
    demand(result.kind !== 'refused', `${verb} not to be refused with ${name}`, result, MEANING)
    await demandTruth(`after ${name} only a question tells what became of ${verb}`)
  }
  return strikes
}
