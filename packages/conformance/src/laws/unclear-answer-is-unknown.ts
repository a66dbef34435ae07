import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { onWrites, UNCLEAR } from '../world/mishaps.ts'
import { writes } from '../world/writes.ts'

export const unclearAnswerIsUnknown: Law = {
  name: 'unclear-answer-is-unknown',
  rule: 'a write that is answered by HTML, an error status, nothing, half an answer or garbage is unknown',
  incident: "a gateway's error page with status 502 was taken for a refusal while the wallet had carried the refund out",
  repair: 'throw for everything that is not an answer of the wallet; after a write, core makes `unknown` of it',
  check: async ({ ours }) => {
    for (const [what, mishap] of UNCLEAR) {
      for await (const { verb, call } of writes(ours)) {
        const before = ours.line.writes
        const outcome = await ours.line.during(onWrites(mishap), call)
        if (ours.line.writes === before) continue
        const meaning = 'the wallet did it, and what stands between it and the shop said something'
        demand(outcome.kind === 'unknown', `${verb} to be unknown after ${what}`, outcome, meaning)
      }
    }
  },
}
