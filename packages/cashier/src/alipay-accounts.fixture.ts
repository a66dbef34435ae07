/** Merchants of one Alipay, with the real protocol. */
import { readFileSync } from 'node:fs'
import type { HttpRequest } from '@tpkit/core'
import plugin, { type AlipayEntry } from '@tpkit/provider-alipay'
import { type AlipayWallet, alipayWallet } from '@tpkit/sandbox'
import type { Stand } from './stand.fixture.ts'
import { accountOf, arriving, type RsaParts } from './wechat-accounts.fixture.ts'

/** Throwaway keys of the vectors. */
const { keys: KEYS } = JSON.parse(
  readFileSync(new URL('../../../test-fixtures/keys/alipay-vectors.json', import.meta.url), 'utf8'),
) as { readonly keys: Readonly<Record<string, string>> } // names that stand in the file

const MERCHANTS = {
  'ali-1': { sellerId: '2088000000000109', appId: '2021000000000001' },
  'ali-2': { sellerId: '2088000000000110', appId: '2021000000000002' },
} as const
type Name = keyof typeof MERCHANTS
const NAMES: readonly [Name, Name] = ['ali-1', 'ali-2']

export interface AlipayStand extends Stand {
  readonly wallet: AlipayWallet
}

/** Alipay; `doubts` as an account's entry has them. */
export function alipayStand(doubts: AlipayEntry['doubts'] = {}): AlipayStand {
  return {
    wallet: alipayWallet({
      merchants: NAMES.map((name) => ({
        ...{ mchId: MERCHANTS[name].sellerId, appId: MERCHANTS[name].appId, publicKey: key('app_public_spki') },
      })),
      walletKeys: [{ privateKey: key('alipay_private_pkcs8') }],
      strangerKey: key('app_private_pkcs8'),
    }),
    accounts: NAMES,
    account: (name, doors) => accountOf(partsOf(nameOf(name), doubts), name, doors),
    arriving: (_, request) => arriving(request),
    verb: verbOf,
  }
}

function nameOf(name: string): Name {
  return NAMES.find((one) => one === name) ?? NAMES[0]
}

function key(name: string): string {
  const found = KEYS[name]
  if (found === undefined) throw new Error(`expected the key ${name} in the file of keys, found none`)
  return found
}

function partsOf(name: Name, doubts: AlipayEntry['doubts']): RsaParts {
  const config = plugin.config.parse({
    ...{ ...MERCHANTS[name], doubts, notifyUrl: `https://shop.example/notify/${name}` },
    ...{ privateKey: key('app_private_pkcs8'), alipayPublicKey: key('alipay_public_spki') },
  })
  const protocol = plugin.protocol(config) as unknown as RsaParts['protocol'] // all that it can do
  return { protocol, keys: plugin.keys(config), unpack: noFiles }
}

const noFiles: RsaParts['unpack'] = {
  unpack: () => {
    throw new Error('these shops fetch no statement')
  },
}

/** `precreate`, `create`, `pay`, `query`, `close`, `cancel`, `refund`, `query-refund`, `bill`, `certificate`. */
export function verbOf({ url }: HttpRequest): string {
  const { searchParams } = new URL(url)
  const method = searchParams.get('method') ?? 'bill'
  return VERBS[method] ?? method.replace('alipay.trade.', '')
}

const VERBS: Readonly<Record<string, string>> = {
  'alipay.trade.fastpay.refund.query': 'query-refund',
  'alipay.data.dataservice.bill.downloadurl.query': 'bill',
  'alipay.open.app.alipaycert.download': 'certificate',
}
