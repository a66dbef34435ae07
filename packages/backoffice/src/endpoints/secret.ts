import { createPrivateKey, createPublicKey } from 'node:crypto'
import { tpError } from '@tpkit/core/errors'
import type { Random } from '@tpkit/core/ports'
import type { Backoffice, SecretKind } from '../backoffice.ts'
import type { Sealer } from '../ports.ts'
import type { WebhookEndpointRow } from '../rows.ts'

const LENGTH = 32
const PREFIX: Readonly<Record<SecretKind, string>> = { hmac: 'whsec_', ed25519: 'whsk_' }

/** As Standard Webhooks write it: 32 bytes, for HMAC or as the seed of an Ed25519 key. */
export function drawSecret(random: Random, kind: SecretKind): string {
  return PREFIX[kind] + Buffer.from(random.bytes(LENGTH)).toString('base64')
}

export function kindOf(secret: string): SecretKind {
  return secret.startsWith(PREFIX.ed25519) ? 'ed25519' : 'hmac'
}

/** What the merchant verifies with: the same secret, or the public half `whpk_…`. */
export function verifyingSecret(secret: string): string {
  if (kindOf(secret) === 'hmac') return secret
  const seed = bytesOf(secret).subarray(0, LENGTH)
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return `whpk_${spki.subarray(-LENGTH).toString('base64')}`
}

/** What stands in front of the 32 bytes of a key in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The message says nothing of what came: it may be a secret with one character too many. */
export function checkSecret(secret: string): void {
  const { length } = bytesOf(secret)
  const fits = kindOf(secret) === 'hmac' ? length >= 24 && length <= 64 : length === LENGTH || length === 2 * LENGTH
  if (/^(?:whsec|whsk)_[A-Za-z0-9+/]+={0,2}$/.test(secret) && fits) return
  throw tpError(
    'INVALID',
    'secret: expected "whsec_" (24 to 64 bytes) or "whsk_" (an Ed25519 key) and base64, found other text; leave it out, and one is drawn',
  )
}

function bytesOf(secret: string): Buffer {
  return Buffer.from(secret.slice(secret.indexOf('_') + 1), 'base64')
}

type Ref = Pick<WebhookEndpointRow, 'merchant' | 'id'>

/** Sealed text of one endpoint opens nothing at another. */
const contextOf = ({ merchant, id }: Ref): string => `${merchant}/${id}`

export function sealFor(sealer: Sealer, ref: Ref, secret: string): Promise<string> {
  return sealer.seal(secret, contextOf(ref))
}

export function openFor(sealer: Sealer, ref: Ref, sealed: string): Promise<string> {
  return sealer.open(sealed, contextOf(ref))
}

export function secretsOf({ sealer }: { readonly sealer: Sealer }): Backoffice['endpoints']['secrets'] {
  return async (endpoint) => {
    const [first, ...rest] = endpoint.sealedSecrets
    const open = (sealed: string): Promise<string> => openFor(sealer, endpoint, sealed)
    return [await open(first), ...(await Promise.all(rest.map(open)))]
  }
}
