/** Two merchants of one QQ Wallet, with the real protocol: for whoever brings the way there. */
import { gunzipSync } from 'node:zlib'
import {
  type Ability,
  createTP,
  type HttpRequest,
  type Scene,
  Secret,
  type TP,
  type WalletAnswer,
  type WalletRequest,
} from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { fail } from '@tpkit/core/errors'
import type { Unpack } from '@tpkit/core/ports'
import plugin from '@tpkit/provider-qqwallet'
import { type QQWallet, type QQWalletOptions, qqWallet } from '@tpkit/sandbox'
import type { AccountDoors, Stand } from './stand.fixture.ts'

export const ACCOUNTS = { 'qq-1': '1900000109', 'qq-2': '1900000110' } as const
export type AccountName = keyof typeof ACCOUNTS
export const ACCOUNT_NAMES: readonly [AccountName, AccountName] = ['qq-1', 'qq-2']

const APP_ID = '1100000001'
const PASSWORD = 'test-operator-password'
const keyOf = (account: string): string => `test-key-of-${account}`.padEnd(32, '0')

/** What must show nowhere. */
export const SECRETS: readonly string[] = [...ACCOUNT_NAMES.map(keyOf), PASSWORD]

export function walletOfBoth(more: Omit<QQWalletOptions, 'merchants'> = {}): QQWallet {
  const merchants = ACCOUNT_NAMES.map((name) => ({
    ...{ mchId: ACCOUNTS[name], apiKey: keyOf(name), appId: APP_ID, opUserPassword: PASSWORD },
  }))
  return qqWallet({ ...more, merchants })
}

export function qqStand(): Stand {
  const nameOf = (name: string): AccountName => ACCOUNT_NAMES.find((one) => one === name) ?? ACCOUNT_NAMES[0]
  return {
    wallet: walletOfBoth(),
    accounts: ACCOUNT_NAMES,
    account: (name, doors) => accountOver(nameOf(name), doors),
    arriving: (name, request) => arriving(nameOf(name), request),
    verb: verbOf,
  }
}

export function accountOver(name: AccountName, doors: AccountDoors): Account {
  const config = {
    ...{ mchId: ACCOUNTS[name], appId: APP_ID, apiKeys: [new Secret(keyOf(name))] as const },
    operatorPassword: new Secret(PASSWORD),
    notifyUrl: `https://shop.example/notify/${name}`,
  }
  const tp = createTP({
    ...{ ...doors, account: name, protocol: plugin.protocol(config), keys: plugin.keys(config), unpack },
    signer: { sign: unused, seal: unused, unseal: unused },
    keyRing: { read: async () => [], write: async () => undefined },
  })
  const notes = { name, merchant: 'main', retired: false, inspect: () => fail('INTERNAL', 'none') as never }
  return { ...(tp as unknown as TP<Scene, Ability>), ...notes } // a QQ Wallet account, with all that it can do
}

/** A request as it arrives at the wallet. */
export function arriving(name: AccountName, { method, url, headers, body, identity }: HttpRequest): WalletRequest {
  const { origin, pathname, search } = new URL(url)
  return {
    ...{ method, origin, path: pathname + search, headers: headersOf(headers), body: body ?? new Uint8Array() },
    ...(identity === 'merchant' && { clientCertificate: ACCOUNTS[name] }),
  }
}

export function answered({ status, headers, body }: WalletAnswer) {
  return { status, headers: headersOf(headers), body }
}

/** `qpay_refund`, from its path. */
export function verbOf({ url }: HttpRequest): string {
  return new URL(url).pathname.split('/').at(-1)?.replace('.cgi', '') ?? ''
}

export async function* oneChunk(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}

export function headersOf(headers: readonly (readonly [string, string])[]): WalletRequest['headers'] {
  return new Map(headers.map(([name, value]) => [name.toLowerCase(), [value]]))
}

const unused = () => Promise.reject(new Error('QQ Wallet signs nothing with RSA'))

const unpack: Unpack = {
  unpack: async function* (packed) {
    const chunks: Uint8Array[] = []
    for await (const chunk of packed) chunks.push(chunk)
    yield gunzipSync(Buffer.concat(chunks))
  },
}
