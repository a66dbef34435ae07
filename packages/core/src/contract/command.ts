import type { Money } from '../money.ts'
import type { Instant, Scene } from './scene.ts'

/**
 * Provider-specific fields, typed and namespaced: `extra: { qqwallet: { promotionTag } }`.
 * A provider package adds its own member by declaration merging on '@tpkit/core'.
 */
// biome-ignore lint/suspicious/noEmptyInterface: open for declaration merging by provider packages
export interface Extras {}

interface PayBase {
  /**
   * 商户订单号. Unique per merchant account, chosen and stored by the caller before `pay`.
   * Repeating a number repeats the same payment. Length and alphabet: `manifest.limits.outTradeNo`.
   */
  readonly outTradeNo: string
  /** 商品描述. What the payer reads. Length: `manifest.limits.subjectLength`. */
  readonly subject: string
  /** The order's amount, above zero. */
  readonly total: Money
  /** The last moment to pay. Providers pass it on where the wallet knows such a field. */
  readonly expiresAt?: Instant
  /** 附加数据. Returned unchanged by query and notify. */
  readonly attach?: string
  /** The payer's IP address, where the application knows it. */
  readonly payerIp?: string
  /** Where the wallet reports the payment, when it differs from the account's configured `notifyUrl`. */
  readonly notifyUrl?: string
  readonly extra?: Extras
}

/** The fields that only one scene has. */
interface SceneFields {
  readonly native: object
  /** `authCode` 付款码: the digits of the code that the payer shows; good for one order, so a repeat repeats it. `deviceId` names our terminal. */
  readonly micropay: { readonly authCode: string; readonly deviceId?: string }
  /** `payerId`: the payer's openid (or buyer id) under our application. */
  readonly jsapi: { readonly payerId?: string }
  readonly mini: { readonly payerId?: string }
  readonly app: object
  /** `returnUrl`: where the browser goes afterwards; never proof of payment. */
  readonly h5: { readonly returnUrl?: string; readonly device?: 'ios' | 'android' | 'wap' }
  readonly page: { readonly returnUrl?: string }
}

/** A payment to start: a union by scene, each with its own fields. */
export type PayCommand<S extends Scene = Scene> = S extends Scene ? PayBase & { readonly scene: S } & SceneFields[S] : never

/** Which attempt is meant. Later commands extend it; `transactionId` wins where the wallet takes both. */
export interface AttemptRef {
  readonly outTradeNo: string
  /** How it was to be paid. A wallet that creates orders on scan answers *never* sooner where it knows that this was none of them. */
  readonly scene?: Scene
  /** The wallet's number, as soon as it is known. */
  readonly transactionId?: string
  /** The order's amount: some wallets want it, and `bind` compares it. */
  readonly total: Money
  /** When the caller wrote the attempt down. Wallets forget, or want another number, after a while: without it a "no such order" may prove nothing. */
  readonly startedAt?: Instant
  /** When `pay` was last sent under this number: written down before every send, repeats too. Without it "no such order" is never final. */
  readonly sentAt?: Instant
  readonly paidAt?: Instant
  /** The expiry that `pay` was given: until then a wallet that creates on scan may still learn of the order. */
  readonly expiresAt?: Instant
}

/** Money back. Repeating `outRefundNo` repeats the same refund; a new number is a new refund. */
export interface RefundCommand extends AttemptRef {
  /** 商户退款单号. Unique per merchant account, stored by the caller before `refund`. */
  readonly outRefundNo: string
  /** How much goes back: above zero, at most `total`. */
  readonly amount: Money
  readonly reason?: string
  readonly extra?: Extras
}

/** Which refund is meant. */
export interface RefundRef extends AttemptRef {
  readonly outRefundNo: string
  /** The wallet's number of the refund, as soon as it is known. */
  readonly refundId?: string
  /** When the refund was last sent under this number: written down before every send. Without it "no such refund" is never final. */
  readonly refundSentAt?: Instant
  /** The refund's amount, where the caller knows it. */
  readonly amount?: Money
}

/** One Beijing calendar day of one account's statement. */
export interface StatementQuery {
  /** `yyyy-mm-dd`, Beijing time. */
  readonly day: string
  /** `trade`: payments and refunds · `fund`: movements of the account. */
  readonly kind: 'trade' | 'fund'
  readonly extra?: Extras
}
