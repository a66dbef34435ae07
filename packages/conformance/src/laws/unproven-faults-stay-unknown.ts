import type { WalletFault } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { faultsOf, reads, whileArmed } from '../world/fault-box.ts'
import type { World } from '../world/world.ts'
import { type Write, writes } from '../world/writes.ts'

export const unprovenFaultsStayUnknown: Law = {
  name: 'unproven-faults-stay-unknown',
  rule: 'every fault of the wallet that leaves a call unproven makes a write unknown and a read throw, and asking tells the truth',
  incident: 'a busy wallet said `system error` for a refund that it had carried out, and the shop refunded once more',
  repair: "answer `unknown` for the wallet's words for trouble of its own, and throw from a read",
  check: async (world) => {
    for (const fault of faultsOf(world, 'call', 'unproven')) {
      const strikes = (await onWrites(world, fault)) + (await onReads(world, fault))
      demand(strikes > 0, `the fault ${fault.name} to strike a call`, strikes, 'without it nothing is shown')
    }
  },
}

/** Each write once, under the fault; how often it struck. */
async function onWrites(world: World, { name }: WalletFault): Promise<number> {
  let strikes = 0
  for await (const write of writes(world.ours)) {
    const { result, hits } = await whileArmed(world, { fault: name }, () => write.call())
    if (hits.length === 0) continue
    strikes += hits.length
    const meaning = 'the shop believes what nobody has proven'
    demand(result.kind === 'unknown', `${write.verb} to be unknown after ${name}`, result, meaning)
    await truth(write, name)
  }
  return strikes
}

async function truth({ verb, demandTruth }: Write, name: string): Promise<void> {
  await demandTruth(`${name} left ${verb} unproven, so this question is all that the shop has`)
}

async function onReads(world: World, { name }: WalletFault): Promise<number> {
  let strikes = 0
  for (const { verb, ask } of await reads(world)) {
    const { result, hits } = await whileArmed(world, { fault: name }, () => ended(ask))
    if (hits.length === 0) continue
    strikes += hits.length
    demand(refusal(result) !== undefined, `${verb} to throw after ${name}`, result, 'the shop believes what nobody has proven')
  }
  return strikes
}
