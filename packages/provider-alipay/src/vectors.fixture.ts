import { readFileSync } from 'node:fs'
import type { Fields } from '@tpkit/wire'

/** One entry of the file. Which members it has depends on its kind. */
export interface Vector {
  readonly id: string
  readonly kind: string
  /** Whose keys: the prefix of names in the file of keys. */
  readonly keys?: 'app' | 'alipay'
  /** PEM, of vectors that somebody else published. */
  readonly public_key?: string
  readonly aes_key?: KeyName
  readonly params: Fields
  readonly sign_content: string
  readonly sign: string
  readonly verify: boolean | null
  readonly rule: 'V1' | 'V2'
  readonly raw_body?: string
  readonly raw_query: string
  readonly method: string
  readonly raw?: string
  readonly signed_substring: string
  readonly pem: string
  readonly sn: string
  readonly plain: string
  readonly cipher: string
  readonly pairs: readonly (readonly [text: string, fen: number | 'invalid' | 'invalid-for-pay'])[]
  readonly out_format: readonly (readonly [fen: number, text: string])[]
}

export type KeyName =
  | 'app_private_pkcs1'
  | 'app_private_pkcs8'
  | 'app_public_spki'
  | 'alipay_private_pkcs1'
  | 'alipay_private_pkcs8'
  | 'alipay_public_spki'
  | 'other_public_spki'
  | 'content_key'

const fixture = (path: string): string => readFileSync(new URL(`../../../test-fixtures/${path}`, import.meta.url), 'utf8')

export const { vectors: VECTORS }: { readonly vectors: readonly Vector[] } = JSON.parse(fixture('alipay-vectors.json'))
/** Throwaway keys, usable nowhere. */
export const { keys: KEYS }: { readonly keys: Readonly<Record<KeyName, string>> } = JSON.parse(
  fixture('keys/alipay-vectors.json'),
)
