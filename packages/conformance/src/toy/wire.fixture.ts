/** ToyPay's wire: JSON of text fields, HMAC-SHA256 over the body in a header. As unlike QQ Wallet as a few lines can be. */
import { createHmac } from 'node:crypto'

export const API = 'https://api.toypay.example'
export const MONEY = 'https://money.toypay.example'
export const PAY_PAGE = 'https://pay.toypay.example'
export const SIGNATURE = 'x-toypay-signature'

export type Fields = Readonly<Record<string, string>>

export function hmac(key: string, body: Uint8Array | string): string {
  return createHmac('sha256', key).update(body).digest('hex')
}

/** The fields as bytes, with the header that signs them. */
export function signedBody(key: string, fields: Fields): { readonly body: Uint8Array; readonly headers: [string, string][] } {
  const body = Buffer.from(JSON.stringify(fields))
  return {
    body,
    headers: [
      ['content-type', 'application/json'],
      [SIGNATURE, hmac(key, body)],
    ],
  }
}

/** A flat object of texts; undefined for anything else. */
export function readFields(body: Uint8Array): Fields | undefined {
  try {
    const found: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined
    const entries = Object.entries(found)
    return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** The signature of a link that starts a payment by itself: over every field, by name. */
export function signedLink(key: string, fields: Fields): string {
  const sorted = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1))
  return hmac(key, PAY_PAGE + JSON.stringify(sorted))
}
