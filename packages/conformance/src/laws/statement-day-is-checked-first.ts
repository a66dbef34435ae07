import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { beijingDay } from '../world/days.ts'

export const statementDayIsCheckedFirst: Law = {
  name: 'statement-day-is-checked-first',
  rule: 'a statement of a day that is not over, not ready yet, or no day at all throws before anything is sent',
  incident: "today's statement was fetched at noon, was taken for the whole day, and the afternoon was never reconciled",
  repair: 'compare the day with `timing.statement` before the first `yield`, in Beijing time',
  needs: ['statement'],
  check: async ({ ours, clock }) => {
    await ours.sell()
    const days = [beijingDay(clock.nowMs()), beijingDay(clock.nowMs() + DAY_MS), '2027-02-30', 'yesterday', '']
    for (const day of days) {
      const before = ours.line.sent.length
      const end = await ended(() => ours.statement({ day, kind: 'trade' }))
      const silent = ours.line.sent.length === before
      demand(silent, `nothing to be sent for the day "${day}"`, 'a request', 'half a day is taken for a whole one')
      demand(refusal(end) !== undefined, `an error for the day "${day}"`, end, 'half a day is taken for a whole one')
    }
  },
}

const DAY_MS = 86_400_000
