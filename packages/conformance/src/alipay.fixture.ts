import { createPrivateKey, createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type PayCommand, type Prompt, Secret } from '@tpkit/core'
import plugin, { type AlipayAbility, type AlipayEntry, type AlipayScene } from '@tpkit/provider-alipay'
import { type AlipayMerchant, type AlipayWalletOptions, alipayWallet } from '@tpkit/sandbox'
import { alipayDialect } from './alipay-dialect.fixture.ts'
import type { Bench, Order } from './bench.ts'

const KEYS = new URL('../../../test-fixtures/keys/', import.meta.url)
const file = (name: string): string => readFileSync(new URL(name, KEYS), 'utf8')
/** Throwaway keys of the vectors, by name. */
const { keys: NAMED } = JSON.parse(file('alipay-vectors.json')) as { readonly keys: Readonly<Record<string, string>> } // our own file

function named(name: string): string {
  const found = NAMED[name]
  if (found === undefined) throw new Error(`expected the key ${name} in the file of keys, found none`)
  return found
}

type AlipayBench = Bench<AlipayScene, AlipayAbility>

/** Alipay: the real provider against the sandbox's wallet, which signs for all merchants with one key. */
export const alipayBench = (): AlipayBench => bench('native', REAL_KEYS)

/** The same in other scenes, with keys that no wallet takes: a twentieth of the work. */
export const alipaySceneBench = (scene: AlipayScene) => (): AlipayBench => bench(scene, KEY_MODE)

/** 公钥证书模式 with 接口内容加密: biz_content and answers are encrypted as well. Refunds take a while here. */
export const alipayCertificateBench = (): AlipayBench => bench('native', CERTIFICATE_MODE, { refundDelayMs: 180_000 })

/** 服务商: two merchants who authorised one application. */
export const alipayServiceProviderBench = (): AlipayBench => {
  const authorised = (mode: Mode): AlipayMerchant => ({
    ...merchant(APPS[2], mode),
    authorisations: [APPS[0], APPS[1]].map(({ sellerId, appId, token }) => ({
      ...{ mchId: sellerId, authAppId: appId, appAuthToken: token },
    })),
  })
  const forMerchant = (app: App, mode: Mode) => account({ ...app, appId: APPS[2].appId }, mode, app.token)
  return {
    ...bench('native', KEY_MODE),
    wallet: alipayWallet({ ...HABITS, ...KEY_MODE.wallet, merchants: [authorised(KEY_MODE)] }),
    account: forMerchant(APPS[0], KEY_MODE),
    stranger: forMerchant(APPS[1], KEY_MODE),
    impostor: {
      wallet: alipayWallet({ ...HABITS, ...IMPOSTOR.wallet, merchants: [authorised(IMPOSTOR)] }),
      account: forMerchant(APPS[0], IMPOSTOR),
    },
  }
}

interface App {
  readonly appId: string
  readonly sellerId: string
  readonly token: string
}

const APPS: readonly [ours: App, stranger: App, provider: App] = [
  { appId: '2021000000000001', sellerId: '2088000000000109', token: 'test-token-of-the-first-merchant' },
  { appId: '2021000000000002', sellerId: '2088000000000110', token: 'test-token-of-the-other-merchant' },
  { appId: '2021000000000003', sellerId: '2088000000000111', token: 'test-token-of-nobody' },
]

/** How a wallet signs, what its applications are known by, and what stands in their accounts. */
interface Mode {
  readonly wallet: Omit<AlipayWalletOptions, 'merchants'>
  readonly application: Pick<AlipayMerchant, 'publicKey' | 'certificate' | 'aesKey'>
  readonly entry: Pick<AlipayEntry, 'privateKey' | 'alipayPublicKey' | 'certificates' | 'contentKey'>
  readonly walletKey: string
}

/** RSA 2048, as wallets have them. */
const REAL_KEYS: Mode = {
  wallet: { walletKeys: [{ privateKey: named('alipay_private_pkcs8') }], strangerKey: file('alipay/other-app.key') },
  application: { publicKey: named('app_public_spki') },
  entry: { privateKey: new Secret(named('app_private_pkcs8')), alipayPublicKey: named('alipay_public_spki') },
  walletKey: named('alipay_private_pkcs8'),
}

const KEY_MODE: Mode = {
  wallet: { walletKeys: [{ privateKey: file('rsa-small/wallet.key') }], strangerKey: file('rsa-small/stranger.key') },
  application: { publicKey: publicHalf('rsa-small/merchant.pem') },
  entry: { privateKey: new Secret(file('rsa-small/merchant.key')), alipayPublicKey: file('rsa-small/wallet.pem') },
  walletKey: file('rsa-small/wallet.key'),
}

const CERTIFICATE_MODE: Mode = {
  wallet: {
    walletKeys: [{ privateKey: file('rsa-small/platform-1.key'), certificate: file('rsa-small/platform-1.pem') }],
    rootCertificates: file('alipay/root.pem'),
    strangerKey: file('rsa-small/stranger.key'),
  },
  application: { certificate: file('rsa-small/merchant.pem'), aesKey: named('content_key') },
  entry: {
    privateKey: new Secret(file('rsa-small/merchant.key')),
    certificates: {
      appCert: file('rsa-small/merchant.pem'),
      alipayCerts: [file('rsa-small/platform-1.pem')],
      rootCert: file('alipay/root.pem'),
    },
    contentKey: new Secret(named('content_key')),
  },
  walletKey: file('rsa-small/platform-1.key'),
}

/** Another wallet: its keys, and those of the merchants that it knows. */
const IMPOSTOR: Mode = {
  wallet: { walletKeys: [{ privateKey: file('rsa-small/platform-2.key') }], strangerKey: file('rsa-small/stranger.key') },
  application: { publicKey: publicHalf('rsa-small/platform-1.pem') },
  entry: {
    privateKey: new Secret(file('rsa-small/platform-1.key')),
    alipayPublicKey: publicHalf('rsa-small/platform-2.pem'),
  },
  walletKey: file('rsa-small/platform-2.key'),
}

function publicHalf(name: string): string {
  return createPublicKey(file(name)).export({ type: 'spki', format: 'pem' }).toString()
}

/** A small amount at the counter is paid without a password, the usual one with it. */
const HABITS = { password: 999n }

function bench(scene: AlipayScene, mode: Mode, habits: Partial<AlipayWalletOptions> = {}): AlipayBench {
  const [ours, stranger] = APPS
  return {
    scene,
    wallet: alipayWallet({ ...HABITS, ...habits, ...mode.wallet, merchants: [merchant(ours, mode), merchant(stranger, mode)] }),
    account: account(ours, mode),
    stranger: account(stranger, mode),
    impostor: {
      wallet: alipayWallet({ ...HABITS, ...IMPOSTOR.wallet, merchants: [merchant(ours, IMPOSTOR)] }),
      account: account(ours, IMPOSTOR),
    },
    dialect: alipayDialect(createPrivateKey(mode.walletKey), mode.application.aesKey),
    command: (order, now, { paymentCode }) => commandOf(order, paymentCode?.(now) ?? ''),
    scan: opened,
    discountedTotal: 95_304n,
  }
}

function commandOf(order: Order, authCode: string): PayCommand {
  const { scene } = order
  if (scene === 'micropay') return { ...order, scene, authCode }
  return scene === 'jsapi' || scene === 'mini' ? { ...order, scene, payerId: '2088000000004321' } : { ...order, scene }
}

/** What the payer opens: a code, an address, what a form leads to, or what a client was started with. */
function opened(prompt: Prompt): string {
  switch (prompt.kind) {
    case 'qr':
      return prompt.text
    case 'redirect':
      return prompt.url
    case 'form':
      return `${prompt.action}&${new URLSearchParams(prompt.fields)}`
    case 'invoke':
      return prompt.params.orderStr ?? prompt.params.tradeNO ?? ''
    case 'wait':
      return ''
  }
}

function merchant({ appId, sellerId }: App, { application }: Mode): AlipayMerchant {
  return { mchId: sellerId, appId, ...application }
}

/** As its schema makes it from a file; the schema itself would refuse small keys. */
function account({ appId, sellerId }: App, { entry }: Mode, appAuthToken?: string): AlipayBench['account'] {
  const token = appAuthToken === undefined ? {} : { appAuthToken: new Secret(appAuthToken) }
  const config: AlipayEntry = { appId, sellerId, notifyUrl: 'https://shop.example/notify', ...entry, ...token }
  const { privateKey, contentKey } = config
  const secrets = [privateKey, contentKey, token.appAuthToken].flatMap((secret) => (secret ? [secret.reveal()] : []))
  return { protocol: plugin.protocol(config), keys: plugin.keys(config), secrets }
}
