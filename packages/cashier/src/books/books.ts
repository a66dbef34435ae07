import type { Instant, RefundStatus } from '@tpkit/core'
import type {
  AuditRow,
  DeliveryRow,
  DifferenceRow,
  EndpointRow,
  EventRow,
  EvidenceRow,
  Held,
  JournalEntry,
  NoticeRow,
  OrderStatus,
  RefundRow,
  StatementDayRow,
} from './rows.ts'
import type { OrderKey, Work } from './work.ts'

/**
 * Where orders live. `transact` is the one way to write: all or nothing, and its promise resolves after the commit.
 *
 * Rejections: what the work throws, as it is, with nothing written; `TPError` `UNAVAILABLE` when the books cannot be written
 * now and nothing was; `TIMEOUT` when the commit was sent and its outcome could not be found out: it may stand, so read again.
 */
export interface Books {
  /**
   * Works of one event-loop turn share a commit, each under its own savepoint, each sees the writes before it, and one that
   * fails fails alone. The work may run more than once: whatever it does, it does by its steps.
   */
  readonly transact: <Result>(work: () => Work<Result>) => Promise<Result>
  /** Reads of what was committed; no locks. */
  readonly read: BooksReader
  /** Resolves where something can be written now: books that can only be read take no payment. Rejects with `UNAVAILABLE`. */
  readonly ready: () => Promise<void>
  /** Takes due work for one worker: others leave it alone until the lease ends. */
  readonly claim: BooksClaims
  /** Chains the heads of all orders that changed since the last seal. Answers how many. */
  readonly seal: (now: Instant) => Promise<number>
  /** Checks every chain and every seal. */
  readonly verify: () => AsyncIterable<AuditFinding>
  /** Deletes what is past its date. The chains stay verifiable. */
  readonly purge: (now: Instant, keep: Retention) => Promise<Purged>
  readonly close: () => Promise<void>
}

/**
 * A page of a list, newest first; `next` continues it. A narrow question over many rows is answered bit by bit: a page may hold
 * less than the limit, even nothing, and still have a `next`.
 */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly next?: string
}

export interface OrderFilter {
  readonly merchant?: string
  /** The whole number. */
  readonly orderNo?: string
  readonly status?: OrderStatus
  readonly method?: string
  readonly account?: string
  /** Opened at this moment or later. */
  readonly from?: Instant
  /** Opened before this moment. */
  readonly until?: Instant
  /** Minor units, both included. */
  readonly minAmount?: bigint
  readonly maxAmount?: bigint
  /** A whole outTradeNo, transaction id or refund number, where there is such a one; otherwise part of an order number. */
  readonly text?: string
  /** Only orders of which something is marked unknown. */
  readonly unknown?: boolean
  /** The `next` of the page before. */
  readonly after?: string
  /** At most 200. */
  readonly limit: number
}

export interface RefundFilter {
  readonly merchant?: string
  readonly orderId?: string
  /** The merchant's own number, whole. */
  readonly refundNo?: string
  readonly status?: RefundStatus
  readonly account?: string
  /** Asked for at this moment or later. */
  readonly from?: Instant
  /** Asked for before this moment. */
  readonly until?: Instant
  /** Minor units, both included. */
  readonly minAmount?: bigint
  readonly maxAmount?: bigint
  /** A whole number of the refund or its payment, ours or the wallet's, where there is such a one; otherwise part of an order number. */
  readonly text?: string
  readonly after?: string
  /** At most 200. */
  readonly limit: number
}

/** A refund with the number of the order that it belongs to. */
export interface RefundOfOrder {
  readonly refund: RefundRow
  readonly orderNo: string
}

export interface BooksReader {
  readonly order: (key: OrderKey) => Promise<Held | undefined>
  readonly orders: (filter: OrderFilter) => Promise<Page<Held>>
  readonly refund: (id: string) => Promise<RefundOfOrder | undefined>
  readonly refunds: (filter: RefundFilter) => Promise<Page<RefundOfOrder>>
  readonly journal: (orderId: string) => Promise<readonly JournalEntry[]>
  readonly evidence: (id: string) => Promise<EvidenceRow | undefined>
  /** The newest of its kind for an order or attempt's account. */
  readonly evidenceOf: (orderId: string, account: string, kind: EvidenceRow['kind']) => Promise<EvidenceRow | undefined>
  /** Oldest first, after a cursor; never skips one whose transaction commits later. */
  readonly events: (merchant: string | undefined, after: string | undefined, limit: number) => Promise<EventPage>
  readonly event: (id: string) => Promise<EventRow | undefined>
  readonly deliveries: (eventId: string) => Promise<readonly DeliveryRow[]>
  /** How a merchant's endpoints stand; one that never failed is not in it. */
  readonly endpoints: (merchant: string) => Promise<readonly EndpointRow[]>
  readonly notices: (state: NoticeRow['state'], limit: number) => Promise<readonly NoticeRow[]>
  readonly differences: (filter: {
    readonly account?: string
    readonly day?: string
    readonly open?: boolean
  }) => Promise<readonly DifferenceRow[]>
  readonly statementDays: (account?: string) => Promise<readonly StatementDayRow[]>
  /** Attempts of one account that were paid, and refunds that went back, in a span of time: what a statement must show. */
  readonly booked: (account: string, from: Instant, until: Instant) => AsyncIterable<Held>
  readonly audit: (limit: number) => Promise<readonly AuditRow[]>
  /** Accounts with attempts or refunds that are not final. */
  readonly busyAccounts: () => Promise<readonly string[]>
  /** What an operator watches. Bounded: it looks at the most pressing few thousand, so that a count is a lower bound beyond. */
  readonly standing: () => Promise<Standing>
}

/** How much is open, and since when. */
export interface Standing {
  /** Attempts and refunds whose last write has no known outcome, by account. */
  readonly unknowns: readonly (Waiting & { readonly account: string })[]
  /** Genuine notifies of no order yet. */
  readonly parked: Waiting
  /** Events that some endpoint has yet to take. Since: of the oldest event among them. */
  readonly deliveries: Waiting
}

export interface Waiting {
  readonly count: number
  /** Absent where nothing waits. */
  readonly since?: Instant
}

export interface EventPage {
  readonly rows: readonly EventRow[]
  /** Continues behind the last row, also when there was none. */
  readonly cursor: string
}

export interface BooksClaims {
  /** Orders of which an attempt, a refund or the order itself is due: nextCheckAt ≤ now. The oldest first. */
  readonly orders: (lease: Lease) => Promise<readonly string[]>
  /** Ends leases early: what became due meanwhile need not wait for them. */
  readonly release: (orderIds: readonly string[]) => Promise<void>
  /** Writing a delivery ends its lease. */
  readonly deliveries: (lease: Lease) => Promise<readonly DeliveryRow[]>
  /** Events that nobody has yet spread over the endpoints. Marked as spread by `spread`. */
  readonly events: (lease: Lease) => Promise<readonly EventRow[]>
  /** Writes the deliveries of an event and marks it as spread, in one transaction. */
  readonly spread: (eventId: string, deliveries: readonly DeliveryRow[]) => Promise<void>
  /** Parked notices for which an attempt stands by now. */
  readonly parked: (lease: Lease) => Promise<readonly NoticeRow[]>
  /** The earliest moment at which anything is due; undefined where nothing is. */
  readonly nextDueAt: () => Promise<Instant | undefined>
}

export interface Lease {
  readonly now: Instant
  readonly until: Instant
  readonly limit: number
}

/** Days for which things are kept. */
export interface Retention {
  /** Orders with refunds and journal, counted from the order's last change; only final ones go. */
  readonly orderDays: number
  readonly eventDays: number
}

export interface Purged {
  readonly evidence: number
  readonly orders: number
  readonly events: number
}

/** What an audit found wrong; none means that every chain and seal holds. */
export interface AuditFinding {
  readonly kind: 'changed' | 'removed' | 'inserted' | 'seal' | 'head'
  readonly orderId?: string
  readonly seq?: number
  /** A sentence: expected, found. */
  readonly message: string
}
