import { createPublicKey, createSecretKey, type KeyObject, X509Certificate } from 'node:crypto'
import type { Order, Party } from '../books/books.ts'

/** A merchant as the wallet knows it. */
export interface WeChatMerchant extends Party {
  /** 商户号: 8 to 10 digits. */
  readonly mchId: string
  /** AppID that is bound to the merchant number: 公众号, 小程序 or 移动应用. */
  readonly appId: string
  /** 商户API证书, or the public key in it, PEM: what requests are verified with. */
  readonly certificate: string
  /** 证书序列号, 40 hex digits. Without it: that of the certificate. */
  readonly serial?: string
  /** APIv3密钥: 32 characters. */
  readonly apiV3Key: string
}

/** A merchant, with its keys made once. */
export interface Enrolled extends WeChatMerchant {
  readonly serial: string
  readonly publicKey: KeyObject
  readonly boxKey: KeyObject
}

/** Merchants by number. Throws for a list that cannot work. */
export function merchantsByNumber(merchants: readonly WeChatMerchant[]): Map<string, Enrolled> {
  const found = new Map<string, Enrolled>()
  for (const merchant of merchants) enrol(found, merchant)
  return found
}

/** Takes one more merchant in. Throws for one that cannot work, or whose number is taken. */
export function enrol(merchants: Map<string, Enrolled>, merchant: WeChatMerchant): void {
  const { mchId, subMerchants = [], apiV3Key } = merchant
  for (const number of [mchId, ...subMerchants.map(({ subMchId }) => subMchId)]) checkNumber(number)
  if (Buffer.byteLength(apiV3Key) !== 32) throw new Error(`sandbox merchant ${mchId}: expected an apiV3Key of 32 characters`)
  if (merchants.has(mchId)) throw new Error(`sandbox merchant ${mchId}: listed twice; give each its own mchId`)
  merchants.set(mchId, { ...merchant, ...keysOf(merchant) })
}

function keysOf({ mchId, certificate, serial, apiV3Key }: WeChatMerchant): Pick<Enrolled, 'serial' | 'publicKey' | 'boxKey'> {
  const isCertificate = certificate.includes('BEGIN CERTIFICATE')
  const own = isCertificate ? new X509Certificate(certificate) : undefined
  const number = serial ?? own?.serialNumber
  if (!number) throw new Error(`sandbox merchant ${mchId}: expected a serial beside a bare public key, found none`)
  return {
    serial: number.toUpperCase(),
    publicKey: own?.publicKey ?? createPublicKey(certificate),
    boxKey: createSecretKey(Buffer.from(apiV3Key)),
  }
}

function checkNumber(found: string): void {
  if (/^[0-9]{8,10}$/.test(found)) return
  throw new Error(`sandbox merchant: expected 8 to 10 digits as its number, found ${JSON.stringify(found)}`)
}

/** The merchant of an order, with its keys. */
export function merchantOf({ merchants }: { readonly merchants: ReadonlyMap<string, Enrolled> }, order: Order): Enrolled {
  const merchant = merchants.get(order.merchant.mchId)
  if (!merchant) throw new Error(`sandbox: expected the merchant ${order.merchant.mchId} of an order, found none`)
  return merchant
}
