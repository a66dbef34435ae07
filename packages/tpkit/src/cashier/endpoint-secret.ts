import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { EndpointSecret } from '@tpkit/cashier'

/** A Standard Webhooks secret: `whsec_` (shared bytes) or `whsk_` (a private key), and base64. */
function endpointSecret(text: string): EndpointSecret {
  const bytes = Buffer.from(text.slice(text.indexOf('_') + 1), 'base64')
  return text.startsWith('whsk_') ? { kind: 'v1a', privateKey: ed25519(bytes) } : { kind: 'v1', bytes }
}

/** What stands in front of the 32 bytes of a key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The seed, or the seed with the public half behind it. */
function ed25519(bytes: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8, bytes.subarray(0, 32)]), format: 'der', type: 'pkcs8' })
}

/** Text by text, the first one first. */
export function endpointSecrets([first, ...rest]: readonly [string, ...string[]]): readonly [
  EndpointSecret,
  ...EndpointSecret[],
] {
  return [endpointSecret(first), ...rest.map(endpointSecret)]
}
