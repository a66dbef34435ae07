import { isTPError, tpError } from '@tpkit/core/errors'
import type { Backoffice, SecretKind } from '../backoffice.ts'
import type { WebhookEndpointRow } from '../rows.ts'
import { record, type World } from '../world.ts'
import { demandEndpoint } from './check.ts'
import { drawSecret, kindOf, openFor, sealFor, verifyingSecret } from './secret.ts'
import { toldOf } from './told.ts'

/** Each signs each delivery. */
const MOST_SECRETS = 5

export function rotator(world: World): Backoffice['endpoints']['rotate'] {
  const { random, sealer } = world
  return async (ref, by) => {
    const was = await demandEndpoint(world, ref)
    if (was.sealedSecrets.length >= MOST_SECRETS)
      throw tpError(
        'LIMIT',
        `secrets: expected at most ${MOST_SECRETS} that sign at one time, found as many; drop the old ones first`,
      )
    const secret = drawSecret(random, await newestKind(world, was))
    const endpoint = { ...was, sealedSecrets: [await sealFor(sealer, was, secret), ...was.sealedSecrets] } as const
    await record(world, by, { put: 'endpoint', row: endpoint, was }, toldOf('rotated', endpoint))
    return { endpoint, secret: verifyingSecret(secret) }
  }
}

/** Whoever lost the seal key needs a new secret more than anybody. */
async function newestKind({ sealer }: World, endpoint: WebhookEndpointRow): Promise<SecretKind> {
  try {
    return kindOf(await openFor(sealer, endpoint, endpoint.sealedSecrets[0]))
  } catch (error) {
    if (isTPError(error) && error.code === 'CONFIG') return 'hmac'
    throw error
  }
}

export function dropper(world: World): Backoffice['endpoints']['dropOldSecrets'] {
  return async (ref, by) => {
    const was = await demandEndpoint(world, ref)
    const [newest, ...old] = was.sealedSecrets
    if (old.length === 0) return was
    const row: WebhookEndpointRow = { ...was, sealedSecrets: [newest] }
    await record(world, by, { put: 'endpoint', row, was }, toldOf('secrets-dropped', row))
    return row
  }
}
