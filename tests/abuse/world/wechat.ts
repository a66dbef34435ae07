import { createCipheriv, createDecipheriv, randomBytes, sign } from 'node:crypto'
import { WECHAT_BACKUP_ORIGIN, WECHAT_ORIGIN, type WeChatWallet, type WeChatWalletKey, weChatWallet } from '@tpkit/sandbox'
import { openDoor } from './door.ts'
import type { Message } from './http.ts'
import { canary, pairs } from './secrets.ts'
import type { Facts, Side, WalletStand, WalletWish } from './wallets.ts'

const MCH_IDS = { a: '1900000109', b: '1900000110' } as const
const APP_IDS = { a: 'wx8888888888888888', b: 'wx9999999999999999' } as const
const SERIALS = { a: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', b: '5157F09EFDC096DE15EBE81A47057A7232F1B8E2' } as const
const PUBLIC_KEY_ID = 'PUB_KEY_ID_0119000001092025010100000000000001'

/** How the proof of a message is made; what is not said is right. */
export interface ProofWish {
  readonly timestamp?: string
  readonly nonce?: string
  readonly serial?: string
  /** PEM. */
  readonly privateKey?: string
}

export interface WeChatStand extends WalletStand {
  readonly wallet: WeChatWallet
  /** Signed in the wallet's name, or as wished. */
  readonly signed: (body: Uint8Array, wish?: ProofWish) => Message
  /** An envelope around some content, locked with the merchant's key. */
  readonly sealed: (envelope: Envelope, content: object, side?: Side) => Uint8Array
  readonly strangerKey: string
}

export interface WeChatWish extends WalletWish {
  /** Platform certificates, which accounts learn: then they are not given the public key. */
  readonly certificates?: readonly WeChatWalletKey[]
}

/** WeChat Pay with two merchants. */
export async function openWeChat({ now, canaries, certificates }: WeChatWish): Promise<WeChatStand> {
  const [merchant, own, stranger] = await pairs()
  const boxKeys = { a: canary(32), b: canary(32) }
  canaries.add('wx privateKey', merchant.privateKey)
  for (const side of ['a', 'b'] as const) canaries.add(`wx-${side} apiV3Key`, boxKeys[side])
  const wallet = weChatWallet({
    ...{ seed: canary(20), magicAmounts: false, refundDelayMs: 0, strangerKey: stranger.privateKey },
    merchants: (['a', 'b'] as const).map((side) => ({
      ...{ mchId: MCH_IDS[side], appId: APP_IDS[side], apiV3Key: boxKeys[side] },
      ...{ certificate: merchant.publicKey, serial: SERIALS[side] },
    })),
    walletKeys: [{ id: PUBLIC_KEY_ID, privateKey: own.privateKey }, ...(certificates ?? [])],
    signsWith: certificates ? 'both' : 'public-key',
  })
  const door = await openDoor({ wallet, origin: WECHAT_ORIGIN, now })
  const trusted = certificates ? {} : { publicKey: own.publicKey, publicKeyId: PUBLIC_KEY_ID }
  const signed: WeChatStand['signed'] = (body, wish = {}) => proven(body, { privateKey: own.privateKey, ...wish }, now())
  const sealed: WeChatStand['sealed'] = (envelope, content, side = 'a') => seal(envelope, content, boxKeys[side])
  return {
    ...{ name: 'wx', wallet, door, mutualDoor: door, signed, sealed, strangerKey: stranger.privateKey },
    entry: (side) => ({
      ...{ mchId: MCH_IDS[side], appId: APP_IDS[side], apiV3Key: boxKeys[side], serial: SERIALS[side] },
      ...{ privateKey: merchant.privateKey, ...trusted },
      endpoints: { [WECHAT_ORIGIN]: door.url, [WECHAT_BACKUP_ORIGIN]: door.url },
    }),
    mchId: (side) => MCH_IDS[side],
    accepts: ({ status }) => status === 200 || status === 204,
    factsOf: ({ body }, side = 'a') => flat(open(body, boxKeys[side])),
    resigned: ({ body }, facts, side = 'a') => {
      const content = changed(open(body, boxKeys[side]), facts)
      return signed(sealed({ ...envelopeOf(body), id: randomBytes(16).toString('hex') }, content, side))
    },
    close: door.close,
  }
}

export interface Envelope {
  readonly id: string
  readonly event_type: string
  readonly resource: Readonly<Record<string, string>>
}

export function envelopeOf(body: Uint8Array): Envelope {
  return JSON.parse(Buffer.from(body).toString()) as Envelope // the wallet's own
}

function open(body: Uint8Array, boxKey: string): Readonly<Record<string, unknown>> {
  const { ciphertext = '', nonce = '', associated_data = '' } = envelopeOf(body).resource
  const locked = Buffer.from(ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', boxKey, nonce, { authTagLength: 16 }).setAAD(Buffer.from(associated_data))
  decipher.setAuthTag(locked.subarray(-16))
  return JSON.parse(Buffer.concat([decipher.update(locked.subarray(0, -16)), decipher.final()]).toString())
}

function seal(envelope: Envelope, content: object, boxKey: string): Uint8Array {
  const { nonce = '', associated_data = '' } = envelope.resource
  const cipher = createCipheriv('aes-256-gcm', boxKey, nonce, { authTagLength: 16 }).setAAD(Buffer.from(associated_data))
  const locked = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final(), cipher.getAuthTag()])
  return Buffer.from(JSON.stringify({ ...envelope, resource: { ...envelope.resource, ciphertext: locked.toString('base64') } }))
}

function proven(body: Uint8Array, { privateKey = '', ...wish }: ProofWish, now: number): Message {
  const { timestamp = String(Math.floor(now / 1000)), nonce = randomBytes(16).toString('hex'), serial = PUBLIC_KEY_ID } = wish
  const text = Buffer.concat([Buffer.from(`${timestamp}\n${nonce}\n`), body, Buffer.from('\n')])
  return {
    headers: [
      ['Content-Type', 'application/json'],
      ['Wechatpay-Timestamp', timestamp],
      ['Wechatpay-Nonce', nonce],
      ['Wechatpay-Signature', sign('sha256', text, privateKey).toString('base64')],
      ['Wechatpay-Serial', serial],
    ],
    body,
  }
}

/** By paths such as `amount.total`. */
function changed(content: Readonly<Record<string, unknown>>, facts: Facts): object {
  const copy = structuredClone(content)
  for (const [path, value] of Object.entries(facts)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let holder: object = copy
    for (const name of names) holder = Object(Reflect.get(holder, name))
    if (value === undefined) Reflect.deleteProperty(holder, last)
    else Reflect.set(holder, last, value)
  }
  return copy
}

function flat(value: object, before = ''): Readonly<Record<string, string>> {
  const pairs = Object.entries(value).map(([name, member]) =>
    typeof member === 'object' && member !== null ? flat(member, `${before}${name}.`) : { [before + name]: String(member) },
  )
  return Object.assign({}, ...pairs)
}
