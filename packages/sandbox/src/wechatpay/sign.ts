import { createCipheriv, createDecipheriv, type KeyObject, sign, verify } from 'node:crypto'
import type { Instant, WalletAnswer } from '@tpkit/core'
import type { SigningKey } from './keys.ts'

/** What a request says of itself in its Authorization header. */
export interface Authorization {
  readonly mchid: string
  readonly nonce: string
  readonly signature: string
  readonly timestamp: string
  readonly serial: string
}

const SCHEME = /^WECHATPAY2-SHA256-RSA2048 +(\S.*)$/s

/** Reads `Authorization`; undefined for another scheme, or where an attribute is missing. Their order is free. */
export function readAuthorization(header: string | undefined): Authorization | undefined {
  const attributes = new Map<string, string>()
  for (const [, name = '', value = ''] of (SCHEME.exec(header ?? '')?.[1] ?? '').matchAll(/(\w+)="([^"]*)"/g))
    attributes.set(name, value)
  const [mchid, nonce, signature, timestamp, serial] = ['mchid', 'nonce_str', 'signature', 'timestamp', 'serial_no'].map((name) =>
    attributes.get(name),
  )
  if (!mchid || !nonce || !signature || !timestamp || !serial) return undefined
  return { mchid, nonce, signature, timestamp, serial: serial.toUpperCase() }
}

/** What a request signs: five lines. */
export function requestText(method: string, url: string, { timestamp, nonce }: Authorization, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${method}\n${url}\n${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
}

export function isSignedBy(key: KeyObject, text: Uint8Array, signature: string): boolean {
  return verify('sha256', text, key, Buffer.from(signature, 'base64'))
}

/** What the wallet signs: three lines. */
export function messageText(timestamp: string, nonce: string, body: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
}

/** The headers of a message of the wallet's. */
export function proof(
  { id, key }: Pick<SigningKey, 'id' | 'key'>,
  body: Uint8Array,
  nonce: string,
  now: Instant,
): WalletAnswer['headers'] {
  const timestamp = String(Math.floor(now / 1000))
  const signature = sign('sha256', messageText(timestamp, nonce, body), key).toString('base64')
  return [
    ['Wechatpay-Timestamp', timestamp],
    ['Wechatpay-Nonce', nonce],
    ['Wechatpay-Signature', signature],
    ['Wechatpay-Serial', id],
    ['Wechatpay-Signature-Type', 'WECHATPAY2-SHA256-RSA2048'],
  ]
}

/** AEAD_AES_256_GCM: base64 of the encrypted text and its tag. */
export function lock(text: string, key: KeyObject, nonce: string, associatedData: string): string {
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: 16 })
  cipher.setAAD(Buffer.from(associatedData))
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

export function unlock(box: string, key: KeyObject, nonce: string, associatedData: string): string {
  const bytes = Buffer.from(box, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(associatedData))
  decipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8')
}
