import { createDecipheriv, X509Certificate } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { type HttpRequest, type Instant, Secret } from '@tpkit/core'
import type { Unpack } from '@tpkit/core/ports'
import plugin, { type WeChatPayEntry } from '@tpkit/provider-wechatpay'
import { type WeChatWalletKey, weChatWallet } from '@tpkit/sandbox'
import { APP_ID, accountOf, arriving, type RsaParts } from '../../../packages/cashier/src/wechat-accounts.fixture.ts'
import type { Stand } from './stand.ts'
import { realKeys, smallKeys, type WeChatKeys } from './wechat-keys.ts'

const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092025010100000000000001'

/** Merchants have numbers that QQ Wallet gave as well: an account is more than its number. The last one is a service provider's. */
const MERCHANTS = {
  'wx-1': { mchId: '1900000109' },
  'wx-2': { mchId: '1900000110' },
  'wx-3': { mchId: '1900000120', subMchId: '1900000121' },
} as const
type Name = keyof typeof MERCHANTS
const NAMES = ['wx-1', 'wx-2', 'wx-3'] as const

const boxKeyOf = (name: Name): string => `test-box-key-of-${name}`.padEnd(32, '0')

/** 平台证书轮换: when the next certificate is listed, when the wallet signs with it, and when the present one is withdrawn. */
export interface Rotation {
  readonly listedFrom: Instant
  readonly signsFrom: Instant
  readonly until: Instant
}

/** Every so many seeds signs with keys as wallets have them. */
const REAL_EVERY = 25

/** WeChat Pay: an account that was given the public key, one that learns certificates, and a service provider's with a pinned one. */
export function weChatStand(seed: number, rotation: Rotation | undefined): Stand {
  const kind = seed % REAL_EVERY === 0 ? 'real' : 'small'
  const keys = KEYS[kind]()
  return {
    wallet: weChatWallet({
      ...{ seed: `simulation ${seed}`, magicAmounts: false, strangerKey: keys.stranger },
      merchants: NAMES.map((name) => ({
        ...{ mchId: MERCHANTS[name].mchId, appId: APP_ID, certificate: keys.merchant.certificate, apiV3Key: boxKeyOf(name) },
        ...(name === 'wx-3' && { subMerchants: [{ subMchId: MERCHANTS[name].subMchId }] }),
      })),
      walletKeys: walletKeys(keys, rotation),
    }),
    accounts: NAMES,
    account: (name, doors) => accountOf(PARTS[kind](nameOf(name)), name, doors),
    arriving: (_, request) => arriving(request),
    verb,
    startedBy: (request) => (PAYS.includes(verb(request)) ? memberOf(request.body, 'out_trade_no') : undefined),
    refundedBy: (request) => {
      const outRefundNo = verb(request) === 'refund' ? memberOf(request.body, 'out_refund_no') : undefined
      const mchId = /mchid="([0-9]+)"/.exec(request.headers.find(([name]) => name === 'authorization')?.[1] ?? '')?.[1]
      return outRefundNo !== undefined && mchId !== undefined ? { mchId, outRefundNo } : undefined
    },
    numberIn: (name, body) => numberIn(nameOf(name), body),
    accountOf: ({ mchId }) => NAMES.find((name) => MERCHANTS[name].mchId === mchId) ?? '',
    limited: () => ({
      ...{ status: 429, headers: [['content-type', 'application/json']] },
      body: Buffer.from('{"code":"FREQUENCY_LIMITED","message":"频率限制，请降低频率后重试"}'),
    }),
    secrets: NAMES.map(boxKeyOf),
  }
}

const once = <Value>(make: () => Value): (() => Value) => {
  const made: Value[] = []
  return () => {
    const [known = make()] = made
    made[0] = known
    return known
  }
}

const KEYS = { small: once(smallKeys), real: once(realKeys) }

function walletKeys({ wallet, platform }: WeChatKeys, rotation: Rotation | undefined): [WeChatWalletKey, ...WeChatWalletKey[]] {
  const [present, next] = platform.map(({ certificate, privateKey }) => ({ id: serialOf(certificate), certificate, privateKey }))
  if (!present || !next) throw new Error('expected two certificates of the platform')
  const publicKey = { id: PUBLIC_KEY_ID, privateKey: wallet.privateKey }
  if (!rotation) return [publicKey, present]
  const { until, ...times } = rotation
  return [publicKey, { ...present, until }, { ...next, ...times }]
}

function serialOf(certificate: string): string {
  return new X509Certificate(certificate).serialNumber
}

function nameOf(name: string): Name {
  return NAMES.find((one) => one === name) ?? NAMES[0]
}

/** What is the same in every process: read and made once. */
const partsOf = (kind: keyof typeof KEYS): ((name: Name) => RsaParts) => {
  const made = new Map<Name, RsaParts>()
  return (name) => {
    const known = made.get(name) ?? partsFor(entryOf(name, KEYS[kind]()))
    made.set(name, known)
    return known
  }
}

const PARTS = { small: partsOf('small'), real: partsOf('real') }

function partsFor(entry: WeChatPayEntry): RsaParts {
  const protocol = plugin.protocol(entry) as unknown as RsaParts['protocol'] // all that it can do
  return { protocol, keys: plugin.keys(entry), unpack }
}

/** As its schema makes it from a file; the schema itself would refuse small keys. */
function entryOf(name: Name, { merchant, wallet, platform }: WeChatKeys): WeChatPayEntry {
  return {
    ...{ ...MERCHANTS[name], appId: APP_ID, apiV3Keys: [new Secret(boxKeyOf(name))] },
    ...{ serial: serialOf(merchant.certificate), privateKey: new Secret(merchant.privateKey) },
    ...(name === 'wx-1' && { publicKey: wallet.publicKey, publicKeyId: PUBLIC_KEY_ID }),
    ...(name === 'wx-3' && { platformCertificates: [platform[0].certificate] }),
    notifyUrl: `https://shop.example/notify/${name}`,
  }
}

const unpack: Unpack = {
  unpack: async function* (packed) {
    const chunks: Uint8Array[] = []
    for await (const chunk of packed) chunks.push(chunk)
    yield gunzipSync(Buffer.concat(chunks))
  },
}

const PAYS: readonly string[] = ['native', 'jsapi', 'h5', 'codepay']

/** `native`, `codepay`, `close`, `reverse`, `query`, `refund`, `query-refund`, `certificates`, `bill`. */
function verb({ method, url }: HttpRequest): string {
  const { pathname } = new URL(url)
  const isRefund = pathname.includes('/refunds')
  if (pathname.includes('/bill')) return 'bill'
  if (method === 'GET' && pathname !== '/v3/certificates') return isRefund ? 'query-refund' : 'query'
  return pathname.endsWith('/refunds') ? 'refund' : (pathname.split('/').at(-1) ?? '')
}

function memberOf(body: Uint8Array | undefined, name: string): string | undefined {
  const found: unknown = Reflect.get(JSON.parse(Buffer.from(body ?? []).toString()) as object, name)
  return typeof found === 'string' ? found : undefined
}

/** Read apart from the product: which payment a notify is about is locked. */
function numberIn(name: Name, body: Uint8Array): string | undefined {
  const { resource } = JSON.parse(Buffer.from(body).toString()) as { readonly resource: Readonly<Record<string, string>> } // the wallet's own
  const { ciphertext = '', nonce = '', associated_data = '' } = resource
  const locked = Buffer.from(ciphertext, 'base64')
  const open = createDecipheriv('aes-256-gcm', boxKeyOf(name), nonce).setAAD(Buffer.from(associated_data))
  open.setAuthTag(locked.subarray(-16))
  return memberOf(Buffer.concat([open.update(locked.subarray(0, -16)), open.final()]), 'out_trade_no')
}
