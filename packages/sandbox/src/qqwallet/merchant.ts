/** A merchant as the wallet knows it. */
export interface QQMerchant {
  /** 商户号: 8 to 10 digits. */
  readonly mchId: string
  /** API 密钥. */
  readonly apiKey: string
  /** Shown to the payer. Default: the merchant number. */
  readonly name?: string
  /** The application that is bound to the merchant number. Without it, a request that names one is refused. */
  readonly appId?: string
  /** 操作员. Default: the merchant number. */
  readonly opUserId?: string
  /** The operator's password, plain; requests carry its MD5. Without it, every password is right. */
  readonly opUserPassword?: string
  /** The common name that the client certificate must carry. Without it, any certificate of the right authority will do. */
  readonly clientCertificate?: string
  /** Fen that the merchant can refund in all; more is answered with NOTENOUGH. Without it, no bound. */
  readonly refundableFunds?: bigint
}

/** Merchants by number. Throws for a list that cannot work. */
export function merchantsByNumber(merchants: readonly QQMerchant[]): Map<string, QQMerchant> {
  const found = new Map<string, QQMerchant>()
  for (const merchant of merchants) enrol(found, merchant)
  return found
}

/** Takes one more merchant in. Throws for one that cannot work, or whose number is taken. */
export function enrol(merchants: Map<string, QQMerchant>, merchant: QQMerchant): void {
  if (!/^[0-9]{8,10}$/.test(merchant.mchId)) {
    throw new Error(`sandbox merchant: expected 8 to 10 digits as mchId, found ${JSON.stringify(merchant.mchId)}`)
  }
  if (merchant.apiKey === '') throw new Error(`sandbox merchant ${merchant.mchId}: expected an apiKey, found an empty one`)
  if (merchants.has(merchant.mchId)) throw new Error(`sandbox merchant ${merchant.mchId}: listed twice; give each its own mchId`)
  merchants.set(merchant.mchId, merchant)
}
