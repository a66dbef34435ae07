import type { Money } from '../money.ts'
import type { Instant } from './scene.ts'

/** Where a fact came from. A browser return is not in the list: it is never proof. */
export type Source = 'reply' | 'query' | 'notify' | 'statement'

/** What the wallet sent, for evidence: decoded fields as text. Not for decisions, and not for logs. */
export type Raw = Readonly<Record<string, string>>

/** Whose money it is: what `bind` compares with the account. */
export interface Payee {
  readonly mchId: string
  readonly appId?: string
  readonly subMchId?: string
  readonly subAppId?: string
}

/** Who paid, as the wallet names them. Personal data: never logged. */
export interface PayerRef {
  /** openid, buyer id or open id under our application. */
  readonly id?: string
  /** Bank or channel mark, as sent. */
  readonly channel?: string
}

export type PaymentStatus = 'pending' | 'paid' | 'closed' | 'reversed' | 'failed'
export type RefundStatus = 'processing' | 'refunded' | 'failed' | 'closed'

interface PaymentFactBase {
  readonly kind: 'payment'
  readonly outTradeNo: string
  readonly source: Source
  readonly raw: Raw
}

/** A payment as a wallet reported it. `paid` carries everything that binding needs: nothing absent skips a check. */
export type PaymentFact = PaymentFactBase &
  (
    | {
        readonly status: 'paid'
        readonly total: Money
        readonly transactionId: string
        readonly payee: Payee
        readonly paidAt?: Instant
        /** What the payer gave after the wallet's own discounts. */
        readonly payerTotal?: Money
        readonly payer?: PayerRef
        /** The wallet says that all of it went back to the payer. */
        readonly refundedInFull?: boolean
      }
    | {
        readonly status: Exclude<PaymentStatus, 'paid'>
        readonly total?: Money
        readonly transactionId?: string
        readonly payee?: Payee
      }
  )

/** A refund as a wallet reported it. Without `amount`: ask, never book. */
export interface RefundFact {
  readonly kind: 'refund'
  readonly outTradeNo: string
  readonly outRefundNo: string
  readonly refundId?: string
  readonly status: RefundStatus
  readonly amount?: Money
  readonly payee?: Payee
  /** When the money went back, as the wallet says. */
  readonly refundedAt?: Instant
  /** Under way, and standing still until somebody tells the wallet where the money shall go (退款异常). */
  readonly needsOperator?: boolean
  readonly source: Source
  readonly raw: Raw
}

export type Fact = PaymentFact | RefundFact

/** "No such order" at the wallet; it may still appear until then: a write on its way, or a payer who has yet to scan (Alipay). Not "never". */
export interface Absent {
  readonly kind: 'absent'
  readonly mayAppearUntil?: Instant
}

/** A genuine notify. No facts: genuine, nothing to book. */
export interface Notice {
  /** The same for every repeat of one message. */
  readonly id: string
  readonly facts: readonly Fact[]
}
