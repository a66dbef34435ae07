import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import type { Sent } from '../world/line.ts'
import { UNPROVEN } from '../world/mishaps.ts'
import { questions } from '../world/questions.ts'

export const noSilentRepeat: Law = {
  name: 'no-silent-repeat',
  rule: 'no call sends a write twice by itself, and none asks again and again, whatever is answered',
  incident: 'a client repeated a refund inside one call after a timeout, and its retries brought the wallet down for everybody',
  repair: 'send once and say what came; whoever called decides whether to repeat',
  check: async ({ ours }) => {
    for (const { verb, ask } of await questions(ours)) {
      for (const [, mishap] of RETRIED) {
        const before = ours.line.sent.length
        await ended(() => ours.line.during(mishap, ask))
        const sent = ours.line.sent.slice(before)
        const meaning = 'money moves twice behind the back of the shop, or a bad hour of the wallet becomes its worst'
        demand(sent.length <= MOST_REQUESTS, `at most ${MOST_REQUESTS} requests in one ${verb}`, sent.length, meaning)
        demand(mostAlike(sent) <= 1, `each write of ${verb} to be sent once`, mostAlike(sent), meaning)
      }
    }
  },
}

const MOST_REQUESTS = 4

/** What layers that retry by themselves look at: silence, and the status. */
const RETRIED = UNPROVEN.slice(0, 6)

/** How often the address that was written to most often was written to. */
function mostAlike(sent: readonly Sent[]): number {
  const counts = new Map<string, number>()
  for (const { request } of sent) if (request.effect !== 'read') counts.set(request.url, (counts.get(request.url) ?? 0) + 1)
  return Math.max(0, ...counts.values())
}
