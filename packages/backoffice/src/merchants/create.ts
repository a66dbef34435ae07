import { tpError } from '@tpkit/core/errors'
import type { Backoffice } from '../backoffice.ts'
import { checkLabel, checkName, shown } from '../check.ts'
import { record, type World } from '../world.ts'

export function creator(world: World): Backoffice['merchants']['create'] {
  const { books, clock } = world
  return async ({ id, title }, by) => {
    checkName('merchant', id)
    checkLabel('title', title)
    if (await books.merchant(id))
      throw tpError('CONFLICT', `merchant: expected a new name, found ${shown(id)}, which is there; choose another`)
    const row = { id, title, createdAt: clock.nowMs() }
    await record(world, by, { put: 'merchant', row }, { what: 'merchant.created', subject: id, data: { title } })
    return row
  }
}
