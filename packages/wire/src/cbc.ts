import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { strictBase64 } from './rsa.ts'

/** Alipay's: the same text is always the same ciphertext. Secrecy only; who wrote it, the signature around it says. */
const ZERO_IV = new Uint8Array(16)

/** AES-128-CBC with PKCS#7 padding, Base64, as 接口内容加密 wants it. */
export function sealCbc(text: string, key: KeyObject): string {
  const cipher = createCipheriv('aes-128-cbc', key, ZERO_IV)
  return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]).toString('base64')
}

/** The bytes inside; undefined where the key does not fit, or it is no such ciphertext. Open only what is verified. */
export function openCbc(ciphertext: string, key: KeyObject): Uint8Array | undefined {
  const bytes = strictBase64(ciphertext)
  if (!bytes) return undefined
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, ZERO_IV)
    return Buffer.concat([decipher.update(bytes), decipher.final()])
  } catch {
    return undefined
  }
}
