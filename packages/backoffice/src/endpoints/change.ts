import type { Backoffice } from '../backoffice.ts'
import type { WebhookEndpointRow } from '../rows.ts'
import { record, type World } from '../world.ts'
import { checkTypes, checkUrl, demandEndpoint } from './check.ts'
import { toldOf } from './told.ts'

export function changer(world: World): Backoffice['endpoints']['change'] {
  return async (ref, { url, types }, by) => {
    const was = await demandEndpoint(world, ref)
    const { types: heard, ...rest } = was
    const hears = types === undefined ? heard : typesOf(world, types)
    const row: WebhookEndpointRow = {
      ...rest,
      url: url === undefined ? was.url : checkUrl(world, url),
      ...(hears && { types: hears }),
    }
    if (row.url === was.url && row.types?.join() === was.types?.join()) return was
    await record(world, by, { put: 'endpoint', row, was }, toldOf('changed', row))
    return row
  }
}

function typesOf(world: World, types: readonly string[] | null): readonly string[] | undefined {
  return types === null ? undefined : checkTypes(world, types)
}
