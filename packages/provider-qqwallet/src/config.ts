import type { AccountKeys, Secret } from '@tpkit/core'
import type { Doubts } from './doubts.ts'

/** 退款资金来源. Out of which of the merchant's moneys a refund is paid. */
export type RefundAccount = 'REFUND_SOURCE_UNSETTLED_FUNDS' | 'REFUND_SOURCE_RECHARGE_FUNDS'

/** One merchant account at QQ Wallet, as `qqwallet()` takes it. From a config file the plugin's schema makes it. */
export interface QQWalletConfig {
  /** 商户号 of the QQ Wallet merchant platform; for service providers (服务商) their own. */
  readonly mchId: string
  /** API 密钥. The first signs, all verify: a list is a key rotation. */
  readonly apiKeys: readonly Secret[]
  /** QQ 开放平台 application, where the account is bound to one. Sent with every call. */
  readonly appId?: string
  /** The application's own key on the open platform, not the API key: an app's launch parameters are signed with it. */
  readonly appKey?: Secret
  /** 子商户号. Makes this a service provider's account for that sub-merchant. Sent with every call. */
  readonly subMchId?: string
  /** The sub-merchant's application. */
  readonly subAppId?: string
  /** Where the wallet reports payments when the command names no address: http(s), without query string. */
  readonly notifyUrl?: string
  /** IPv4 address sent as `spbill_create_ip` when the command has no `payerIp`. Default 127.0.0.1. */
  readonly defaultPayerIp?: string
  /** 终端设备号 of a micropay that names none. Default `POS-1`: the wallet demands one. */
  readonly deviceInfo?: string
  /** 操作员账号 for refunds and reversals. Default: `mchId`, also for service providers. */
  readonly operatorId?: string
  /** 操作员密码. Refunds and reversals need it; it travels as MD5. */
  readonly operatorPassword?: Secret
  /** Without it the wallet takes unsettled funds. */
  readonly refundAccount?: RefundAccount
  /** API 证书 for the calls that need mutual TLS. Handed to the transport, never read by the protocol. */
  readonly certificate?: NonNullable<AccountKeys['identity']>
  /** How to decide what the wallet's pages leave open, where yours differs from the defaults. */
  readonly doubts?: Partial<Doubts>
}

/** An account ready to work: checked, every doubt and every usual value decided. Made once, by `accountOf`. */
export interface Account extends Omit<QQWalletConfig, 'doubts'> {
  readonly doubts: Doubts
  /** Largest order, in fen. */
  readonly maxAmount: bigint
  readonly defaultPayerIp: string
  readonly deviceInfo: string
}
