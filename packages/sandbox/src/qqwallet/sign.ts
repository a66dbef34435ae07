import { createHash, createHmac } from 'node:crypto'

/** Names and values of one message. A map, because names come from outside. */
export type Fields = ReadonlyMap<string, string>

/** What the wallet says, before it is written; undefined fields are left out. */
export type Reply = Readonly<Record<string, string | undefined>>

/** MD5 is the documented one; whether the wallet ever took the other is not certain. */
export type Algorithm = 'MD5' | 'HMAC-SHA256'

/**
 * The signature of 安全规范: every field but `sign` whose value is not empty, sorted by name in byte order, joined as
 * `name=value` with `&`, then `&key=` and the API key; MD5 over UTF-8, upper-case hex. HMAC-SHA256 is keyed with the same key.
 */
export function signature(fields: Fields, apiKey: string, algorithm: Algorithm = 'MD5'): string {
  const signed = [...fields].filter(([name, value]) => name !== 'sign' && value !== '')
  // By name, not by pair: "=" sorts after the digits, so the pairs refund_id_1 and refund_id_10 would change places.
  signed.sort(([a], [b]) => (a < b ? -1 : 1))
  const text = [...signed, ['key', apiKey]].map((pair) => pair.join('=')).join('&')
  return (algorithm === 'MD5' ? md5(text) : createHmac('sha256', apiKey).update(text, 'utf8').digest('hex')).toUpperCase()
}

/** Whether a received message carries the right signature. The case of the hex digits does not count. */
export function isSigned(fields: Fields, apiKey: string, algorithm?: Algorithm): boolean {
  return fields.get('sign')?.toUpperCase() === signature(fields, apiKey, algorithm)
}

/** Lower-case hex, over UTF-8. */
export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex')
}
