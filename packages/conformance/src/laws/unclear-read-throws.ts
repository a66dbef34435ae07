import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { UNPROVEN } from '../world/mishaps.ts'
import { reads, soldAndRefunded } from '../world/reads.ts'

export const unclearReadThrows: Law = {
  name: 'unclear-read-throws',
  rule: 'a query that is answered by HTML, an error status, nothing, half an answer or garbage throws; it never says "absent"',
  incident: "an outage was reported as `no such order`, and a night's paid orders were cancelled",
  repair: "throw `UNAVAILABLE` or `MALFORMED` from a read that got no answer; `absent` needs the wallet's own word",
  check: async ({ ours }) => {
    const { sale, command } = await soldAndRefunded(ours)
    for (const { verb, ask } of reads(ours, sale, command)) {
      for (const [what, mishap] of UNPROVEN) {
        const end = await ended(() => ours.line.during(mishap, ask))
        const meaning = 'a shop that believes it closes a paid order, or ships an unpaid one'
        demand(refusal(end) !== undefined, `${verb} to throw a TPError with a code of its cause after ${what}`, end, meaning)
      }
    }
  },
}
