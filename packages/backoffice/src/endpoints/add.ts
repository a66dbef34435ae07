import { type TPError, tpError } from '@tpkit/core/errors'
import type { Backoffice } from '../backoffice.ts'
import { demandMerchant } from '../check.ts'
import type { WebhookEndpointRow } from '../rows.ts'
import { record, type World } from '../world.ts'
import { checkTypes, checkUrl } from './check.ts'
import { checkSecret, drawSecret, sealFor, verifyingSecret } from './secret.ts'
import { toldOf } from './told.ts'

/** Every event goes to each of them. */
const MOST_ENDPOINTS = 50

export function adder(world: World): Backoffice['endpoints']['add'] {
  const { books, clock, random, ids, sealer } = world
  return async ({ merchant, url, types, kind = 'hmac', secret = drawSecret(random, kind) }, by) => {
    checkSecret(secret)
    const address = checkUrl(world, url)
    const known = types && checkTypes(world, types)
    await demandMerchant(books, merchant)
    const id = ids('whe')
    const endpoint: WebhookEndpointRow = {
      ...{ id, merchant, url: address, sealedSecrets: [await sealFor(sealer, { merchant, id }, secret)] },
      ...(known && { types: known }),
      createdAt: clock.nowMs(),
    }
    await record(world, by, { put: 'endpoint', row: endpoint, atMost: MOST_ENDPOINTS }, toldOf('added', endpoint))
    return { endpoint, secret: verifyingSecret(secret) }
  }
}

/** Thrown by the books: only under their lock nobody adds another one between the count and the row. */
export function tooManyEndpoints(most: number): TPError {
  return tpError(
    'LIMIT',
    `webhook endpoints: expected at most ${most} of one merchant, found that many already; remove one first`,
  )
}
