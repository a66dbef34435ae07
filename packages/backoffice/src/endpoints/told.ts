import type { WebhookEndpointRow } from '../rows.ts'
import type { Told } from '../world.ts'

/** Of the address only where it leads: its path may be what the receiver knows us by. */
export function toldOf(what: string, { id, merchant, url, types }: WebhookEndpointRow): Told {
  const data = { merchant, origin: new URL(url).origin, types: types?.join(' ') ?? 'all' }
  return { what: `webhook-endpoint.${what}`, subject: id, data }
}
