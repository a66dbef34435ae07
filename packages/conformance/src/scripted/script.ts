import type { BookedOrder, BookedRefund, Delivery, Instant, WalletAnswer, WalletRequest } from '@tpkit/core'

/**
 * What an author says of a wallet that has no sandbox: how its messages are read and written. Books, numbers, time,
 * repeats and faults are the kit's.
 */
export interface WalletScript {
  /**
   * Opens a request as the wallet would: whose it is, which call, and what it asks. Where that fails, the answer at the door:
   * nobody knows yet for whom to sign.
   */
  readonly open: (request: WalletRequest) => Asked | WalletAnswer
  /**
   * Writes what the books say. The merchant to name, and whose key signs, is `asked.mchId` and never `said.order.mchId`: the two
   * differ where the fault `foreign-merchant-answer` strikes.
   */
  readonly answer: (said: Said, asked: Asked) => WalletAnswer
  /** Writes the notify of a paid order, in the name of `order.mchId`. `paidAt` is NaN where the fault `notify-bad-time` strikes: write what is no time then. */
  readonly notify: (order: ScriptedOrder) => Pick<Delivery, 'url' | 'headers' | 'body'>
  /** Whether a merchant's answer to a notify ends its repeats. */
  readonly acknowledged: (answer: { readonly status: number; readonly body: string }) => boolean
  /** What a payer's text names, for wallets that learn of an order when it is scanned. Without it: the text's end is the order's `token`. */
  readonly scanned?: (promptText: string) => AskedPay | undefined
}

/** A call, less what the dialect adds to it. Amounts are minor units. */
export type Asked =
  | AskedPay
  | AskedAbout
  | AskedRefund
  | AskedRefundQuery
  | AskedStatement
  | { readonly call: 'probe'; readonly mchId: string }

export interface AskedPay {
  readonly call: 'pay'
  readonly mchId: string
  readonly outTradeNo: string
  readonly subject: string
  readonly total: bigint
  readonly currency: string
  readonly attach?: string
  readonly expiresAt?: Instant
  /** 付款码, at the counter. */
  readonly authCode?: string
}

/** The wallet's number wins where both are given. */
interface AskedAbout<Call = 'query' | 'close' | 'reverse'> {
  readonly call: Call
  readonly mchId: string
  readonly outTradeNo: string
  readonly transactionId?: string
}

interface AskedRefund extends AskedAbout<'refund'> {
  readonly outRefundNo: string
  readonly amount: bigint
}

interface AskedRefundQuery extends AskedAbout<'queryRefund'> {
  readonly outRefundNo: string
}

interface AskedStatement {
  readonly call: 'statement'
  readonly mchId: string
  /** `yyyy-mm-dd`, Beijing time. */
  readonly day: string
}

/** What the books say to a call. */
export type Said =
  /** To pay, query, close and reverse. */
  | { readonly kind: 'order'; readonly order: ScriptedOrder }
  | { readonly kind: 'refund'; readonly order: ScriptedOrder; readonly refund: ScriptedRefund }
  | ({ readonly kind: 'statement' } & DayLines)
  /** To probe. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly reason: Reason }

/** What was paid and given back on one day, oldest first. */
export interface DayLines {
  /** As they were paid, whatever became of them. */
  readonly payments: readonly ScriptedOrder[]
  readonly refunds: readonly RefundLine[]
  /** Payments that were reversed. */
  readonly reversals: readonly ScriptedOrder[]
}

export interface RefundLine {
  readonly order: ScriptedOrder
  readonly refund: ScriptedRefund
}

/** Why the books say no. `busy` alone proves nothing: it may have been done. */
export type Reason =
  | 'no-order'
  | 'no-refund'
  | 'other-content'
  | 'paid'
  | 'closed'
  | 'not-paid'
  | 'too-much'
  | 'wrong-code'
  | 'not-ready'
  | 'busy'

/** An order as the kit keeps it. */
export interface ScriptedOrder extends BookedOrder {
  /** Ends the text that the payer is handed: a link's, a QR code's. At the counter, the payment code. */
  readonly token: string
  readonly attach: string
  readonly expiresAt: Instant
  /** What the payer gave, after the wallet's own discount. */
  readonly payerTotal: bigint
  readonly refunds: readonly ScriptedRefund[]
  /** What a reversal gave back. It is no refund: the merchant has no number for it. */
  readonly reversal?: { readonly at: Instant; readonly refundId: string; readonly amount: bigint }
}

export interface ScriptedRefund extends BookedRefund {
  readonly acceptedAt: Instant
  /** The wallet itself does not know how it ends, and asks for a repeat of the number. */
  readonly unsure: boolean
}
