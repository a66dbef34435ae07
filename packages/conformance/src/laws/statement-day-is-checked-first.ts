import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { beijingDay, endedDay } from '../world/days.ts'
import type { Shop } from '../world/shop.ts'

export const statementDayIsCheckedFirst: Law = {
  name: 'statement-day-is-checked-first',
  rule: 'a statement of a day that is not over, not ready yet, not kept any more, or no day at all throws before anything is sent',
  incident: "today's statement was fetched at noon, was taken for the whole day, and the afternoon was never reconciled",
  repair: "state the wallet's times in `timing.statement`, and leave the day to core, which compares it in Beijing time",
  needs: ['statement'],
  check: async (world) => {
    const { ours, clock } = world
    await ours.sell()
    for (const days of [0, 1]) await demandSilence(ours, beijingDay(clock.nowMs() + days * DAY_MS), 'that is not over')
    for (const day of ['2027-02-30', 'yesterday', '']) await demandSilence(ours, day, 'that is none')
    const { readyAfterMs = 0, keptDays } = ours.tp.manifest.timing.statement ?? {}
    const { day } = endedDay(world)
    clock.advance(Math.max(0, readyAfterMs - 1))
    if (readyAfterMs > 0) await demandSilence(ours, day, 'that is not ready yet')
    if (keptDays !== undefined)
      await demandSilence(ours, beijingDay(clock.nowMs() - (keptDays + 3) * DAY_MS), 'that is not kept any more')
  },
}

const DAY_MS = 86_400_000

async function demandSilence(ours: Shop, day: string, which: string): Promise<void> {
  const before = ours.line.sent.length
  const end = await ended(() => ours.statement({ day, kind: 'trade' }))
  const silent = ours.line.sent.length === before
  demand(silent, `nothing to be sent for a day ${which} ("${day}")`, 'a request', 'half a day is taken for a whole one')
  demand(refusal(end) !== undefined, `an error for a day ${which} ("${day}")`, end, 'half a day is taken for a whole one')
}
