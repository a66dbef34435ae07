import { createHmac, hash } from 'node:crypto'
import { canonicalText } from './canonical.ts'
import { equalInConstantTime } from './equal.ts'
import type { OpenFields } from './fields.ts'

/** `text` and `key` to a lower-case hex digest. */
type Digest = (text: string, key: string) => string

const md5: Digest = (text, key) => md5Hex(`${text}&key=${key}`)
const hmacSha256: Digest = (text, key) => createHmac('sha256', key).update(`${text}&key=${key}`).digest('hex')

/**
 * Signs fields as QQ Wallet and WeChat Pay v2 do: MD5 over `canonicalText` and `&key=`, upper-case hex.
 *
 * @example const signed = { ...fields, sign: md5Sign(fields, apiKey) }
 */
export function md5Sign(fields: OpenFields, key: string): string {
  return md5(canonicalText(fields), key).toUpperCase()
}

/**
 * Was `sign` made over all other fields with one of these keys? A list is a rotation: every key may have signed.
 * False, never an error, where the sign is missing or empty, or there is no key but empty ones. Hex digits of either case pass.
 */
export function md5Verify(fields: OpenFields, keys: readonly string[]): boolean {
  return verify(md5, fields, keys)
}

/** As `md5Sign`, with HMAC-SHA256 under the key over the same text, `&key=` included. */
export function hmacSha256Sign(fields: OpenFields, key: string): string {
  return hmacSha256(canonicalText(fields), key).toUpperCase()
}

/** As `md5Verify`, for `hmacSha256Sign`. */
export function hmacSha256Verify(fields: OpenFields, keys: readonly string[]): boolean {
  return verify(hmacSha256, fields, keys)
}

/** HMAC-SHA1 of UTF-8 text, Base64 of the raw digest: the launch signature of an app (调起支付签名) is made of it. */
export function hmacSha1Base64(key: string, text: string): string {
  return createHmac('sha1', key).update(text).digest('base64')
}

/** MD5 of UTF-8 text, lower-case hex: the form in which an operator's password travels (`op_user_passwd`). */
export function md5Hex(text: string): string {
  return hash('md5', text, 'hex')
}

function verify(digest: Digest, fields: OpenFields, keys: readonly string[]): boolean {
  const { sign } = fields
  if (typeof sign !== 'string') return false
  const text = canonicalText(fields)
  // Lower case: some letters outside of ASCII have an upper case of hex digits, none has a lower case of them.
  const found = sign.toLowerCase()
  let held = false
  for (const key of keys) {
    if (key !== '' && equalInConstantTime(digest(text, key), found)) held = true // no early end: time tells no key
  }
  return held
}
