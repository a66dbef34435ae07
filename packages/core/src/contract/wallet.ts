import type { Headers } from './http.ts'
import type { Instant } from './scene.ts'

/** A request as a wallet's server sees it. */
export interface WalletRequest {
  readonly method: string
  /** The origin that the request was meant for, such as `https://qpay.qq.com`. */
  readonly origin: string
  /** Path with query string. */
  readonly path: string
  readonly headers: Headers
  readonly body: Uint8Array
  /** The client certificate that the TLS layer accepted, by its subject's common name. */
  readonly clientCertificate?: string
}

export interface WalletAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
}

/** A notify that is due: to be posted to `url`; report what came back to `delivered`. */
export interface Delivery {
  readonly id: string
  readonly url: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Uint8Array
  /** 1 for the first try. */
  readonly attempt: number
}

/** What a payer does at the phone. */
export type PayerAction = 'pay' | 'no-funds' | 'cancel'

export interface BookedRefund {
  readonly outRefundNo: string
  readonly refundId: string
  /** Minor units. */
  readonly amount: bigint
  readonly status: 'processing' | 'refunded' | 'failed'
}

/** One order in the wallet's own books. */
export interface BookedOrder {
  readonly mchId: string
  readonly outTradeNo: string
  readonly subject: string
  readonly total: bigint
  readonly currency: string
  readonly status: 'open' | 'paid' | 'closed' | 'reversed'
  readonly transactionId?: string
  readonly paidAt?: Instant
  readonly refunds: readonly BookedRefund[]
}

/**
 * A wallet as a pure object: no socket, no clock. A server puts it behind HTTP; the laws call it directly.
 */
export interface Wallet {
  readonly handle: (request: WalletRequest, now: Instant) => WalletAnswer
  /** The notifies to post now; each is handed out once per try. */
  readonly due: (now: Instant) => readonly Delivery[]
  /** What the merchant answered; undefined when nothing came. */
  readonly delivered: (id: string, answer: { readonly status: number; readonly body: string } | undefined, now: Instant) => void
  /** The payer acts on what a QR code's text names. Throws when there is no such order. */
  readonly act: (promptText: string, action: PayerAction, now: Instant) => void
  /** Everything it knows at that moment, oldest first. */
  readonly books: (now: Instant) => readonly BookedOrder[]
}
