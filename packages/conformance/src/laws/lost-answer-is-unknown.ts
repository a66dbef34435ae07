import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { answerLost, onWrites } from '../world/mishaps.ts'
import { writes } from '../world/writes.ts'

export const lostAnswerIsUnknown: Law = {
  name: 'lost-answer-is-unknown',
  rule: 'a write whose answer is lost is unknown, to be asked for or repeated under its number, and asking tells the truth',
  incident: 'a timeout was booked as a failure, the shop tried again under a new number, and the payer paid twice',
  repair: 'do not catch what a `send` throws; where you must, answer `unknown`',
  check: async ({ ours }) => {
    for await (const { verb, call, demandTruth } of writes(ours)) {
      const before = ours.line.writes
      const outcome = await ours.line.during(onWrites(answerLost), call)
      // A signed link needs no call, so there is no answer to lose.
      if (ours.line.writes === before) continue
      const meaning = 'the wallet did it: a shop that believes anything else does it a second time, or not at all'
      demand(outcome.kind === 'unknown', `${verb} to be unknown after its answer was lost`, outcome, meaning)
      const { retry } = outcome.failure
      demand(retry === 'same-number', `the advice same-number for a lost ${verb}`, retry, 'a new number would do it twice')
      await demandTruth(`the answer to ${verb} was lost, so this question is all that the shop has`)
    }
  },
}
