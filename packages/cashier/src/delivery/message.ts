import { createHmac, sign } from 'node:crypto'
import type { HttpRequest, Instant } from '@tpkit/core'
import type { EventRow } from '../books/rows.ts'
import { iso } from '../events/public-json.ts'
import type { Endpoint, EndpointSecret } from '../ports.ts'

type Told = Pick<EventRow, 'id' | 'type' | 'at' | 'data'>

/**
 * An event as Standard Webhooks send it. Body and id are the same in every try; the time is that of the try, so that the
 * receiver may refuse what was caught and is played again later.
 */
export function webhook(event: Told, { url, secrets }: Pick<Endpoint, 'url' | 'secrets'>, now: Instant): HttpRequest {
  const body = bodyOf(event)
  const at = Math.floor(now / 1000).toString()
  const signed = Buffer.from(`${event.id}.${at}.${body}`)
  return {
    method: 'POST',
    url,
    effect: 'write',
    headers: [
      ['content-type', 'application/json; charset=utf-8'],
      ['webhook-id', event.id],
      ['webhook-timestamp', at],
      ['webhook-signature', secrets.map((secret) => signature(secret, signed)).join(' ')],
    ],
    body: Buffer.from(body),
  }
}

/** `data` goes out as it was written: read and written again it might differ. */
function bodyOf({ type, at, data }: Told): string {
  return `{"type":${JSON.stringify(type)},"timestamp":"${iso(at)}","data":${data}}`
}

function signature(secret: EndpointSecret, signed: Uint8Array): string {
  if (secret.kind === 'v1') return `v1,${createHmac('sha256', secret.bytes).update(signed).digest('base64')}`
  return `v1a,${sign(null, signed, secret.privateKey).toString('base64')}`
}
