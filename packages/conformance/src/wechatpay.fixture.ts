import { createPrivateKey, createPublicKey, createSecretKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type PayCommand, Secret } from '@tpkit/core'
import plugin, { type WeChatPayAbility, type WeChatPayEntry, type WeChatPayScene } from '@tpkit/provider-wechatpay'
import { type WeChatMerchant, type WeChatWalletKey, weChatWallet } from '@tpkit/sandbox'
import type { Bench, Order } from './bench.ts'
import { wechatDialect } from './wechatpay-dialect.fixture.ts'

const FOLDER = new URL('../../../test-fixtures/keys/', import.meta.url)
const file = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8')
/** Throwaway keys of the vectors. */
const { keys: KEYS } = JSON.parse(file('wechatpay-vectors.json')) as { readonly keys: Readonly<Record<string, string>> } // names that stand in the file

const API_KEY = named('api_v3_key')
const OTHER_API_KEY = 'fedcba9876543210FEDCBA9876543210'
const APP_ID = 'wx8888888888888888'
const [OURS, STRANGER] = ['1900000109', '1900000110']

function named(name: string): string {
  const found = KEYS[name]
  if (found === undefined) throw new Error(`expected the key ${name} in the file of keys, found none`)
  return found
}

type WeChatBench = Bench<WeChatPayScene, WeChatPayAbility>

/** WeChat Pay: the real provider against the sandbox's wallet. One platform signs for all merchants. */
export const wechatBench = (): WeChatBench => bench('native', PUBLIC_KEY)

/** The same in other scenes, with keys that no wallet takes: a fifth of the work. */
export const wechatSceneBench = (scene: WeChatPayScene) => (): WeChatBench => bench(scene, SMALL_KEYS)

/** With platform certificates (平台证书) that are downloaded, as older merchants have them. */
export const wechatCertificateBench = (): WeChatBench => bench('native', CERTIFICATES)

/** 服务商: two sub-merchants of one service provider, with small keys as well. */
export const wechatServiceProviderBench = (): WeChatBench => {
  const subMerchants = [{ subMchId: '1900000201' }, { subMchId: '1900000202' }]
  const ours = (): WeChatMerchant => ({ ...merchant(OURS, SMALL_KEYS), subMerchants })
  return {
    ...bench('native', SMALL_KEYS),
    wallet: weChatWallet({ ...HABITS, ...SMALL_KEYS.wallet, merchants: [ours()] }),
    account: account(OURS, SMALL_KEYS, '1900000201'),
    stranger: account(OURS, SMALL_KEYS, '1900000202'),
    impostor: {
      wallet: weChatWallet({ ...HABITS, ...IMPOSTOR.wallet, merchants: [{ ...ours(), ...OTHER_KEYS }] }),
      account: account(OURS, IMPOSTOR, '1900000201'),
    },
  }
}

/** How a wallet signs, and what its merchants verify with. */
interface Trust {
  readonly wallet: { readonly walletKeys: readonly WeChatWalletKey[]; readonly strangerKey: string }
  /** What a merchant is known by at the wallet, where it is not the usual certificate. */
  readonly certificate?: string
  /** Of an account's entry. */
  readonly entry: object
  /** In place of those of the entry: its schema would refuse small keys. */
  readonly keys?: Pick<WeChatPayEntry, 'serial' | 'privateKey' | 'publicKey'>
  readonly dialect: { readonly id: string; readonly privateKey: string; readonly apiV3Key: string }
}

const publicKey: WeChatWalletKey = { id: named('wxpay_public_key_id'), privateKey: named('wxpay_pubkey_private_pem') }
const strangerKey = named('ext_10_private_pem')
const ours = { serial: named('mch_cert_serial'), privateKey: named('mch_private_pem'), apiV3Key: API_KEY }

const PUBLIC_KEY: Trust = {
  wallet: { walletKeys: [publicKey], strangerKey },
  entry: { ...ours, publicKey: named('wxpay_public_key_pem'), publicKeyId: publicKey.id },
  dialect: { ...publicKey, apiV3Key: API_KEY },
}

const smallKey: WeChatWalletKey = { id: publicKey.id, privateKey: file('rsa-small/wallet.key') }
const smallCertificate = file('rsa-small/merchant.pem')

const smallStranger = file('rsa-small/stranger.key')
const smallOurs = {
  serial: new X509Certificate(smallCertificate).serialNumber,
  privateKey: new Secret(file('rsa-small/merchant.key')),
}

const SMALL_KEYS: Trust = {
  wallet: { walletKeys: [smallKey], strangerKey: smallStranger },
  certificate: smallCertificate,
  entry: PUBLIC_KEY.entry,
  keys: { ...smallOurs, publicKey: file('rsa-small/wallet.pem') },
  dialect: { ...smallKey, apiV3Key: API_KEY },
}

const platformCertificate = file('rsa-small/platform-1.pem')
const certificate: WeChatWalletKey = {
  id: new X509Certificate(platformCertificate).serialNumber,
  privateKey: file('rsa-small/platform-1.key'),
  certificate: platformCertificate,
}

const CERTIFICATES: Trust = {
  wallet: { walletKeys: [certificate], strangerKey: smallStranger },
  certificate: smallCertificate,
  entry: ours,
  keys: smallOurs,
  dialect: { ...certificate, apiV3Key: API_KEY },
}

/** Another platform, under the same id, and merchants with other keys. */
const IMPOSTOR: Trust = {
  wallet: { walletKeys: [{ id: publicKey.id, privateKey: named('platform2_private_pem') }], strangerKey },
  entry: {
    serial: 'A'.repeat(40),
    privateKey: named('ext_1_private_pem'),
    apiV3Key: OTHER_API_KEY,
    publicKey: publicHalf(named('platform2_private_pem')),
    publicKeyId: publicKey.id,
  },
  dialect: { id: publicKey.id, privateKey: named('platform2_private_pem'), apiV3Key: OTHER_API_KEY },
}

const OTHER_KEYS = { certificate: publicHalf(named('ext_1_private_pem')), serial: 'A'.repeat(40), apiV3Key: OTHER_API_KEY }

function publicHalf(pem: string): string {
  return createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString()
}

/** A small amount at the counter is paid without a password, the usual one with it. */
const HABITS = { password: 999n }

function bench(scene: WeChatPayScene, trust: Trust): WeChatBench {
  const { id, privateKey, apiV3Key } = trust.dialect
  const keys = { id, key: createPrivateKey(privateKey), boxKey: createSecretKey(Buffer.from(apiV3Key)) }
  return {
    scene,
    wallet: weChatWallet({ ...HABITS, ...trust.wallet, merchants: [merchant(OURS, trust), merchant(STRANGER, trust)] }),
    account: account(OURS, trust),
    stranger: account(STRANGER, trust),
    impostor: {
      wallet: weChatWallet({ ...HABITS, ...IMPOSTOR.wallet, merchants: [{ ...merchant(OURS), ...OTHER_KEYS }] }),
      account: account(OURS, IMPOSTOR),
    },
    dialect: wechatDialect(keys),
    command: (order, now, { paymentCode }) => commandOf(order, paymentCode?.(now) ?? ''),
    discountedTotal: 95_304n,
  }
}

function commandOf(order: Order, authCode: string): PayCommand {
  const { scene } = order
  if (scene === 'micropay') return { ...order, scene, authCode }
  if (scene === 'jsapi' || scene === 'mini') return { ...order, scene, payerId: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }
  return scene === 'h5' ? { ...order, scene, payerIp: '203.0.113.7' } : { ...order, scene }
}

function merchant(mchId: string, { certificate = named('mch_cert_pem') }: Pick<Trust, 'certificate'> = {}): WeChatMerchant {
  return { mchId, appId: APP_ID, certificate, apiV3Key: API_KEY }
}

function account(mchId: string, { entry, keys }: Trust, subMchId?: string): WeChatBench['account'] {
  const given = { mchId, appId: APP_ID, notifyUrl: 'https://shop.example/notify', ...entry, ...(subMchId && { subMchId }) }
  const config = { ...plugin.config.parse(given), ...keys }
  const { apiV3Keys, privateKey } = config
  return {
    protocol: plugin.protocol(config),
    keys: plugin.keys(config),
    secrets: [...apiV3Keys, privateKey].map((secret) => secret.reveal()),
  }
}
