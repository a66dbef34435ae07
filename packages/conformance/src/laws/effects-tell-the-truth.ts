import { isDeepStrictEqual } from 'node:util'
import type { Exchange, HttpRequest } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Mishap } from '../world/line.ts'
import { walkthrough } from '../world/walkthrough.ts'
import type { World } from '../world/world.ts'

const READS = ['query', 'queryRefund', 'notify', 'probe', 'statement']

export const effectsTellTheTruth: Law = {
  name: 'effects-tell-the-truth',
  rule: 'every request is marked "read" or "write", the latter where it changes the books; questions only read',
  incident: 'a refund that was marked as a read was repeated by a retry layer and went out three times',
  repair: "say `effect: 'write'` in every request that creates, ends or moves something, and `read` in every question",
  check: async (world) => {
    const changed: string[] = []
    for (const { verb, request } of await walked(world, changed)) {
      const { effect } = request
      // A provider in plain JavaScript can leave it out.
      const marked = effect === 'read' || effect === 'write'
      demand(marked, `every request of ${verb} to be marked "read" or "write"`, effect, 'nobody knows what its loss would mean')
      const reading = effect === 'read' || !READS.includes(verb)
      demand(reading, `${verb} to send reads only`, `a ${effect}`, 'a question that nobody dares to repeat')
    }
    const lost = 'a lost answer to it counts as "nothing happened"'
    demand(changed.length === 0, 'the effect "write" on every request that changed the books', changed.join(', '), lost)
  },
}

interface Asked {
  readonly verb: string
  readonly request: HttpRequest
}

/** Every request, with the verb that wanted it: what the exchanges ask for, sent or not, and what arrived on the line. */
async function walked({ fresh }: World, changed: string[]): Promise<readonly Asked[]> {
  const asked: Asked[] = []
  const world = fresh((exchange, verb) => overheard(exchange, (request) => asked.push({ verb, request })))
  const steps = await world.ours.line.during(noting(world, changed), () => walkthrough(world))
  return [...asked, ...steps.flatMap(({ verb, sent }) => sent.map(({ request }) => ({ verb, request })))]
}

/** Passes every call on, and notes the path of a "read" that changed the books. */
function noting({ wallet, clock }: World, changed: string[]): Mishap {
  return ({ request, reach }) => {
    const now = clock.nowMs() // the same before and after: what changes is the call's doing, not time's
    const before = wallet.books(now)
    const answer = reach()
    if (request.effect === 'read' && !isDeepStrictEqual(wallet.books(now), before)) changed.push(new URL(request.url).pathname)
    return answer
  }
}

function* overheard<Reply>(exchange: Exchange<Reply>, hear: (request: HttpRequest) => void): Exchange<Reply> {
  let next = exchange.next()
  while (!next.done) {
    if (next.value.do === 'send') hear(next.value.request)
    next = exchange.next(yield next.value)
  }
  return next.value
}
