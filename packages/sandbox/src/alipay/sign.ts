import { createCipheriv, createDecipheriv, type KeyObject, sign, verify } from 'node:crypto'

/** Parameters by name, as bytes of the message's own charset. */
export type Bytes = ReadonlyMap<string, Uint8Array>

/** Which ones are not signed: a request signs its `sign_type`, a notify does not (rule V1). */
export type Unsigned = readonly string[]
export const REQUEST: Unsigned = ['sign']
export const TOLD: Unsigned = ['sign', 'sign_type']

/** 待签名字符串: `name=value` in the order of the names, raw. */
export function textOf(parameters: Bytes, unsigned: Unsigned, empty: 'dropped' | 'kept' = 'dropped'): Buffer {
  const signed = [...parameters]
    .filter(([name, value]) => !unsigned.includes(name) && (empty === 'kept' || value.byteLength > 0))
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const parts = signed.flatMap(([name, value], index) => [Buffer.from(`${index > 0 ? '&' : ''}${name}=`), value])
  return Buffer.concat(parts)
}

/** SHA256withRSA (RSA2). False for what is no Base64, or of another length. */
export function isSignedBy(key: KeyObject, text: Uint8Array, signature: string): boolean {
  return verify('sha256', text, key, Buffer.from(signature, 'base64'))
}

export function signatureOf(key: KeyObject, text: Uint8Array): string {
  return sign('sha256', text, key).toString('base64')
}

const ZERO_IV = Buffer.alloc(16)

/** 接口内容加密: AES-128-CBC from a vector of zeros, in Base64. */
export function lock(bytes: Uint8Array, key: KeyObject): string {
  const cipher = createCipheriv('aes-128-cbc', key, ZERO_IV)
  return Buffer.concat([cipher.update(bytes), cipher.final()]).toString('base64')
}

/** Undefined for what was not locked with that key. */
export function unlock(box: string, key: KeyObject): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, ZERO_IV)
    return Buffer.concat([decipher.update(Buffer.from(box, 'base64')), decipher.final()])
  } catch {
    return undefined
  }
}
