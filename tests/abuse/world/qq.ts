import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { QQ_API_ORIGIN, QQ_ORIGIN, type QQWallet, qqWallet } from '@tpkit/sandbox'
import { openDoor } from './door.ts'
import type { Message } from './http.ts'
import { canary } from './secrets.ts'
import type { Facts, Side, WalletStand, WalletWish } from './wallets.ts'

const KEYS = new URL('../../../test-fixtures/keys/transport/', import.meta.url)
const file = (name: string): string => `file:${fileURLToPath(new URL(name, KEYS))}`
const text = (name: string): string => readFileSync(new URL(name, KEYS), 'utf8')

const MCH_IDS = { a: '1900000109', b: '1900000110' } as const
const APP_IDS = { a: '1104606907', b: '1104606908' } as const

export interface QQStand extends WalletStand {
  readonly wallet: QQWallet
  readonly apiKey: (side: Side) => string
}

/** QQ Wallet with two merchants. */
export async function openQQ({ now, canaries }: WalletWish): Promise<QQStand> {
  const apiKeys = { a: canary(32), b: canary(32) }
  const passwords = { a: canary(20), b: canary(20) }
  for (const side of ['a', 'b'] as const) {
    canaries.add(`qq-${side} apiKey`, apiKeys[side])
    canaries.add(`qq-${side} operatorPassword`, passwords[side])
  }
  const merchants = (['a', 'b'] as const).map((side) => ({
    ...{ mchId: MCH_IDS[side], appId: APP_IDS[side], apiKey: apiKeys[side] },
    ...{ opUserId: MCH_IDS[side], opUserPassword: passwords[side] },
  }))
  const wallet = qqWallet({ merchants, refundDelayMs: 0, magicAmounts: false, seed: canary(20) })
  const door = await openDoor({ wallet, origin: QQ_ORIGIN, now })
  const tls = { key: text('server.key'), cert: text('server.pem'), ca: text('ca.pem') }
  const mutualDoor = await openDoor({ wallet, origin: QQ_API_ORIGIN, now, tls })
  const apiKey = (side: Side): string => apiKeys[side]
  return {
    ...{ name: 'qq', wallet, door, mutualDoor, apiKey },
    entry: (side) => ({
      ...{ mchId: MCH_IDS[side], appId: APP_IDS[side], apiKey: apiKeys[side] },
      ...{ operatorId: MCH_IDS[side], operatorPassword: passwords[side] },
      ...{ certificate: { cert: file('client.pem'), key: file('client.key') }, ca: file('ca.pem') },
      endpoints: { [QQ_ORIGIN]: door.url, [QQ_API_ORIGIN]: mutualDoor.url },
    }),
    mchId: (side) => MCH_IDS[side],
    accepts: ({ status, body }) => status === 200 && /<return_code>(?:<!\[CDATA\[)?SUCCESS/.test(body),
    factsOf: ({ body }) => qqFields(body),
    resigned: ({ headers, body }, facts, side = 'a') => ({ headers, body: qqSigned(qqFields(body), facts, apiKeys[side]) }),
    close: async () => {
      await Promise.all([door.close(), mutualDoor.close()])
    },
  }
}

/** The fields of the wallet's own form: every value in CDATA or as digits. */
export function qqFields(body: Uint8Array): Readonly<Record<string, string>> {
  const found = Buffer.from(body)
    .toString()
    .matchAll(/<([a-z_0-9]+)>(?:<!\[CDATA\[(.*?)\]\]>|([^<]*))<\/\1>/gs)
  return Object.fromEntries([...found].map(([, name = '', cdata, plain = '']) => [name, cdata ?? plain]))
}

export function qqXml(fields: Readonly<Record<string, string>>): Uint8Array {
  const lines = Object.entries(fields).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
  return Buffer.from(`<xml>${lines.join('')}</xml>`)
}

/** 签名: MD5 over the fields that are not empty, in the order of their names, and the key. */
export function qqSign(fields: Readonly<Record<string, string>>, apiKey: string): string {
  const names = Object.keys(fields)
    .filter((name) => name !== 'sign' && fields[name] !== '')
    .sort()
  const signed = [...names.map((name) => `${name}=${fields[name]}`), `key=${apiKey}`].join('&')
  return createHash('md5').update(signed).digest('hex').toUpperCase()
}

function qqSigned(fields: Readonly<Record<string, string>>, facts: Facts, apiKey: string): Message['body'] {
  const said = withFacts(fields, facts)
  return qqXml({ ...said, sign: qqSign(said, apiKey) })
}

/** The same with other facts; without those that are undefined, and without `sign`. */
export function withFacts(fields: Readonly<Record<string, string>>, facts: Facts): Readonly<Record<string, string>> {
  const all = Object.entries({ ...fields, ...facts, sign: undefined })
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])))
}
