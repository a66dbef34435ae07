import { type KeyObject, verify } from 'node:crypto'

/**
 * Was `signature` (Base64) made over `text` with the private half of this RSA key: RSASSA-PKCS1-v1_5 with SHA-256?
 * False, never an error, for what is no strict Base64, or a key of another kind.
 */
export function rsaVerify(key: KeyObject, text: Uint8Array, signature: string): boolean {
  if (key.asymmetricKeyType !== 'rsa') return false
  const bytes = strictBase64(signature)
  return bytes !== undefined && verify('RSA-SHA256', text, key, bytes)
}

/** The bytes of Base64 as an encoder writes it; undefined where anything else stands in it. */
export function strictBase64(text: string): Uint8Array | undefined {
  if (text === '' || text.length % 4 !== 0 || !/^[0-9A-Za-z+/]+={0,2}$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
