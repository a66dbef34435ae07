import type { Backoffice } from '../backoffice.ts'
import { missing, shown } from '../check.ts'
import { record, type World } from '../world.ts'

export function revoker(world: World): Backoffice['apiKeys']['revoke'] {
  const { books, clock } = world
  return async (id, by) => {
    const was = await books.apiKey(id)
    if (!was) throw missing(`API key: expected the id of one that there is, found none under ${shown(id)}; look at the list`)
    if (was.revokedAt !== undefined) return was
    const row = { ...was, revokedAt: clock.nowMs() }
    const data = { merchant: was.merchant, name: was.name }
    await record(world, by, { put: 'api-key', row, was }, { what: 'api-key.revoked', subject: id, data })
    return row
  }
}
