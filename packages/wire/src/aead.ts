import { createDecipheriv, type KeyObject } from 'node:crypto'
import { strictBase64 } from './rsa.ts'

/** AEAD_AES_256_GCM as WeChat Pay sends it. */
export interface SealedBox {
  /** Base64 of the encrypted bytes and their tag of 16 bytes behind them. */
  readonly ciphertext: string
  readonly nonce: string
  /** As it came; empty where there was none. */
  readonly associatedData: string
}

const TAG_BYTES = 16

/** Opens a box with one of these AES-256 keys; undefined where none fits, or anything of it was changed. The whole tag counts. */
export function openBox({ ciphertext, nonce, associatedData }: SealedBox, keys: readonly KeyObject[]): Uint8Array | undefined {
  const bytes = strictBase64(ciphertext)
  if (!bytes || bytes.byteLength < TAG_BYTES || nonce === '') return undefined
  const end = bytes.byteLength - TAG_BYTES
  for (const key of keys) {
    const opened = openWith(key, { nonce, associatedData, sealed: bytes.subarray(0, end), tag: bytes.subarray(end) })
    if (opened) return opened
  }
  return undefined
}

interface Parts {
  readonly nonce: string
  readonly associatedData: string
  readonly sealed: Uint8Array
  readonly tag: Uint8Array
}

function openWith(key: KeyObject, { nonce, associatedData, sealed, tag }: Parts): Uint8Array | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce), { authTagLength: TAG_BYTES })
    decipher.setAuthTag(tag)
    decipher.setAAD(Buffer.from(associatedData))
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    return undefined
  }
}
