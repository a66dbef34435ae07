import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { BookedOrder, HttpRequest } from '@tpkit/core'
import { Secret } from '@tpkit/core'
import type { Unpack } from '@tpkit/core/ports'
import plugin, { type AlipayEntry } from '@tpkit/provider-alipay'
import { type AlipayMerchant, type AlipayWalletOptions, alipayWallet } from '@tpkit/sandbox'
import { verbOf } from '../../../packages/cashier/src/alipay-accounts.fixture.ts'
import { accountOf, arriving, type RsaParts } from '../../../packages/cashier/src/wechat-accounts.fixture.ts'
import { readZip } from '../../../packages/conformance/src/world/zip.ts'
import type { Stand } from './stand.ts'
import type { Rotation } from './wechat.ts'

/** The last one is a service provider's application, for a merchant who authorised it. */
const MERCHANTS = {
  'ali-1': { sellerId: '2088000000000109', appId: '2021000000000001' },
  'ali-2': { sellerId: '2088000000000110', appId: '2021000000000002' },
  'ali-3': { sellerId: '2088000000000120', appId: '2021000000000003' },
} as const
type Name = keyof typeof MERCHANTS
const NAMES = ['ali-1', 'ali-2', 'ali-3'] as const
const TOKEN = 'test-token-of-a-merchant-of-ali-3'

/** Every so many seeds signs with keys as wallets have them, and one application is in certificate mode (公钥证书模式). */
const REAL_EVERY = 25

/** Alipay: two merchants with applications of their own, and one whom a service provider acts for. */
export function alipayStand(seed: number, rotation: Rotation | undefined): Stand {
  const keys = KEYS[seed % REAL_EVERY === 0 ? 'real' : 'small']()
  return {
    wallet: alipayWallet({
      ...{ seed: `simulation ${seed}`, magicAmounts: false },
      ...keys.wallet(rotation),
      merchants: NAMES.map((name) => merchantOf(name, keys)),
    }),
    accounts: NAMES,
    account: (name, doors) => accountOf(keys.parts(nameOf(name)), name, doors),
    arriving: (_, request) => arriving(request),
    verb: verbOf,
    // What a payer has yet to scan is not there by the call.
    startedBy: (request) => (CREATES.includes(verbOf(request)) ? contentOf(request).out_trade_no : undefined),
    // 退款 is done when it is answered: none stands still.
    refundedBy: () => undefined,
    numberIn: (_, body) => new URLSearchParams(Buffer.from(body).toString()).get('out_trade_no') ?? undefined,
    accountOf: ({ mchId }: BookedOrder) => NAMES.find((name) => MERCHANTS[name].sellerId === mchId) ?? '',
    secrets: [TOKEN],
  }
}

const CREATES: readonly string[] = ['create', 'pay']

function nameOf(name: string): Name {
  return NAMES.find((one) => one === name) ?? NAMES[0]
}

function contentOf({ body }: HttpRequest): Readonly<Record<string, string>> {
  const text = new URLSearchParams(Buffer.from(body ?? []).toString()).get('biz_content')
  return JSON.parse(text ?? '{}') as Readonly<Record<string, string>> // what our protocol wrote
}

/** How the wallet and its applications sign in one kind of seeds. */
interface Keys {
  readonly wallet: (rotation: Rotation | undefined) => Omit<AlipayWalletOptions, 'merchants'>
  readonly application: (name: Name) => Pick<AlipayMerchant, 'publicKey' | 'certificate'>
  /** Made once, as a process would. */
  readonly parts: (name: Name) => RsaParts
}

function merchantOf(name: Name, keys: Keys): AlipayMerchant {
  const { sellerId, appId } = MERCHANTS[name]
  const application = { appId, ...keys.application(name) }
  if (name !== 'ali-3') return { mchId: sellerId, ...application }
  const authorisations = [{ mchId: sellerId, authAppId: '2021000000000020', appAuthToken: TOKEN }]
  return { mchId: '2088000000000999', ...application, authorisations }
}

const HERE = new URL('../../../test-fixtures/keys/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, HERE), 'utf8')

const once = <Value>(make: () => Value): (() => Value) => {
  const made: Value[] = []
  return () => {
    const [known = make()] = made
    made[0] = known
    return known
  }
}

const KEYS = { small: once(smallKeys), real: once(realKeys) }

/** RSA 512, which no wallet takes: the same protocol at a fifth of the work. */
function smallKeys(): Keys {
  const publicKey = publicHalf(read('rsa-small/merchant.pem'))
  return {
    wallet: () => ({ walletKeys: [{ privateKey: read('rsa-small/wallet.key') }], strangerKey: read('rsa-small/stranger.key') }),
    application: () => ({ publicKey }),
    parts: partsBy(() => ({
      privateKey: new Secret(read('rsa-small/merchant.key')),
      alipayPublicKey: read('rsa-small/wallet.pem'),
    })),
  }
}

/** RSA 2048; `ali-2` is in certificate mode, and learns the wallet's next certificate when it is signed with. */
function realKeys(): Keys {
  const { keys } = JSON.parse(read('alipay-vectors.json')) as { readonly keys: Readonly<Record<string, string>> } // our own file
  const named = (name: string): string => keys[name] ?? ''
  const [present, next] = ['wallet-1', 'wallet-2'].map((name) => ({
    privateKey: read(`alipay/${name}.key`),
    certificate: read(`alipay/${name}.pem`),
  }))
  const certificates = {
    ...{ appCert: read('alipay/app.pem'), alipayCerts: [read('alipay/wallet-1.pem')], rootCert: read('alipay/root.pem') },
  }
  return {
    wallet: (rotation) => ({
      walletKeys: [
        { privateKey: named('alipay_private_pkcs8') },
        ...(present ? [present] : []),
        ...(next && rotation ? [{ ...next, listedFrom: rotation.listedFrom, signsFrom: rotation.signsFrom }] : []),
      ],
      rootCertificates: read('alipay/root.pem'),
      strangerKey: read('alipay/other-app.key'),
    }),
    application: (name) => (name === 'ali-2' ? { certificate: read('alipay/app.pem') } : { publicKey: named('app_public_spki') }),
    parts: partsBy((name) =>
      name === 'ali-2'
        ? { privateKey: new Secret(read('alipay/app.key')), certificates }
        : { privateKey: new Secret(named('app_private_pkcs8')), alipayPublicKey: named('alipay_public_spki') },
    ),
  }
}

function publicHalf(certificate: string): string {
  return new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

type Signing = Pick<AlipayEntry, 'privateKey' | 'alipayPublicKey' | 'certificates'>

/** As the schema makes them from a file; the schema itself would refuse small keys. */
function partsBy(signing: (name: Name) => Signing): Keys['parts'] {
  const made = new Map<Name, RsaParts>()
  return (name) => {
    const known = made.get(name) ?? partsFor({ ...MERCHANTS[name], ...signing(name), ...more(name) })
    made.set(name, known)
    return known
  }
}

function more(name: Name) {
  return { notifyUrl: `https://shop.example/notify/${name}`, ...(name === 'ali-3' && { appAuthToken: new Secret(TOKEN) }) }
}

function partsFor(entry: AlipayEntry): RsaParts {
  const protocol = plugin.protocol(entry) as unknown as RsaParts['protocol'] // all that it can do
  return { protocol, keys: plugin.keys(entry), unpack }
}

const unpack: Unpack = {
  unpack: async function* (packed, _how, _most, member) {
    const chunks: Uint8Array[] = []
    for await (const chunk of packed) chunks.push(chunk)
    const files = readZip(Buffer.concat(chunks))
    const found = files.find(({ name }) => member?.wanted(new TextDecoder(member.charset).decode(name)))
    if (!found) throw new Error('expected the wanted file in the archive, found others')
    yield found.content
  },
}
