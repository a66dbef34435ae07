import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { settledDay } from '../world/days.ts'

export const emptyDayIsEmpty: Law = {
  name: 'empty-day-is-empty',
  rule: 'the statement of a day on which nothing happened has no lines, and does not throw',
  incident: 'every holiday without a sale stopped the reconciliation, and people learned to click its alarm away',
  repair: "read the wallet's own word for `nothing that day` as an empty day, or a file without lines as one",
  needs: ['statement'],
  check: async (world) => {
    const rows = await world.ours.statement(settledDay(world))
    const facts = rows.filter(({ fact }) => fact !== undefined)
    demand(facts.length === 0, 'no line for a day without payments', facts, 'the shop books what never happened')
  },
}
