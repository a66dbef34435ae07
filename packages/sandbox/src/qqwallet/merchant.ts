import type { Order } from '../books/books.ts'
import type { Algorithm } from './sign.ts'

/** A merchant as the wallet knows it. */
export interface QQMerchant {
  /** 商户号: 8 to 10 digits. */
  readonly mchId: string
  /** API 密钥. */
  readonly apiKey: string
  /** How both sides sign. Default: MD5; a request that is signed otherwise is refused. */
  readonly signType?: Algorithm
  /** What it changes its key to, for faults that tell of a change of keys. Default: one that is derived from `apiKey`. */
  readonly nextApiKey?: string
  /** Shown to the payer. Default: the merchant number. */
  readonly name?: string
  /** The application that is bound to the merchant number. Without it, a request that names one is refused. */
  readonly appId?: string
  /** The application's own key (appKey of the open platform), which signs the launch parameters of an app: the wallet's account shows it and never uses it. */
  readonly appKey?: string
  /** 操作员. Default: the merchant number. */
  readonly opUserId?: string
  /** The operator's password, plain; requests carry its MD5. Without it, every password is right. */
  readonly opUserPassword?: string
  /** The common name that the client certificate must carry. Without it, any certificate of the right authority will do. */
  readonly clientCertificate?: string
  /** Fen that the merchant can refund in all; more is answered with NOTENOUGH. Without it, no bound. */
  readonly refundableFunds?: bigint
  /** 特约商户, for whom this merchant is the service provider (服务商). With them, every order belongs to one of them. */
  readonly subMerchants?: readonly QQSubMerchant[]
}

/** A merchant behind a service provider: no key, no certificate, no password of its own. */
export interface QQSubMerchant {
  /** 子商户号: 8 to 10 digits. */
  readonly subMchId: string
  /** Shown to the payer. Default: the sub-merchant number. */
  readonly name?: string
  /** The sub-merchant's application. Without it, a request that names one is refused. */
  readonly subAppId?: string
}

/** Merchants by number. Throws for a list that cannot work. */
export function merchantsByNumber(merchants: readonly QQMerchant[]): Map<string, QQMerchant> {
  const found = new Map<string, QQMerchant>()
  for (const merchant of merchants) enrol(found, merchant)
  return found
}

/** Takes one more merchant in. Throws for one that cannot work, or whose number is taken. */
export function enrol(merchants: Map<string, QQMerchant>, merchant: QQMerchant): void {
  checkMerchant(merchant)
  if (merchants.has(merchant.mchId)) throw new Error(`sandbox merchant ${merchant.mchId}: listed twice; give each its own mchId`)
  merchants.set(merchant.mchId, merchant)
}

/** Throws for a merchant that cannot work. */
export function checkMerchant({ mchId, subMerchants = [], apiKey }: QQMerchant): void {
  checkNumber('mchId', mchId)
  for (const { subMchId } of subMerchants) checkNumber('subMchId', subMchId)
  if (apiKey === '') throw new Error(`sandbox merchant ${mchId}: expected an apiKey, found an empty one`)
}

function checkNumber(name: string, found: string): void {
  if (/^[0-9]{8,10}$/.test(found)) return
  throw new Error(`sandbox merchant: expected 8 to 10 digits as ${name}, found ${JSON.stringify(found)}`)
}

export function subMerchant({ subMerchants = [] }: QQMerchant, subMchId: string | undefined): QQSubMerchant | undefined {
  return subMerchants.find((each) => each.subMchId === subMchId)
}

/** The merchant of an order, with its keys. */
export function merchantOf({ merchants }: { readonly merchants: ReadonlyMap<string, QQMerchant> }, order: Order): QQMerchant {
  const merchant = merchants.get(order.merchant.mchId)
  if (!merchant) throw new Error(`sandbox: expected the merchant ${order.merchant.mchId} of an order, found none`)
  return merchant
}
