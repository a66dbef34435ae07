import { createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { WeChatWalletKey } from './keys.ts'
import type { WeChatMerchant } from './merchant.ts'
import { type WeChatWallet, type WeChatWalletOptions, weChatWallet } from './wallet.ts'

/** Throwaway keys. */
const { keys: KEYS } = JSON.parse(
  readFileSync(new URL('../../../../test-fixtures/keys/wechatpay-vectors.json', import.meta.url), 'utf8'),
) as { readonly keys: Readonly<Record<string, string>> } // names that stand in the file

export function named(name: string): string {
  const found = KEYS[name]
  if (found === undefined) throw new Error(`expected the key ${name} in the file of keys, found none`)
  return found
}

/** Noon in Beijing. */
export const NOW = Date.UTC(2026, 0, 5, 4)
export const SECOND = 1000
export const MINUTE = 60_000
export const DAY = 86_400_000

/** Who asks, and what they sign with. With a sub-merchant they ask as a service provider. */
export interface Client {
  readonly mchId: string
  readonly appId: string
  readonly serial: string
  readonly privateKey: string
  readonly apiV3Key: string
  readonly subMchId?: string
}

export const OURS: Client = {
  mchId: '1900000109',
  appId: 'wx8888888888888888',
  serial: named('mch_cert_serial'),
  privateKey: named('mch_private_pem'),
  apiV3Key: named('api_v3_key'),
}
export const OTHER: Client = {
  mchId: '1900000110',
  appId: 'wx9999999999999999',
  serial: 'A'.repeat(40),
  privateKey: named('ext_1_private_pem'),
  apiV3Key: 'fedcba9876543210FEDCBA9876543210',
}
export const PROVIDER: Client = { ...OURS, mchId: '1900000100', subMchId: '1900000201' }
export const PROVIDER_OF_ANOTHER: Client = { ...PROVIDER, subMchId: '1900000202' }
export const SUB_APP_ID = 'wx7777777777777777'

export const MERCHANT: WeChatMerchant = {
  mchId: OURS.mchId,
  appId: OURS.appId,
  certificate: named('mch_cert_pem'),
  apiV3Key: OURS.apiV3Key,
}
const OTHER_MERCHANT: WeChatMerchant = {
  mchId: OTHER.mchId,
  appId: OTHER.appId,
  certificate: publicHalf(OTHER.privateKey),
  serial: OTHER.serial,
  apiV3Key: OTHER.apiV3Key,
}
const PROVIDING_MERCHANT: WeChatMerchant = {
  ...MERCHANT,
  mchId: PROVIDER.mchId,
  subMerchants: [{ subMchId: '1900000201', subAppId: SUB_APP_ID }, { subMchId: '1900000202' }],
}

export const PUBLIC_KEY: WeChatWalletKey = { id: named('wxpay_public_key_id'), privateKey: named('wxpay_pubkey_private_pem') }
export const CERTIFICATE: WeChatWalletKey = certificate('platform')
export const NEXT_CERTIFICATE: WeChatWalletKey = certificate('platform2')
const STRANGER = named('ext_10_private_pem')

function certificate(name: string): WeChatWalletKey {
  return {
    id: named(`${name}_cert_serial`),
    privateKey: named(`${name}_private_pem`),
    certificate: named(`${name}_cert_pem`),
  }
}

function publicHalf(pem: string): string {
  return createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()
}

/** What a merchant verifies with, by the id that a message names. */
export const PUBLIC_HALVES: ReadonlyMap<string, KeyObject> = new Map(
  [PUBLIC_KEY, CERTIFICATE, NEXT_CERTIFICATE].map(({ id, privateKey }) => [id, createPublicKey(privateKey)]),
)
export const STRANGER_HALF = createPublicKey(STRANGER)

export function newWallet(options: Partial<WeChatWalletOptions> = {}): WeChatWallet {
  const merchants = [MERCHANT, OTHER_MERCHANT, PROVIDING_MERCHANT]
  return weChatWallet({ merchants, walletKeys: [PUBLIC_KEY], strangerKey: STRANGER, ...options })
}
