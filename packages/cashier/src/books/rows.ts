/** What the books hold, row by row. Amounts are whole minor units, times are instants; nothing here knows SQL. */
import type { Instant, Money, PaymentStatus, Prompt, RefundStatus, Scene } from '@tpkit/core'

/** `review`: the risk hook wants an operator's decision first. `open`: not paid, may still be. A refunded order stays paid. */
export type OrderStatus = 'review' | 'open' | 'paid' | 'closed'

/** What the merchant sells. */
export interface OrderRow {
  /** Ours, time-ordered: `ord_…`. */
  readonly id: string
  readonly merchant: string
  /** The merchant's own number, unique per merchant. */
  readonly orderNo: string
  /** The method that was asked for. */
  readonly method: string
  readonly subject: string
  readonly total: Money
  readonly attach?: string
  readonly status: OrderStatus
  /** The attempt whose money stands; at most one. Absent unless the order is paid. */
  readonly paidAttemptId?: string
  readonly createdAt: Instant
  /** From then on no attempt is started, and open ones are closed. */
  readonly expiresAt: Instant
  readonly updatedAt: Instant
  /** The merchant, an operator or the expiry wants the order closed: no attempt may start any more. */
  readonly closing?: 'merchant' | 'operator' | 'expiry'
  /** When `expire` looks at it next. Absent once the order is final. */
  readonly nextCheckAt?: Instant
}

/** A write whose outcome nobody knows yet: a mark beside a status that stands. */
export interface Unknown {
  /** `operator`: the wallet has it, and does nothing more until somebody tells it what to do. */
  readonly asked: 'pay' | 'refund' | 'close' | 'reverse' | 'operator'
  readonly since: Instant
  /** Of the last failure, for people; `SENT` while the answer has not come, `NEEDS_OPERATOR` where somebody has to act. */
  readonly code: string
}

/** One try to pay an order at one wallet. */
export interface AttemptRow {
  /** `att_…` */
  readonly id: string
  readonly orderId: string
  readonly account: string
  /** What the wallet sees. Unique per account; the merchant's own number where the wallet can take it and it is free. */
  readonly outTradeNo: string
  readonly scene: Scene
  readonly total: Money
  readonly status: PaymentStatus
  readonly transactionId?: string
  readonly createdAt: Instant
  /** When `pay` was last sent, written before every send. */
  readonly sentAt?: Instant
  readonly expiresAt: Instant
  readonly paidAt?: Instant
  /** What the payer gave after the wallet's discounts, in minor units of `total`'s currency. */
  readonly payerTotal?: Money
  /** Keyed digest of the payer's id; never the id. */
  readonly payerDigest?: string
  readonly prompt?: Prompt
  readonly unknown?: Unknown
  /** What follow-up shall bring about beyond learning how it stands. */
  readonly wish?: 'close' | 'reverse'
  /** When follow-up looks at it next. Absent once it is final. */
  readonly nextCheckAt?: Instant
  /** Looks without news so far: the place in the manifest's schedule. */
  readonly checks: number
  /** Of the fact that was quarantined last: said again, it raises no second alarm. */
  readonly quarantine?: string
}

/**
 * Why money goes back: the merchant asked · a second success of one order · money for something closed · a reversal
 * that gave it back at the wallet · made elsewhere (the wallet's own pages) and learned from a fact.
 */
export type RefundKind = 'requested' | 'duplicate' | 'late' | 'reversal' | 'external'

export interface RefundRow {
  /** `rfd_…` */
  readonly id: string
  readonly merchant: string
  readonly orderId: string
  readonly attemptId: string
  readonly account: string
  readonly outTradeNo: string
  /** The merchant's own number, unique per merchant; absent where the merchant did not ask. */
  readonly refundNo?: string
  /** What the wallet sees. Unique per account, never changed. */
  readonly outRefundNo: string
  readonly refundId?: string
  readonly kind: RefundKind
  readonly amount: Money
  readonly reason?: string
  readonly status: RefundStatus
  readonly createdAt: Instant
  /** When it was last sent, written before every send. Absent: written down, to be sent by follow-up. */
  readonly sentAt?: Instant
  readonly refundedAt?: Instant
  readonly unknown?: Unknown
  readonly nextCheckAt?: Instant
  readonly checks: number
  /** Of the fact that was quarantined last: said again, it raises no second alarm. */
  readonly quarantine?: string
}

/** One order with everything that belongs to it: what a transaction locks and decides over. */
export interface Held {
  readonly order: OrderRow
  readonly attempts: readonly AttemptRow[]
  readonly refunds: readonly RefundRow[]
}

/** What happened, as the journal keeps it: flat, without personal data, never changed. The books add number and hash. */
export interface JournalDraft {
  readonly orderId: string
  readonly at: Instant
  /** `order.opened`, `attempt.paid`, `refund.asked`, `fact.quarantined` … */
  readonly kind: string
  /** The attempt or refund, where it is about one. */
  readonly subject?: string
  readonly data: Readonly<Record<string, string | number | boolean>>
}

export interface JournalEntry extends JournalDraft {
  /** From 1, without gaps, per order. */
  readonly seq: number
  /** SHA-256, hex, over the entry before it and the exact text of this one. */
  readonly hash: string
}

/** Bytes that may have to go before the order does. The journal knows them by digest. */
export interface EvidenceRow {
  /** `evd_…` */
  readonly id: string
  readonly orderId?: string
  readonly account: string
  /** `raw`: what a wallet said · `command`: what is needed to send the same payment again · `payer`: who paid. */
  readonly kind: 'raw' | 'command' | 'payer'
  readonly text: string
  /** SHA-256, hex, of the text. */
  readonly digest: string
  readonly at: Instant
  readonly deleteAfter: Instant
}

/** What a merchant is told: once written, never changed; delivered at least once under this id. */
export interface EventRow {
  /** `evt_…`, the webhook's id as well. */
  readonly id: string
  readonly merchant: string
  readonly type: string
  readonly at: Instant
  readonly orderId?: string
  /** JSON of the body's `data`. */
  readonly data: string
}

/** A genuine notify that could not be booked at once, or was seen before. */
export interface NoticeRow {
  readonly account: string
  /** The same for every repeat of one message. */
  readonly noticeId: string
  /** `parked`: no such order yet · `booked` · `quarantined`: genuine and not fitting. */
  readonly state: 'parked' | 'booked' | 'quarantined'
  readonly outTradeNo?: string
  readonly orderId?: string
  /** Why it does not fit. */
  readonly reason?: string
  /** Where its facts are kept, for a parked or quarantined one. */
  readonly evidenceId?: string
  readonly firstAt: Instant
  readonly lastAt: Instant
  readonly seen: number
}

/** What an idempotency key stands for. */
export interface IdempotencyRow {
  readonly merchant: string
  readonly key: string
  /** SHA-256, hex, over the use case and the body. */
  readonly fingerprint: string
  readonly at: Instant
  readonly orderId?: string
  readonly refundId?: string
}

/** One event on its way to one endpoint. */
export interface DeliveryRow {
  /** `dlv_…` */
  readonly id: string
  readonly eventId: string
  readonly merchant: string
  readonly endpoint: string
  readonly state: 'due' | 'delivered' | 'given-up'
  readonly tries: number
  readonly nextCheckAt?: Instant
  /** What came of the last try, for people. */
  readonly last?: string
}

/** An endpoint's standing; its address and secrets stand in the configuration. */
export interface EndpointRow {
  readonly merchant: string
  readonly endpoint: string
  readonly disabledAt?: Instant
  readonly reason?: string
}

/** One account's day, as its statement showed it. */
export interface StatementDayRow {
  readonly account: string
  /** `yyyy-mm-dd`, Beijing. */
  readonly day: string
  /** SHA-256, hex, over the lines as they were read. */
  readonly digest: string
  readonly rows: number
  readonly paid: Money
  readonly refunded: Money
  readonly fee: Money
  /** paid − refunded − fee. */
  readonly net: Money
  readonly at: Instant
}

/** What a statement and our books do not agree on. */
export interface DifferenceRow {
  /** `dif_…` */
  readonly id: string
  readonly account: string
  readonly day: string
  /** `missing-here`, `missing-there`, `amount`, `state`, `fee` …: the list stands in reconcile. */
  readonly kind: string
  readonly outTradeNo: string
  readonly outRefundNo?: string
  readonly orderId?: string
  readonly ours?: string
  readonly theirs?: string
  readonly openedAt: Instant
  /** By a later run, or by an operator. */
  readonly resolvedAt?: Instant
  readonly resolution?: string
}

/** What somebody did or tried that no order's journal holds: operators' decisions, messages that were not genuine. */
export interface AuditRow {
  /** `aud_…` */
  readonly id: string
  readonly at: Instant
  readonly who: string
  readonly what: string
  readonly subject?: string
  readonly data: Readonly<Record<string, string | number | boolean>>
}
