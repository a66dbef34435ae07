import type { Backoffice } from '../backoffice.ts'
import { demandMerchant } from '../check.ts'
import type { MerchantRow } from '../rows.ts'
import { record, type World } from '../world.ts'

/** Whether a merchant's keys open anything. */
export function switcher(world: World, to: 'disabled' | 'enabled'): Backoffice['merchants']['disable'] {
  const { books, clock } = world
  return async (id, by) => {
    const was = await demandMerchant(books, id)
    if ((to === 'disabled') === (was.disabledAt !== undefined)) return was
    const { disabledAt: _, ...enabled } = was
    const row: MerchantRow = to === 'disabled' ? { ...enabled, disabledAt: clock.nowMs() } : enabled
    await record(world, by, { put: 'merchant', row, was }, { what: `merchant.${to}`, subject: id, data: {} })
    return row
  }
}
