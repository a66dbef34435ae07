import type { Backoffice } from '../backoffice.ts'
import { record, type World } from '../world.ts'
import { demandEndpoint } from './check.ts'
import { toldOf } from './told.ts'

/** Its row stays, for whoever reads the audit trail. */
export function remover(world: World): Backoffice['endpoints']['remove'] {
  return async (ref, by) => {
    const was = await demandEndpoint(world, ref)
    const row = { ...was, removedAt: world.clock.nowMs() }
    await record(world, by, { put: 'endpoint', row, was }, toldOf('removed', row))
  }
}
