import type { Headers } from './http.ts'
import type { Verb } from './manifest.ts'
import type { Ability, Instant } from './scene.ts'

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
  /** It comes only after so long. */
  readonly delayMs?: number
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
export type PayerAction = 'pay' | 'wrong-password' | 'no-funds' | 'cancel'

export interface BookedRefund {
  readonly outRefundNo: string
  readonly refundId: string
  /** Minor units. */
  readonly amount: bigint
  readonly status: 'processing' | 'refunded' | 'failed' | 'closed'
}

/** One order in the wallet's own books. */
export interface BookedOrder {
  readonly mchId: string
  /** Whose money it is, where `mchId` is a service provider (服务商). */
  readonly subMchId?: string
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
 * What a fault leaves of the truth for whoever meets it.
 *
 * - `unproven` a call's answer proves nothing: a write is unknown, a read throws
 * - `harmless` what arrives is genuine and says the truth: late, twice, with fields that nobody knows
 * - `forged` a notify that is not genuine: to be refused
 * - `foreign` a genuine message that is not about our order: it must not bind
 * - `missing` a notify that does not come: only a query tells
 */
export type FaultEffect = 'unproven' | 'harmless' | 'forged' | 'foreign' | 'missing'

/** One thing that a test wallet can be told to do wrong. */
export interface WalletFault {
  /** Stable, lower-case: `drop-after`. */
  readonly name: string
  /** What it spoils: the answer to a call, or a notify. */
  readonly at: 'call' | 'notify'
  readonly effect: FaultEffect
  readonly title: { readonly en: string; readonly zh: string }
}

/** When a fault strikes. Everything that is given must fit; rules stand side by side, and several may strike one call. */
export interface FaultRule {
  readonly fault: string
  /** The call, for a fault of calls. */
  readonly call?: Verb | Ability
  readonly outTradeNo?: string
  /** How often it strikes before it is used up. Default: always. */
  readonly times?: number
  /** Of all calls that fit, in percent; drawn from the wallet's seed. Default: 100. */
  readonly percent?: number
  /** What the fault takes: milliseconds, copies. */
  readonly value?: number
}

/** One fault that struck. */
export interface FaultHit {
  readonly at: Instant
  readonly fault: string
  readonly call: Verb | Ability
  readonly outTradeNo?: string
}

/** The faults of a test wallet. */
export interface FaultBox {
  readonly catalogue: readonly WalletFault[]
  readonly rules: () => readonly FaultRule[]
  /** Puts these rules in the place of all others; none make it behave. Throws for a fault that it does not have. */
  readonly arm: (rules: readonly FaultRule[]) => void
  /** What struck so far: the same seed and the same calls strike alike. */
  readonly trace: () => readonly FaultHit[]
}

/**
 * A wallet as a pure object: no socket, no clock. A server puts it behind HTTP; the laws call it directly.
 */
export interface Wallet {
  /** Undefined: the connection ends without an answer, and who asked does not know whether anything happened. */
  readonly handle: (request: WalletRequest, now: Instant) => WalletAnswer | undefined
  /** The notifies to post now; each is handed out once per try. */
  readonly due: (now: Instant) => readonly Delivery[]
  /** What the merchant answered; undefined when nothing came. */
  readonly delivered: (id: string, answer: { readonly status: number; readonly body: string } | undefined, now: Instant) => void
  /**
   * The payer acts on the order that a text names: what a QR code says, the handle that an app, page or mini program was
   * started with, or the payment code (付款码) that was scanned. Throws when there is no such order.
   */
  readonly act: (promptText: string, action: PayerAction, now: Instant) => void
  /** 付款码: the payer's phone shows a new one; for wallets with the scene `micropay`. */
  readonly paymentCode?: (now: Instant) => string
  /** Everything it knows at that moment, oldest first. */
  readonly books: (now: Instant) => readonly BookedOrder[]
  /** What it can be told to do wrong; absent where it always behaves. */
  readonly faults?: FaultBox
}
