import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { faultsOf, underFault } from '../world/fault-box.ts'
import { everyRead } from '../world/reads.ts'
import { writes } from '../world/writes.ts'

export const foreignFaultsDoNotBind: Law = {
  name: 'foreign-faults-do-not-bind',
  rule: "every fault of the wallet that answers with somebody else's business ends a read in an error or a fact that does not bind, and refuses nothing",
  incident: 'a wallet mixed up two answers under load, each shop booked the payment of the other, and both were genuine',
  repair: 'compare the numbers and the merchant of every answer with those of the call, and take amounts from the answer alone',
  check: async (world) => {
    for (const fault of faultsOf(world, 'call', 'foreign')) {
      const { name } = fault
      await underFault(world, fault, async (armed) => {
        for (const { verb, ask, binds } of await everyRead(world)) {
          const end = await armed(() => ended(ask))
          const bound = end?.kind === 'returned' && binds(end.value)
          demand(!bound, `${verb} to throw, or to find what does not bind, with ${name}`, end, MEANING)
        }
        // The wallet carried the call out, whatever it says.
        for await (const { verb, call, demandTruth } of writes(world.ours)) {
          const outcome = await armed(() => call())
          demand(outcome?.kind !== 'refused', `${verb} not to be refused with ${name}`, outcome, MEANING)
          if (outcome) await demandTruth(`after ${name} only a question tells what became of ${verb}`)
        }
      })
    }
  },
}

const MEANING = "somebody else's payment, refund or refusal becomes ours"
