/** What an application calls. */
import type {
  Failure,
  HttpAnswer,
  Instant,
  Money,
  PayCommand,
  PaymentStatus,
  Prompt,
  Received,
  RefundStatus,
  Scene,
} from '@tpkit/core'
import type { EventPage, OrderFilter, Page, RefundFilter } from './books/books.ts'
import type { DeliveryRow, DifferenceRow, OrderStatus, RefundKind, StatementDayRow } from './books/rows.ts'

/** A payment to start: the scene's own fields beside the order's. `outTradeNo` is the cashier's to choose. */
export type PayOrder<S extends Scene = Scene> = S extends Scene
  ? Omit<PayCommand<S>, 'outTradeNo'> & {
      /** The merchant's own number. 1 to 64 visible characters. Repeating it repeats the same order. */
      readonly orderNo: string
      /** A method of the configuration. */
      readonly method: string
    }
  : never

export interface OrderRef {
  /** Default: `main`. */
  readonly merchant?: string
  readonly orderNo: string
}

/** One that is another merchant's is not found. */
export interface IdRef {
  /** Default: `main`. */
  readonly merchant?: string
  /** `ord_…` of an order, `rfd_…` of a refund. */
  readonly id: string
}

export interface RefundOrder extends OrderRef {
  /** The merchant's own number of this refund. Repeating it repeats the same refund. */
  readonly refundNo: string
  readonly amount: Money
  readonly reason?: string
}

export interface UseOptions {
  /** Same key and same body: same answer, nothing twice. Same key and another body: `CONFLICT`. 1 to 255 visible characters. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
}

export interface AttemptView {
  readonly account: string
  readonly outTradeNo: string
  readonly scene: Scene
  readonly status: PaymentStatus
  readonly transactionId?: string
  readonly createdAt: Instant
  readonly paidAt?: Instant
  /** Its last write has no known outcome. */
  readonly unknown: boolean
}

export interface RefundView {
  /** `rfd_…` */
  readonly id: string
  readonly refundNo?: string
  readonly outRefundNo: string
  readonly refundId?: string
  readonly account: string
  /** Of the payment that it gives back. */
  readonly outTradeNo: string
  readonly kind: RefundKind
  readonly amount: Money
  readonly status: RefundStatus
  readonly reason?: string
  readonly createdAt: Instant
  readonly refundedAt?: Instant
  /** Its end is not known, and is asked for. */
  readonly unknown: boolean
  /** The wallet stands still until somebody tells it where the money shall go. Unknown as long. */
  readonly needsOperator: boolean
}

/** A refund by itself, with the order that it belongs to. */
export interface OrderRefundView extends RefundView {
  /** `ord_…` */
  readonly orderId: string
  readonly orderNo: string
}

/** An order as its merchant sees it. */
export interface OrderView {
  readonly id: string
  readonly merchant: string
  readonly orderNo: string
  readonly method: string
  readonly subject: string
  readonly total: Money
  readonly status: OrderStatus
  /** Back at the payer, of the payment that stands. */
  readonly refunded: Money
  /** On its way back. */
  readonly refunding: Money
  readonly createdAt: Instant
  readonly expiresAt: Instant
  readonly paidAt?: Instant
  readonly transactionId?: string
  /** Of the payment that stands, otherwise of the newest attempt. */
  readonly account?: string
  /** What to show the payer, while the order can be paid. */
  readonly prompt?: Prompt
  readonly attempts: readonly AttemptView[]
  readonly refunds: readonly RefundView[]
}

/** What became of a use case. `unknown` is resolved by follow-up; asking again under the same number is always safe. */
export type Answer<View> =
  | { readonly kind: 'done'; readonly value: View }
  | { readonly kind: 'refused'; readonly failure: Failure; readonly value?: View; readonly retryAt?: Instant }
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly value: View; readonly checkAfterMs?: number }

/** What became of a notify: hand `answer` to the wallet. */
export interface Settled {
  readonly acknowledgement: 'accepted' | 'later' | 'refused'
  readonly answer: HttpAnswer
  /** `moved`: books changed · `seen`: known already, or nothing to book · `parked`, `quarantined`: kept for later. */
  readonly what: 'moved' | 'seen' | 'parked' | 'quarantined' | 'refused' | 'unavailable'
  /** When the payer paid, by the wallet's own clock, where that is what moved the books: how late we heard shows a wallet or a line that lags. */
  readonly paidAt?: Instant
}

export interface FollowedUp {
  /** Orders looked at. */
  readonly orders: number
  /** Of which something moved. */
  readonly moved: number
  /** When something is due next. */
  readonly nextDueAt?: Instant
}

/** An operator's decision, kept in the audit trail and the order's journal. */
export type Decision = { readonly who: string; readonly why: string } & (
  | { readonly about: 'order'; readonly order: OrderRef; readonly verdict: 'allow' | 'deny' }
  /** Ends what no wallet will answer any more; the operator saw the wallet's own pages. */
  | {
      readonly about: 'attempt'
      readonly account: string
      readonly outTradeNo: string
      readonly verdict: { readonly paid: { readonly transactionId: string } } | 'closed'
    }
  | {
      readonly about: 'refund'
      readonly account: string
      readonly outRefundNo: string
      /** `again`: what had to go back and failed for good goes back under a new number. */
      readonly verdict: 'refunded' | 'failed' | 'again'
    }
  | { readonly about: 'difference'; readonly id: string }
)

export interface Reconciliation {
  /** `absent`: the wallet has no file yet · `refused`: digest or summary was wrong, nothing was booked. */
  readonly kind: 'done' | 'absent' | 'refused'
  readonly account: string
  readonly day: string
  readonly failure?: Failure
  readonly statement?: StatementDayRow
  readonly lines: number
  readonly equal: number
  /** Facts that a line proved and that moved our books. */
  readonly settled: number
  /** Those that stand open after this run, older ones of the day included. */
  readonly differences: readonly DifferenceRow[]
}

export interface Cashier {
  /** Starts or repeats an order's payment. */
  readonly pay: (order: PayOrder, options?: UseOptions) => Promise<Answer<OrderView>>
  readonly get: (ref: OrderRef | IdRef) => Promise<OrderView | undefined>
  readonly list: (filter: OrderFilter) => Promise<Page<OrderView>>
  readonly getRefund: (ref: IdRef) => Promise<OrderRefundView | undefined>
  readonly listRefunds: (filter: RefundFilter) => Promise<Page<OrderRefundView>>
  /** Gives money of the payment that stands back. */
  readonly refund: (refund: RefundOrder, options?: UseOptions) => Promise<Answer<RefundView>>
  /** Ends an unpaid order. `done` when it is closed; `unknown` while a wallet has yet to say so. */
  readonly close: (ref: OrderRef, options?: UseOptions) => Promise<Answer<OrderView>>
  /** At the counter: ends the order, and gives back what was taken. */
  readonly reverse: (ref: OrderRef, options?: UseOptions) => Promise<Answer<OrderView>>
  /** The one ear: a wallet's notify, as it was received. Never throws for what a wallet or a stranger sent. */
  readonly settle: (account: string, received: Received) => Promise<Settled>
  /** Asks the wallets about one order now, whatever its schedule says. Answers how it stands then; undefined where there is none. */
  readonly ask: (ref: OrderRef) => Promise<OrderView | undefined>
  /** Looks once at everything that is due: unknown outcomes, open attempts, refunds under way, parked notices. */
  readonly followUp: (limit?: number) => Promise<FollowedUp>
  /** Ends orders past their expiry. */
  readonly expire: (limit?: number) => Promise<FollowedUp>
  readonly reconcile: (account: string, day: string) => Promise<Reconciliation>
  readonly decide: (decision: Decision) => Promise<Answer<OrderView | undefined>>
  /** Delivers events that are due. Answers how many tries were made. */
  readonly deliver: (limit?: number) => Promise<number>
  /** Delivers an event again, under its id. */
  readonly replay: (eventId: string, endpoint?: string) => Promise<readonly DeliveryRow[]>
  readonly events: (merchant: string | undefined, after?: string, limit?: number) => Promise<EventPage>
}
