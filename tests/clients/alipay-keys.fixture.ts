import { readFileSync } from 'node:fs'

const { keys }: { readonly keys: Readonly<Record<string, string>> } = JSON.parse(file('alipay-vectors.json'))

/** A throwaway key by its name in the file of the vectors. */
export function named(name: string): string {
  const found = keys[name]
  if (found === undefined) throw new Error(`expected the key ${name} in the file of keys, found none`)
  return found
}

/** A file among the throwaway keys. */
export function file(path: string): string {
  return readFileSync(new URL(`../../test-fixtures/keys/${path}`, import.meta.url), 'utf8')
}

/** The application of the keys. */
export const OURS = {
  appId: '2021000000000001',
  sellerId: '2088000000000001',
  privateKey: named('app_private_pkcs8'),
  publicKey: named('app_public_spki'),
}

/** 支付宝公钥, and its private half. */
export const WALLET = { privateKey: named('alipay_private_pkcs8'), publicKey: named('alipay_public_spki') }
