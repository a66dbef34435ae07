import { randomBytes, sign } from 'node:crypto'
import { ALIPAY_BILL_ORIGIN, ALIPAY_ORIGIN, type AlipayWallet, alipayWallet } from '@tpkit/sandbox'
import { openDoor } from './door.ts'
import { withFacts } from './qq.ts'
import { canary, pairs } from './secrets.ts'
import type { WalletStand, WalletWish } from './wallets.ts'

const SELLER_IDS = { a: '2088000000000109', b: '2088000000000110' } as const
const APP_IDS = { a: '2021000000000001', b: '2021000000000002' } as const

export interface AlipayStand extends WalletStand {
  readonly wallet: AlipayWallet
  /** RSA2 over those fields in the wallet's name, or by another digest. */
  readonly sign: (fields: FormFields, digest?: 'sha256' | 'sha1') => string
}

/** Alipay with two merchants. */
export async function openAlipay({ now, canaries }: WalletWish): Promise<AlipayStand> {
  const [merchant, own, stranger] = await pairs()
  canaries.add('ali privateKey', merchant.privateKey)
  const wallet = alipayWallet({
    ...{ seed: canary(20), magicAmounts: false, refundDelayMs: 0, strangerKey: stranger.privateKey },
    merchants: (['a', 'b'] as const).map((side) => ({
      ...{ mchId: SELLER_IDS[side], appId: APP_IDS[side], publicKey: merchant.publicKey },
    })),
    walletKeys: [{ privateKey: own.privateKey }],
  })
  const door = await openDoor({ wallet, origin: ALIPAY_ORIGIN, now })
  const signed: AlipayStand['sign'] = (fields, digest = 'sha256') => aliSign(fields, own.privateKey, digest)
  return {
    ...{ name: 'ali', wallet, door, mutualDoor: door, sign: signed },
    entry: (side) => ({
      ...{ appId: APP_IDS[side], sellerId: SELLER_IDS[side] },
      ...{ privateKey: merchant.privateKey, alipayPublicKey: own.publicKey },
      endpoints: { [ALIPAY_ORIGIN]: door.url, [ALIPAY_BILL_ORIGIN]: door.url },
    }),
    mchId: (side) => SELLER_IDS[side],
    accepts: ({ status, body }) => status === 200 && body === 'success',
    factsOf: ({ body }) => aliFields(body),
    resigned: ({ headers, body }, facts) => {
      const said = withFacts(aliFields(body), { notify_id: randomBytes(16).toString('hex'), ...facts })
      return { headers, body: aliForm({ ...said, sign: signed(said) }) }
    },
    close: door.close,
  }
}

/** Text, or bytes of another charset. */
export type FormFields = Readonly<Record<string, string | Uint8Array>>

/** A form in UTF-8. */
export function aliFields(body: Uint8Array): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(Buffer.from(body).toString()))
}

export function aliForm(fields: FormFields): Uint8Array {
  return Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => `${name}=${escaped(value)}`)
      .join('&'),
  )
}

function escaped(value: string | Uint8Array): string {
  return [...Buffer.from(value)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
}

/** Every field but `sign` and `sign_type` whose value is not empty, in the order of the names. */
function aliSign(fields: FormFields, privateKey: string, digest: string): string {
  const names = Object.keys(fields)
    .filter((name) => name !== 'sign' && name !== 'sign_type' && fields[name]?.length !== 0)
    .sort()
  const parts = names.flatMap((name, at) => [Buffer.from(`${at > 0 ? '&' : ''}${name}=`), Buffer.from(fields[name] ?? '')])
  return sign(digest, Buffer.concat(parts), privateKey).toString('base64')
}
