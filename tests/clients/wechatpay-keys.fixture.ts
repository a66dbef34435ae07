import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'

const { keys }: { readonly keys: Readonly<Record<string, string>> } = JSON.parse(
  readFileSync(new URL('../../test-fixtures/keys/wechatpay-vectors.json', import.meta.url), 'utf8'),
)

/** A throwaway key, or what belongs to one, by its name in the file. */
export function named(name: string): string {
  const found = keys[name]
  if (found === undefined) throw new Error(`expected the key ${name} in the file of keys, found none`)
  return found
}

/** 商户号 of the keys. */
export const OURS = {
  mchId: '1900000109',
  appId: 'wx8888888888888888',
  serial: named('mch_cert_serial'),
  privateKey: named('mch_private_pem'),
  apiV3Key: named('api_v3_key'),
}
export const MERCHANT_PUBLIC = publicHalf(OURS.privateKey)

export const PUBLIC_KEY = { id: named('wxpay_public_key_id'), privateKey: named('wxpay_pubkey_private_pem') }
export const CERTIFICATES = ['platform', 'platform2'].map((name) => ({
  id: named(`${name}_cert_serial`),
  privateKey: named(`${name}_private_pem`),
  certificate: named(`${name}_cert_pem`),
}))

/** PEM. */
export function publicHalf(pem: string): string {
  return createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()
}
