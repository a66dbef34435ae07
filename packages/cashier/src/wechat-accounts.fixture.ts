/** Merchants of one WeChat Pay, with the real protocol. */
import { type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  type Ability,
  type AccountKeys,
  createTP,
  type HttpRequest,
  type Protocol,
  type Scene,
  type TP,
  type WalletRequest,
} from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { fail } from '@tpkit/core/errors'
import type { KeyRing, Signer, Unpack } from '@tpkit/core/ports'
import plugin, { type WeChatPayEntry } from '@tpkit/provider-wechatpay'
import { type WeChatWallet, weChatWallet } from '@tpkit/sandbox'
import { headersOf } from './qq-accounts.fixture.ts'
import type { AccountDoors, Stand } from './stand.fixture.ts'

/** Throwaway keys of the vectors. */
const { keys: KEYS } = JSON.parse(
  readFileSync(new URL('../../../test-fixtures/keys/wechatpay-vectors.json', import.meta.url), 'utf8'),
) as { readonly keys: Readonly<Record<string, string>> } // names that stand in the file

export const APP_ID = 'wx8888888888888888'
const MERCHANTS = { 'wx-1': '1900000109', 'wx-2': '1900000110' } as const
type Name = keyof typeof MERCHANTS
const NAMES: readonly [Name, Name] = ['wx-1', 'wx-2']

export interface WeChatStand extends Stand {
  readonly wallet: WeChatWallet
}

/** WeChat Pay; `doubts` as an account's entry has them. */
export function weChatStand(doubts: WeChatPayEntry['doubts'] = {}): WeChatStand {
  return {
    wallet: walletOfAll(),
    accounts: NAMES,
    account: (name, doors) => accountOver(nameOf(name), doors, doubts),
    arriving: (_, request) => arriving(request),
    verb,
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

function walletOfAll(): WeChatWallet {
  const merchants = Object.values(MERCHANTS).map((mchId) => ({
    ...{ mchId, appId: APP_ID, certificate: key('mch_cert_pem'), apiV3Key: key('api_v3_key') },
  }))
  const walletKeys = [{ id: key('wxpay_public_key_id'), privateKey: key('wxpay_pubkey_private_pem') }] as const
  return weChatWallet({ merchants, walletKeys, strangerKey: key('ext_10_private_pem') })
}

function accountOver(name: Name, doors: AccountDoors, doubts: WeChatPayEntry['doubts']): Account {
  const config = plugin.config.parse({
    ...{ mchId: MERCHANTS[name], appId: APP_ID, apiV3Key: key('api_v3_key'), doubts },
    ...{ serial: key('mch_cert_serial'), privateKey: key('mch_private_pem') },
    ...{ publicKey: key('wxpay_public_key_pem'), publicKeyId: key('wxpay_public_key_id') },
    notifyUrl: `https://shop.example/notify/${name}`,
  })
  const protocol = plugin.protocol(config) as unknown as RsaParts['protocol'] // all that it can do
  return accountOf({ protocol, keys: plugin.keys(config), unpack }, name, doors)
}

/** What an account is made of whose wallet signs with RSA. */
export interface RsaParts {
  readonly protocol: Protocol<Scene, Ability>
  readonly keys: AccountKeys
  readonly unpack: Unpack
}

export function accountOf(parts: RsaParts, name: string, doors: AccountDoors): Account {
  const tp = createTP<Scene, Ability>({ keyRing: FORGETFUL, ...doors, ...parts, account: name, signer })
  const notes = { name, merchant: 'main', retired: false, inspect: () => fail('INTERNAL', 'none') as never }
  return { ...(tp as unknown as TP<Scene, Ability>), ...notes } // with all that it can do
}

const FORGETFUL: KeyRing = { read: async () => [], write: async () => undefined }

export function arriving({ method, url, headers, body }: HttpRequest): WalletRequest {
  const { origin, pathname, search } = new URL(url)
  return { method, origin, path: pathname + search, headers: headersOf(headers), body: body ?? new Uint8Array() }
}

/** `native`, `codepay`, `close`, `reverse`, `query`, `refund`, `query-refund`. */
function verb({ method, url }: HttpRequest): string {
  const { pathname } = new URL(url)
  const isRefund = pathname.includes('/refunds')
  if (method === 'GET') return isRefund ? 'query-refund' : 'query'
  return isRefund ? 'refund' : (pathname.split('/').at(-1) ?? '')
}

const signer: Signer = {
  sign: async (merchantKey: KeyObject, text) => sign('RSA-SHA256', text, merchantKey),
  seal: () => Promise.reject(new Error('the cashier seals nothing')),
  unseal: () => Promise.reject(new Error('the cashier unseals nothing')),
}

const unpack: Unpack = {
  unpack: () => {
    throw new Error('these shops fetch no statement')
  },
}
