import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AlipayWalletKey } from './keys.ts'
import type { AlipayMerchant } from './merchant.ts'

function fixture(path: string): string {
  return readFileSync(new URL(`../../../../test-fixtures/keys/${path}`, import.meta.url), 'utf8')
}

/** Throwaway keys of 512 bits: the same protocol at a fifth of the work. */
const [APP_KEY, OTHER_KEY, WALLET_KEY] = [
  fixture('rsa-small/merchant.key'),
  fixture('rsa-small/stranger.key'),
  fixture('rsa-small/wallet.key'),
]

/** Noon in Beijing. */
export const NOW = Date.UTC(2026, 0, 5, 4)
export const SECOND = 1000
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

/** Who asks, and what they sign with. With a token they ask as a service provider. */
export interface Client {
  readonly appId: string
  /** 商户PID of whoever gets the money. */
  readonly mchId: string
  readonly privateKey: string
  /** Common parameters that they say every time. */
  readonly says?: Readonly<Record<string, string>>
}

export const OURS: Client = { appId: '2021000000000001', mchId: '2088000000000001', privateKey: APP_KEY }
export const OTHER: Client = { appId: '2021000000000002', mchId: '2088000000000002', privateKey: OTHER_KEY }
/** Another application of our merchant. */
export const SISTER: Client = { ...OURS, appId: '2021000000000003' }
export const TOKEN = '202601BBd64b2be8afd4b6c8468cf585bd05E50'
export const PROVIDER: Client = {
  ...OURS,
  appId: '2021000000000004',
  mchId: '2088000000000201',
  says: { app_auth_token: TOKEN },
}
export const AUTH_APP_ID = '2021000000000201'

/** By MD5 over issuer and decimal serial number, computed with OpenSSL. */
export const SERIALS = {
  app: '6e732aafa558c77f72f084deea61db86',
  root: '6360bd0250c35ca73806fdb46d58d129',
  first: '021b5304c1ea04d9498d8d5e715e5049',
  second: '196d2c852ceef983111e13482b9e4843',
} as const

export const CERTIFIED: Client = {
  ...OURS,
  appId: '2021000000000005',
  mchId: '2088000000000005',
  says: { app_cert_sn: SERIALS.app, alipay_root_cert_sn: SERIALS.root },
}
export const CONTENT_KEY = 'aYA0GP8JEW+D7/UFaskCWA=='
export const ENCRYPTED: Client = { ...OURS, appId: '2021000000000006', mchId: '2088000000000006', says: { encrypt_type: 'AES' } }

export function publicHalf(pem: string): string {
  return createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()
}

export const MERCHANT: AlipayMerchant = { mchId: OURS.mchId, appId: OURS.appId, publicKey: publicHalf(APP_KEY) }
export const CERTIFIED_MERCHANT: AlipayMerchant = {
  mchId: CERTIFIED.mchId,
  appId: CERTIFIED.appId,
  certificate: fixture('rsa-small/merchant.pem'),
}
export const PROVIDING_MERCHANT: AlipayMerchant = {
  ...MERCHANT,
  mchId: '2088000000000200',
  appId: PROVIDER.appId,
  authorisations: [
    { appAuthToken: TOKEN, authAppId: AUTH_APP_ID, mchId: PROVIDER.mchId, name: 'Authorising shop' },
    { appAuthToken: 'over', authAppId: '2021000000000202', mchId: '2088000000000202', until: NOW },
  ],
}

export const MERCHANTS: readonly AlipayMerchant[] = [
  MERCHANT,
  { mchId: OTHER.mchId, appId: OTHER.appId, publicKey: publicHalf(OTHER_KEY) },
  { ...MERCHANT, appId: SISTER.appId },
  PROVIDING_MERCHANT,
  CERTIFIED_MERCHANT,
  { ...MERCHANT, mchId: ENCRYPTED.mchId, appId: ENCRYPTED.appId, aesKey: CONTENT_KEY },
]

export const ROOTS = fixture('rsa/root.pem')
/** A key pair for whoever is given it by hand, and a certificate. */
export const PLAIN_KEY: AlipayWalletKey = { privateKey: WALLET_KEY }
export const FIRST: AlipayWalletKey = {
  privateKey: fixture('rsa-small/platform-1.key'),
  certificate: fixture('rsa-small/platform-1.pem'),
}
export const SECOND_KEY: AlipayWalletKey = {
  privateKey: fixture('rsa-small/platform-2.key'),
  certificate: fixture('rsa-small/platform-2.pem'),
}
export const STRANGER = OTHER_KEY

/** What merchants verify with, by the certificate that an answer names; in key mode it names none. */
export const WALLET_HALVES: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, publicHalf(WALLET_KEY)],
  [SERIALS.first, publicHalf(FIRST.privateKey)],
  [SERIALS.second, publicHalf(SECOND_KEY.privateKey)],
])
