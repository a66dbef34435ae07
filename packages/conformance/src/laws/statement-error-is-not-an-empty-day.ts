import type { StatementQuery } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { beijingDay, settledDay } from '../world/days.ts'
import { UNPROVEN } from '../world/mishaps.ts'
import type { World } from '../world/world.ts'

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
    for (const [what, mishap] of UNPROVEN) {
      const end = await ended(() => ours.line.during(mishap, () => ours.statement(query)))
      demand(refusal(end) !== undefined, `a statement to throw after ${what}`, end, MEANING)
    }
    await demandOwnWords(world)
  },
}

const MEANING = 'a day with payments is closed without them'
const [DAY_MS, YEAR_MS] = [86_400_000, 365 * 86_400_000]

/** What the wallet itself says where it gives no file: to keys that it does not know, too early, and too late. */
async function demandOwnWords(world: World): Promise<void> {
  const wrong = world.wrongKeys()
  const end = await ended(() => wrong.ours.statement(settledDay(wrong)))
  demand(refusal(end) !== undefined, 'a statement to throw with wrong keys', end, MEANING)
  // A shop with a wrong clock asks what it otherwise would not.
  const early = world.ahead(2 * DAY_MS)
  await demandNotEmpty(early, 'that is not over', () => ({ day: beijingDay(early.clock.nowMs()), kind: 'trade' }))
  const late = world.ahead(-YEAR_MS)
  await demandNotEmpty(late, 'of last year', () => {
    const query = settledDay(late)
    late.clock.advance(YEAR_MS)
    return query
  })
}

async function demandNotEmpty({ ours }: World, which: string, query: () => StatementQuery): Promise<void> {
  const sold = await ended(() => ours.sell())
  // A wallet that looks at the clock lets nobody in.
  if (sold.kind === 'threw') return
  const end = await ended(() => ours.statement(query()))
  const told = end.kind === 'returned' && end.value.some(({ fact }) => ours.binds(sold.value, fact))
  demand(told || refusal(end) !== undefined, `the sale, or an error, from the statement of a day ${which}`, end, MEANING)
}
