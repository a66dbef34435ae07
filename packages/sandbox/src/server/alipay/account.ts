import { randomInt } from 'node:crypto'
import { ALIPAY_BILL_ORIGIN, ALIPAY_ORIGIN } from '../../alipay/desk.ts'
import type { AlipayMerchant } from '../../alipay/merchant.ts'
import { DRAWN_NAME } from '../drawn-name.ts'
import type { ApplicationFiles } from '../files.ts'

/** An account's entry for the configuration file, ready to paste. Development only: production refuses `endpoints`. */
export interface AlipayAccount {
  readonly plugin: '@tpkit/provider-alipay'
  readonly appId: string
  readonly sellerId: string
  readonly privateKey: string
  /** 公钥模式. */
  readonly alipayPublicKey?: string
  /** 公钥证书模式. */
  readonly certificates?: { readonly appCert: string; readonly alipayCert: string; readonly rootCert: string }
  /** 接口内容加密密钥, where the application has one. */
  readonly contentKey?: string
  readonly endpoints: Readonly<Record<string, string>>
}

/** What a merchant may ask for; what is missing is drawn. `mchId` is the 商户PID (`seller_id`). */
export interface AlipayWish extends Partial<Pick<AlipayMerchant, 'mchId' | 'name' | 'refundableFunds' | 'appId' | 'aesKey'>> {
  /** 公钥证书模式 instead of 公钥模式. */
  readonly certificates?: boolean
}

/** A merchant, but for the keys of its application. */
export type AlipayShop = Pick<AlipayMerchant, 'mchId' | 'name' | 'refundableFunds' | 'aesKey'> & { readonly appId: string }

const RULES = [
  { name: 'mchId', right: /^2088[0-9]{12}$/, expected: '16 digits that begin with 2088 (商户PID)' },
  { name: 'appId', right: /^[0-9]{10,32}$/, expected: '10 to 32 digits (应用 APPID)' },
  { name: 'aesKey', right: /^[A-Za-z0-9+/]{22}==$/, expected: 'Base64 of 16 bytes (接口内容加密密钥)' },
  { name: 'name', right: /\S/, expected: 'text that a payer can read' },
] as const

/** The merchant that was asked for. Throws for one that cannot work, or whose account the library would refuse. */
export function completeShop({ certificates: _, ...wish }: AlipayWish, mchId: string): AlipayShop {
  const drawn = { appId: `2021${String(randomInt(2 ** 39)).padStart(12, '0')}`, name: `${DRAWN_NAME.en} ${DRAWN_NAME.zh}` }
  const shop = { ...drawn, ...wish, mchId }
  for (const { name, right, expected } of RULES) {
    const value = shop[name]
    if (value === undefined || right.test(value)) continue
    throw new Error(`${name}: expected ${expected}, found ${name === 'aesKey' ? 'something else' : JSON.stringify(value)}`)
  }
  return shop
}

/** `files`: where the application finds what it signs and verifies with. */
export function accountOf({ appId, mchId, aesKey }: AlipayShop, files: ApplicationFiles, url: string): AlipayAccount {
  const { cert, key, publicKey, walletCert, root } = files
  return {
    plugin: '@tpkit/provider-alipay',
    ...{ appId, sellerId: mchId, privateKey: `file:${key}` },
    ...(publicKey !== undefined && { alipayPublicKey: `file:${publicKey}` }),
    ...(walletCert !== undefined &&
      root !== undefined && {
        certificates: { appCert: `file:${cert}`, alipayCert: `file:${walletCert}`, rootCert: `file:${root}` },
      }),
    ...(aesKey !== undefined && { contentKey: aesKey }),
    endpoints: { [ALIPAY_ORIGIN]: url, [ALIPAY_BILL_ORIGIN]: url },
  }
}
