import type { Secret } from '@tpkit/core'
import type { Doubts } from './doubts.ts'

/** One merchant account at WeChat Pay, as `wechatpay()` takes it. From a config file the plugin's schema makes it. */
export interface WeChatPayConfig {
  /** 商户号; for service providers (服务商) their own. */
  readonly mchId: string
  /** AppID of the 公众号, 小程序 or 移动应用 that is bound to it; for service providers their own. */
  readonly appId: string
  /** APIv3密钥, 32 characters each. Opens notifies and certificates. The first is the present one: a list is a rotation. */
  readonly apiV3Keys: readonly Secret[]
  /** 商户API证书序列号: names the key that signs requests. */
  readonly serial: string
  /** 公钥ID of the WeChat Pay public key, where the account has one. */
  readonly publicKeyId?: string
  /** Where payments and refunds are reported when the command names no address: https, without query string. */
  readonly notifyUrl?: string
  /** 特约商户号. Makes this a service provider's account for that sub-merchant. */
  readonly subMchId?: string
  /** The sub-merchant's application. With it, payers are known by their openid there. */
  readonly subAppId?: string
  /** IP address that is sent where a command has no `payerIp`: H5 and the counter want one. */
  readonly defaultPayerIp?: string
  /** 设备号 of a payment at the counter that names none. Default `POS-1`. */
  readonly deviceId?: string
  /** 门店编号 of the counter, where the wallet demands one. */
  readonly storeId?: string
  /** How to decide what the wallet's pages leave open, where yours differs from the defaults. */
  readonly doubts?: Partial<Doubts>
}
