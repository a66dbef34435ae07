import type { Instant } from '@tpkit/core'
import type { PhoneBill, RefundEnding } from '../wallet.ts'
import type { Habits } from './habits.ts'
import type { Numbers } from './numbers.ts'

/*
 * What any wallet of the sandbox remembers, and what that means at a moment: orders, payments, refunds, reversals. How it is asked
 * and told is each wallet's own matter.
 */

/** Whose money it is, as far as the books care. */
export interface Party {
  /** 商户号. */
  readonly mchId: string
  /** Shown to the payer. Default: the merchant number. */
  readonly name?: string
  /** Fen that the merchant can refund in all. Without it, no bound. */
  readonly refundableFunds?: bigint
  /** 特约商户, for whom this merchant is the service provider (服务商). */
  readonly subMerchants?: readonly SubParty[]
}

/** A merchant behind a service provider. */
export interface SubParty {
  readonly subMchId: string
  readonly name?: string
  readonly subAppId?: string
}

/** What a merchant asked, by name: a repeat must ask the same. */
export type Asked = ReadonlyMap<string, string>

/** One sending of a refund: the first, or a repeat of its number after FAIL or NOTSURE. */
interface RefundTry {
  readonly at: Instant
  /** Until then PROCESSING. */
  doneAt: Instant
  ending: RefundEnding
  /** The part that goes back to the wallet's discount; the rest goes to the payer. */
  readonly couponFee: bigint
}

export interface Refund {
  readonly order: Order
  readonly outRefundNo: string
  readonly refundId: string
  readonly fee: bigint
  /** 退款资金来源, where the merchant named one. */
  readonly account: string | undefined
  /** The latest one counts. */
  readonly tries: RefundTry[]
}

export interface Payment {
  readonly transactionId: string
  readonly paidAt: Instant
}

/** 撤销: from then on the order can never be paid, and what was paid is back with the payer. */
export interface Reversal {
  readonly at: Instant
  /** Of an order that was paid: the money that was still there, as a refund of the wallet's own. */
  readonly back?: { readonly refundId: string; readonly fee: bigint; readonly couponFee: bigint }
}

/** A payment code (付款码) at work on its order. */
export interface Scan {
  /** `waiting`: for the payer's password. The payment itself stands in the order. */
  state: 'started' | 'waiting' | 'no-funds' | 'cancelled'
  /** When the payer types the password without being told. */
  paysAt?: Instant
}

export interface Order {
  readonly merchant: Party
  /** 子商户号, where the merchant is a service provider. */
  readonly subMchId: string | undefined
  readonly outTradeNo: string
  readonly subject: string
  readonly scene: PhoneBill['scene']
  /** Where its payment is told; undefined: nowhere. */
  readonly notifyUrl: string | undefined
  /** What was asked, without what differs between any two requests. */
  readonly asked: Asked
  readonly totalFee: bigint
  /** What the wallet gives of it. */
  readonly couponFee: bigint
  /** Empty for a payment code's order. */
  readonly prepayId: string
  /** The number that its payment will have, where the wallet gives it when the order is made (支付宝交易号). */
  readonly tradeNo?: string
  readonly token: string
  /** What links payer and order: the `code_url`, the prepay id where there is none, or the payment code. */
  readonly promptText: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** Undefined where no payment code was scanned. */
  readonly scan: Scan | undefined
  closed: boolean
  payment: Payment | undefined
  reversal: Reversal | undefined
  /** How often a reverse will still ask to be called again. */
  recalls: number
  readonly refunds: Refund[]
  /** How many notifies of it were begun. */
  announcements: number
}

/** What a wallet remembers. */
export interface Books {
  readonly merchants: ReadonlyMap<string, Party>
  readonly numbers: Numbers
  readonly settings: Habits
  /** By merchant and order number, oldest first. */
  readonly orders: Map<string, Order>
  readonly byTransaction: Map<string, Order>
  readonly byPrompt: Map<string, Order>
  /** 付款码 that were shown and not scanned yet: until when each is good. */
  readonly paymentCodes: Map<string, Instant>
  /** Orders whose payer will type the password without being told. */
  readonly typing: Set<Order>
  /** By merchant and refund number. */
  readonly refunds: Map<string, Refund>
  readonly byRefundId: Map<string, Refund>
  /** Tells the merchant of a payment. */
  readonly announce: (order: Order, now: Instant) => void
}

/** Books in which nothing stands yet. */
export function emptyBooks(): Pick<
  Books,
  'orders' | 'byTransaction' | 'byPrompt' | 'paymentCodes' | 'typing' | 'refunds' | 'byRefundId'
> {
  return {
    orders: new Map(),
    byTransaction: new Map(),
    byPrompt: new Map(),
    paymentCodes: new Map(),
    typing: new Set(),
    refunds: new Map(),
    byRefundId: new Map(),
  }
}

/** Numbers are unique within a merchant, so the merchant is part of the key. */
export function ownKey(mchId: string, number: string): string {
  return `${mchId}/${number}`
}

export type OrderStatus = 'open' | 'paid' | 'closed' | 'expired' | 'reversed'

export function statusAt({ reversal, payment, closed, expiresAt }: Order, now: Instant): OrderStatus {
  if (reversal) return 'reversed'
  if (payment) return 'paid'
  if (closed) return 'closed'
  return now < expiresAt ? 'open' : 'expired'
}

export function refundStateAt(refund: Refund, now: Instant): RefundEnding | 'processing' {
  const latest = tryAt(refund, now)
  return latest === undefined || now < latest.doneAt ? 'processing' : latest.ending
}

/** The sending that counts at that moment. */
export function tryAt({ tries }: Refund, now: Instant): Readonly<RefundTry> | undefined {
  return tries.findLast(({ at }) => at <= now) ?? tries[0]
}

/** Money that left an order, or may have left it. */
export interface Returned {
  readonly fee: bigint
  readonly couponFee: bigint
}

/** What went back or may go back: a refund that failed left its money where it was. */
export function returned({ refunds, reversal }: Order, now: Instant): Returned {
  const counting = refunds.filter((refund) => refundStateAt(refund, now) !== 'failed')
  const parts: readonly Returned[] = counting.map((refund) => ({
    fee: refund.fee,
    couponFee: tryAt(refund, now)?.couponFee ?? 0n,
  }))
  return (reversal?.back ? [...parts, reversal.back] : parts).reduce(
    (sum, { fee, couponFee }) => ({ fee: sum.fee + fee, couponFee: sum.couponFee + couponFee }),
    { fee: 0n, couponFee: 0n },
  )
}
