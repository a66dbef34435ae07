import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { faultsOf, underFault } from '../world/fault-box.ts'
import { everyRead } from '../world/reads.ts'
import { writes } from '../world/writes.ts'

export const unprovenFaultsStayUnknown: Law = {
  name: 'unproven-faults-stay-unknown',
  rule: 'every fault of the wallet that leaves a call unproven makes a write unknown and a read throw, and asking tells the truth',
  incident: 'a busy wallet said `system error` for a refund that it had carried out, and the shop refunded once more',
  repair: "answer `unknown` for the wallet's words for trouble of its own, and throw from a read",
  check: async (world) => {
    // By then it knows the wallet's keys.
    await world.ours.sell()
    for (const fault of faultsOf(world, 'call', 'unproven')) {
      const { name } = fault
      await underFault(world, fault, async (armed) => {
        for await (const { verb, call, demandTruth } of writes(world.ours)) {
          const outcome = await armed(() => call())
          if (!outcome) continue
          demand(outcome.kind === 'unknown', `${verb} to be unknown after ${name}`, outcome, MEANING)
          await demandTruth(`${name} left ${verb} unproven, so this question is all that the shop has`)
        }
        for (const { verb, ask } of await everyRead(world)) {
          const end = await armed(() => ended(ask))
          demand(!end || refusal(end) !== undefined, `${verb} to throw after ${name}`, end, MEANING)
        }
      })
    }
  },
}

const MEANING = 'the shop believes what nobody has proven'
