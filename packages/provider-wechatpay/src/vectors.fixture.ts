import { readFileSync } from 'node:fs'
import type { Headers } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'

/** One entry of the file. Which members it has depends on its kind. */
export interface Vector {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly private_key: KeyName
  /** Keys of the wallet by the ids that it names them by. */
  readonly trusted?: Readonly<Record<string, KeyName>>
  readonly input: {
    readonly method: 'GET' | 'POST'
    readonly url: string
    readonly timestamp: string
    readonly nonce_str: string
    readonly body: string
    readonly mchid: string
    readonly serial_no: string
    readonly headers: Fields
    /** Unix seconds. */
    readonly now: number
    readonly certificate_pem?: string
    readonly public_key_pem?: string
    readonly key: string
    readonly nonce: string
    readonly associated_data: string
    readonly ciphertext: string
    readonly message: string
    readonly signature: string
    readonly private_key: KeyName
    readonly params: Fields
    readonly sign_type: string
    readonly keys: readonly string[]
    readonly line: string
    readonly text: string
    readonly gzip_base64: string
    readonly prepayid: string
    readonly package: string
    readonly timeStamp: string
    readonly nonceStr: string
    readonly noncestr: string
  }
  readonly expect: {
    readonly message: string
    readonly signature: string
    readonly authorization: string
    readonly valid: boolean
    readonly reason?: 'signature' | 'unknown_serial' | 'timestamp'
    readonly plaintext?: string
    readonly error?: boolean
    readonly serials: readonly string[]
    readonly pems: readonly KeyName[]
    readonly newest_for_encryption: string
    readonly paySign: string
    readonly sign: string
    readonly string?: string
    readonly keys: readonly string[]
    readonly hash_value: string
    readonly hash_of_gzip_bytes_is_wrong: string
    readonly rows: number
    readonly first: Fields
    readonly summary: Fields
    readonly fields?: readonly string[]
    readonly field_count: number
    readonly empty_fields_at: readonly number[]
  }
}

type KeyName =
  | 'mch_private_pem'
  | 'mch_cert_pem'
  | 'mch_cert_serial'
  | 'platform_private_pem'
  | 'platform_cert_pem'
  | 'platform_cert_serial'
  | 'platform2_private_pem'
  | 'platform2_cert_pem'
  | 'platform2_cert_serial'
  | 'wxpay_pubkey_private_pem'
  | 'wxpay_public_key_pem'
  | 'wxpay_public_key_id'
  | 'api_v3_key'
  | 'ext_1_private_pem'
  | 'ext_10_private_pem'

const fixture = (path: string): string => readFileSync(new URL(`../../../test-fixtures/${path}`, import.meta.url), 'utf8')

export const { vectors: VECTORS }: { readonly vectors: readonly Vector[] } = JSON.parse(fixture('wechatpay-vectors.json'))
/** Throwaway keys, usable nowhere. */
export const { keys: KEYS }: { readonly keys: Readonly<Record<KeyName, string>> } = JSON.parse(
  fixture('keys/wechatpay-vectors.json'),
)

export function headersOf(fields: Fields): Headers {
  return new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), [value]]))
}
