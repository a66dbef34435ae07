import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { settledDay } from '../world/days.ts'
import { answerBecomes, answerLost, UNCLEAR } from '../world/faults.ts'
import type { Fault } from '../world/line.ts'

export const statementErrorIsNotAnEmptyDay: Law = {
  name: 'statement-error-is-not-an-empty-day',
  rule: 'an error, a page or nothing in the place of a statement throws, and is never read as a day without payments',
  incident: 'a wallet answered its statement with an error message, the reader found no lines, and the day was closed as empty',
  repair: 'let `refuse` look at the first bytes, and let `end` miss the totals of a file that has none',
  needs: ['statement'],
  check: async (world) => {
    const { ours } = world
    await ours.sell()
    const query = settledDay(world)
    for (const [what, fault] of FAULTS) {
      const end = await ended(() => ours.line.during(fault, () => ours.statement(query)))
      demand(refusal(end) !== undefined, `a statement to throw after ${what}`, end, 'a day with payments is closed without them')
    }
  },
}

const FAULTS: readonly (readonly [what: string, fault: Fault])[] = [
  ['a lost answer', answerLost],
  ...UNCLEAR.map(([what, change]) => [what, answerBecomes(change)] as const),
]
