import { isDeepStrictEqual } from 'node:util'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import type { Shop } from '../world/shop.ts'

export const commandsStayAsTheyWere: Law = {
  name: 'commands-stay-as-they-were',
  rule: 'no call changes the command or reference that it was given',
  incident:
    'a plugin put its own number into the command, and the ledger stored the order under a number that nobody had asked for',
  repair: 'make new objects for what is sent; never write into an argument',
  check: async ({ ours }) => {
    for (const [verb, argument, call] of await calls(ours)) {
      const copy = structuredClone(argument)
      await ended(() => call(copy))
      const meaning = 'what the shop stores is not what it decided'
      demand(isDeepStrictEqual(copy, argument), `${verb} to leave its argument alone`, copy, meaning)
    }
  },
}

type Call = readonly [verb: string, argument: object, call: (copy: object) => Promise<unknown>]

async function calls(ours: Shop): Promise<readonly Call[]> {
  const { pay, query, refund, close, reverse, queryRefund } = ours.tp
  const [sale, open] = [await ours.sell(), await ours.prepare()]
  const command = ours.refundOf(sale, 4_000n)
  return [
    called('pay', ours.command(ours.order()), pay),
    called('query', ours.ref(sale), query),
    called('refund', command, refund),
    ...(queryRefund ? [called('queryRefund', command, queryRefund)] : []),
    ...(close ? [called('close', ours.ref(open), close)] : []),
    ...(reverse && ours.hasCounter ? [called('reverse', ours.ref(open), reverse)] : []),
  ]
}

/** The copy that the law hands over is a copy of this argument. */
function called<Argument extends object>(verb: string, argument: Argument, call: (copy: Argument) => Promise<unknown>): Call {
  return [verb, argument, (copy) => call(copy as Argument)]
}
