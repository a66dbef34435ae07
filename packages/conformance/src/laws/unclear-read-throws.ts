import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { answerBecomes, answerLost, UNCLEAR } from '../world/faults.ts'
import type { Fault } from '../world/line.ts'
import type { Shop } from '../world/shop.ts'

export const unclearReadThrows: Law = {
  name: 'unclear-read-throws',
  rule: 'a query that is answered by HTML, an error status, nothing, half an answer or garbage throws; it never says "absent"',
  incident: "an outage was reported as `no such order`, and a night's paid orders were cancelled",
  repair: "throw `UNAVAILABLE` or `MALFORMED` from a read that got no answer; `absent` needs the wallet's own word",
  check: async ({ ours }) => {
    for (const [verb, call] of await reads(ours)) {
      for (const [what, fault] of FAULTS) {
        const end = await ended(() => ours.line.during(fault, call))
        const meaning = 'a shop that believes it closes a paid order, or ships an unpaid one'
        demand(refusal(end) !== undefined, `${verb} to throw a TPError with a code of its cause after ${what}`, end, meaning)
      }
    }
  },
}

const FAULTS: readonly (readonly [what: string, fault: Fault])[] = [
  ['a lost answer', answerLost],
  ...UNCLEAR.map(([what, change]) => [what, answerBecomes(change)] as const),
]

/** Every read, on a sale that has a refund: the wallet has something to say. */
async function reads(ours: Shop): Promise<readonly (readonly [verb: string, call: () => Promise<unknown>])[]> {
  const sale = await ours.sell()
  const command = ours.refundOf(sale, 4_000n)
  await ours.refund(command)
  const query = ['query', () => ours.query(sale)] as const
  return ours.tp.queryRefund ? [query, ['queryRefund', () => ours.queryRefund(command)]] : [query]
}
