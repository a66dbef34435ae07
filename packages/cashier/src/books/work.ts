/**
 * One transaction's work as a generator: it asks the books, decides, and hands over what to write. Pure, so that the books may
 * run it again after a conflict, join it with others in one commit, or be played by hand in a test.
 */
import type { Instant } from '@tpkit/core'
import type {
  AttemptRow,
  AuditRow,
  DeliveryRow,
  DifferenceRow,
  EndpointRow,
  EventRow,
  EvidenceRow,
  Held,
  IdempotencyRow,
  JournalDraft,
  NoticeRow,
  OrderRow,
  RefundRow,
  StatementDayRow,
} from './rows.ts'

/** The ways to name one order. All but `id` may name none. */
export type OrderKey =
  | { readonly id: string }
  | { readonly merchant: string; readonly orderNo: string }
  | { readonly account: string; readonly outTradeNo: string }
  | { readonly account: string; readonly outRefundNo: string }
  | { readonly merchant: string; readonly refundNo: string }

/** How much was started since a moment, for the risk hook. */
export interface Usage {
  readonly payments: number
  /** Minor units. */
  readonly paymentAmount: bigint
  readonly refunds: number
  readonly refundAmount: bigint
}

/** What is written, whole rows at a time. `put` inserts or replaces by the row's key; `add` inserts and is never changed. */
export type Change =
  | { readonly put: 'order'; readonly row: OrderRow }
  | { readonly put: 'attempt'; readonly row: AttemptRow }
  | { readonly put: 'refund'; readonly row: RefundRow }
  | { readonly put: 'notice'; readonly row: NoticeRow }
  | { readonly put: 'idempotency'; readonly row: IdempotencyRow }
  | { readonly put: 'delivery'; readonly row: DeliveryRow }
  | { readonly put: 'endpoint'; readonly row: EndpointRow }
  | { readonly put: 'statement'; readonly row: StatementDayRow }
  | { readonly put: 'difference'; readonly row: DifferenceRow }
  | { readonly add: 'journal'; readonly row: JournalDraft }
  | { readonly add: 'evidence'; readonly row: EvidenceRow }
  | { readonly add: 'event'; readonly row: EventRow }
  | { readonly add: 'audit'; readonly row: AuditRow }

/** What a transaction may ask of the books, and what each answers. An order that was read is locked until the commit. */
export interface Questions {
  readonly order: { readonly key: OrderKey; readonly answer: Held | undefined }
  /** The accounts under which an attempt of this number stands. */
  readonly accounts: { readonly outTradeNo: string; readonly answer: readonly string[] }
  readonly notice: { readonly account: string; readonly noticeId: string; readonly answer: NoticeRow | undefined }
  readonly idempotency: { readonly merchant: string; readonly key: string; readonly answer: IdempotencyRow | undefined }
  readonly usage: {
    readonly merchant: string
    readonly since: Instant
    /** Of one payer alone. */
    readonly payerDigest?: string
    readonly answer: Usage
  }
  readonly delivery: { readonly id: string; readonly answer: DeliveryRow | undefined }
  readonly endpoint: { readonly merchant: string; readonly endpoint: string; readonly answer: EndpointRow | undefined }
  readonly statement: { readonly account: string; readonly day: string; readonly answer: StatementDayRow | undefined }
  readonly difference: { readonly id: string; readonly answer: DifferenceRow | undefined }
  readonly write: { readonly changes: readonly Change[]; readonly answer: undefined }
}

type Ask = keyof Questions

/** One question, as data. */
export type Step = { readonly [A in Ask]: { readonly ask: A } & Omit<Questions[A], 'answer'> }[Ask]
export type StepAnswer = Questions[Ask]['answer']

export type Work<Result> = Generator<Step, Result, StepAnswer>

function* ask<A extends Ask>(step: Extract<Step, { readonly ask: A }>): Work<Questions[A]['answer']> {
  // The books answer each step with its own answer: the pair stands in Questions, where no compiler can join it to the yield.
  return (yield step) as Questions[A]['answer']
}

/** The order, locked until the commit. */
export const readOrder = (key: OrderKey): Work<Held | undefined> => ask<'order'>({ ask: 'order', key })
export const readAccountsOf = (outTradeNo: string): Work<readonly string[]> => ask<'accounts'>({ ask: 'accounts', outTradeNo })
export const readNotice = (account: string, noticeId: string): Work<NoticeRow | undefined> =>
  ask<'notice'>({ ask: 'notice', account, noticeId })
export const readIdempotency = (merchant: string, key: string): Work<IdempotencyRow | undefined> =>
  ask<'idempotency'>({ ask: 'idempotency', merchant, key })
export const readUsage = (merchant: string, since: Instant, payerDigest?: string): Work<Usage> =>
  ask<'usage'>({ ask: 'usage', merchant, since, ...(payerDigest !== undefined && { payerDigest }) })
export const readDelivery = (id: string): Work<DeliveryRow | undefined> => ask<'delivery'>({ ask: 'delivery', id })
export const readEndpoint = (merchant: string, endpoint: string): Work<EndpointRow | undefined> =>
  ask<'endpoint'>({ ask: 'endpoint', merchant, endpoint })
export const readStatementDay = (account: string, day: string): Work<StatementDayRow | undefined> =>
  ask<'statement'>({ ask: 'statement', account, day })
export const readDifference = (id: string): Work<DifferenceRow | undefined> => ask<'difference'>({ ask: 'difference', id })
/** Writes at once: what is read afterwards sees it. */
export const write = (changes: readonly Change[]): Work<undefined> => ask<'write'>({ ask: 'write', changes })
