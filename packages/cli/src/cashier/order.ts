import type { Common } from '../desk/action.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { tellSteps } from '../desk/steps.ts'
import { timeline } from './journal.ts'
import { entryJson, orderJson } from './json.ts'
import { withCashier } from './open.ts'
import { showOrder, stepsOf, tellNoOrder } from './tell.ts'
import { KEPT } from './words.ts'

export interface OrderViewFlags extends Common {
  readonly config: string
  readonly merchant?: string
}

/** How one order stands, and everything that happened to it. Asks no wallet. */
export function runOrder(desk: Desk, orderNo: string, { config, merchant = 'main' }: OrderViewFlags): Promise<ExitCode> {
  return withCashier(desk, config, async ({ get, books }) => {
    const order = await get({ merchant, orderNo })
    if (!order) return tellNoOrder(desk, orderNo)
    const entries = await books.read.journal(order.id)
    const steps = stepsOf(desk, order, config).filter(({ what }) => what !== KEPT[desk.lang].step.look)
    showOrder(desk, order)
    desk.say([KEPT[desk.lang].timeline, ...timeline(desk, entries, order).map((line) => `  ${line}`)].join('\n'))
    desk.answer({ order: orderJson(order), journal: entries.map(entryJson), next: steps.map(({ line }) => line) })
    tellSteps(desk, steps)
    return EXIT.done
  })
}
