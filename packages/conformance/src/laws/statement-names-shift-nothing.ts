import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { ended } from '../world/believed.ts'
import { settledDay } from '../world/days.ts'

export const statementNamesShiftNothing: Law = {
  name: 'statement-names-shift-nothing',
  rule: 'names with commas, quotes, back-ticks or tabs change neither amount nor number nor count of the lines of a statement',
  incident: 'a product called `Tea, green` moved every column behind it, and its price was read as its refund',
  repair: 'split lines by the rules of the file, not at every comma, and check how many columns there are',
  needs: ['statement'],
  check: async (world) => {
    const { ours } = world
    const sales: Sale[] = []
    for (const name of NAMES) {
      // A wallet that cannot carry such a name refuses it before it is sold.
      const sold = await ended(() => ours.sell({ ...ours.order(undefined, name), attach: name }))
      if (sold.kind === 'returned') sales.push(sold.value)
    }
    const rows = await ours.statement(settledDay(world))
    const facts = rows.flatMap(({ fact }) => (fact?.kind === 'payment' ? [fact] : []))
    for (const sale of sales) {
      const own = facts.filter((fact) => ours.binds(sale, fact))
      demand(own.length === 1, `one line that binds for the name ${sale.subject}`, own, 'a name moves the amounts')
    }
    demand(facts.length === sales.length, `${sales.length} lines`, facts.length, 'a name makes lines, or swallows them')
  },
}

const NAMES = ['Tea, green', 'Tea "green"', '"Tea","green"', 'Tea`,`green', '`Tea', "Tea's, 1,00", ',,,', 'Tea\tgreen']
