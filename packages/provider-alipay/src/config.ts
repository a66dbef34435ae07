import type { Secret } from '@tpkit/core'
import type { CertificateFiles } from './certificates.ts'
import type { Doubts } from './doubts.ts'

/** One merchant account at Alipay, as `alipay()` takes it. From a config file the plugin's schema makes it. */
export interface AlipayConfig {
  /** 应用 APPID; for service providers (服务商) that of their own third-party application (第三方应用). */
  readonly appId: string
  /** 收款方 PID: who gets the money; of the merchant, also where a service provider signs. */
  readonly sellerId: string
  /** 公钥证书方式. Without it the wallet has one key (支付宝公钥), which core holds. */
  readonly certificates?: CertificateFiles
  /** 接口内容加密: Base64 of 16 bytes. With it biz_content travels encrypted, and answers do. */
  readonly contentKey?: Secret
  /** 异步通知地址: where payments are reported when the command names no address. */
  readonly notifyUrl?: string
  /** 应用授权令牌. Makes this an account of a service provider for the merchant who gave it. */
  readonly appAuthToken?: Secret
  /** 小程序 APPID (op_app_id): with it `mini` and `jsapi` pay by the product JSAPI_PAY, else by 当面付. */
  readonly opAppId?: string
  /** 商户门店编号 of payments that name none. */
  readonly storeId?: string
  /** How to decide what the wallet's pages leave open, where yours differs from the defaults. */
  readonly doubts?: Partial<Doubts>
}
