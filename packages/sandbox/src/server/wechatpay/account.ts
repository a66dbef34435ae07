import { randomBytes } from 'node:crypto'
import { WECHAT_BACKUP_ORIGIN, WECHAT_ORIGIN } from '../../wechatpay/desk.ts'
import type { WeChatMerchant } from '../../wechatpay/merchant.ts'
import { DRAWN_NAME } from '../drawn-name.ts'

/** An account's entry for the configuration file, ready to paste. Development only: production refuses `endpoints`. */
export interface WeChatAccount {
  readonly plugin: '@tpkit/provider-wechatpay'
  readonly mchId: string
  readonly appId: string
  readonly apiV3Key: string
  readonly serial: string
  readonly privateKey: string
  readonly publicKey: string
  readonly publicKeyId: string
  readonly endpoints: Readonly<Record<string, string>>
}

/** What a merchant may ask for; what is missing is drawn. */
export type WeChatWish = Partial<Omit<WeChatMerchant, 'certificate'>>

interface Rule {
  readonly name: 'mchId' | 'apiV3Key' | 'appId' | 'serial' | 'name'
  readonly right: RegExp
  readonly expected: string
}

/** What the real wallet hands out, and what the account's entry in a configuration must therefore be. */
const RULES: readonly Rule[] = [
  { name: 'mchId', right: /^[0-9]{8,10}$/, expected: '8 to 10 digits (商户号)' },
  { name: 'apiV3Key', right: /^[!-~]{32}$/, expected: 'exactly 32 characters without spaces (APIv3密钥)' },
  { name: 'appId', right: /^wx[0-9A-Za-z]{16}$/, expected: '"wx" and 16 letters or digits (AppID)' },
  { name: 'serial', right: /^[0-9A-Fa-f]{40}$/, expected: '40 hex digits (商户API证书序列号)' },
  { name: 'name', right: /\S/, expected: 'text that a payer can read' },
]

/** The merchant that was asked for, but for its certificate. Throws for one that cannot work, or whose account the library would refuse. */
export function completeMerchant(wish: WeChatWish, mchId: string): Omit<WeChatMerchant, 'certificate'> {
  const drawn = {
    appId: `wx${randomBytes(8).toString('hex')}`,
    apiV3Key: randomBytes(16).toString('hex'),
    name: `${DRAWN_NAME.en} ${DRAWN_NAME.zh}`,
  }
  const merchant = { ...drawn, ...wish, mchId }
  checkUsable(merchant)
  return merchant
}

function checkUsable(merchant: Omit<WeChatMerchant, 'certificate'>): void {
  for (const { name, right, expected } of RULES) {
    const value = merchant[name]
    if (value === undefined || right.test(value)) continue
    const found = name === 'apiV3Key' ? `${value.length} that are not` : JSON.stringify(value)
    throw new Error(`${name}: expected ${expected}, found ${found}`)
  }
  const odd = merchant.subMerchants?.find(({ subMchId }) => !/^[0-9]{8,10}$/.test(subMchId))
  if (odd) throw new Error(`subMchId: expected 8 to 10 digits (特约商户号), found ${JSON.stringify(odd.subMchId)}`)
}

/** Where the merchant finds its files, and what the wallet's public key is called. */
interface Given {
  readonly key: string
  readonly publicKey: string
  readonly publicKeyId: string
}

export function accountOf(
  merchant: WeChatMerchant & Required<Pick<WeChatMerchant, 'serial'>>,
  given: Given,
  url: string,
): WeChatAccount {
  const { mchId, appId, apiV3Key, serial } = merchant
  return {
    plugin: '@tpkit/provider-wechatpay',
    ...{ mchId, appId, apiV3Key, serial },
    privateKey: `file:${given.key}`,
    publicKey: `file:${given.publicKey}`,
    publicKeyId: given.publicKeyId,
    endpoints: { [WECHAT_ORIGIN]: url, [WECHAT_BACKUP_ORIGIN]: url },
  }
}
