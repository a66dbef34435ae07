import { isDeepStrictEqual } from 'node:util'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Fault } from '../world/line.ts'
import { walkthrough } from '../world/walkthrough.ts'

const READS = ['query', 'queryRefund', 'notify']

export const effectsTellTheTruth: Law = {
  name: 'effects-tell-the-truth',
  rule: 'a request that changes the books is marked "write"; query, queryRefund and notify send reads only',
  check: async (world) => {
    const changed: string[] = []
    const watching: Fault = ({ request, reach }) => {
      const now = world.clock.nowMs() // the same before and after: what changes is the call's doing, not time's
      const before = world.wallet.books(now)
      const answer = reach()
      if (request.effect === 'read' && !isDeepStrictEqual(world.wallet.books(now), before))
        changed.push(new URL(request.url).pathname)
      return answer
    }
    const steps = await world.ours.line.during(watching, () => walkthrough(world))
    const lost = 'a lost answer to it counts as "nothing happened"'
    demand(changed.length === 0, 'the effect "write" on every request that changed the books', changed.join(', '), lost)
    for (const { verb, sent } of steps.filter((step) => READS.includes(step.verb))) {
      const writes = sent.filter(({ request }) => request.effect === 'write')
      demand(writes.length === 0, `${verb} to send reads only`, writes.length, 'a question that nobody dares to repeat')
    }
  },
}
