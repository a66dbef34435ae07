import type {
  AttemptRow,
  Change,
  DeliveryRow,
  EventRow,
  JournalDraft,
  NoticeRow,
  OrderRow,
  RefundRow,
  Work,
} from '@tpkit/cashier'
import { write } from '@tpkit/cashier'
import type { Ledger } from '../ledger.ts'

/** One engine, as the suite needs it. */
export interface EngineUnderTest {
  readonly name: string
  /** New, empty books. */
  readonly open: () => Promise<OpenBooks>
}

export interface OpenBooks {
  readonly ledger: Ledger
  /** The same books, as another process has them. */
  readonly again: () => Promise<Ledger>
  /** What somebody with access to the database does behind our back. */
  readonly tamper: (sql: string) => Promise<void>
}

export const T0 = Date.UTC(2026, 10, 23, 4)
export const DAY = 86_400_000

export function order(id: string, more: Partial<OrderRow> = {}): OrderRow {
  return {
    ...{ id: `ord_${id}`, merchant: 'main', orderNo: id, method: 'wallet', subject: 'Tea 茶', status: 'open' },
    ...{ total: { amount: 1990n, currency: 'CNY' }, createdAt: T0, updatedAt: T0, expiresAt: T0 + 900_000 },
    ...more,
  }
}

export function attempt(id: string, of: string, more: Partial<AttemptRow> = {}): AttemptRow {
  return {
    ...{ id: `att_${id}`, orderId: `ord_${of}`, account: 'qq-1', outTradeNo: id, scene: 'native', status: 'pending', checks: 0 },
    ...{ total: { amount: 1990n, currency: 'CNY' }, createdAt: T0, expiresAt: T0 + 900_000 },
    ...more,
  }
}

export function refund(id: string, of: string, more: Partial<RefundRow> = {}): RefundRow {
  return {
    ...{ id: `rfd_${id}`, merchant: 'main', orderId: `ord_${of}`, attemptId: `att_${of}`, account: 'qq-1', outTradeNo: of },
    ...{ refundNo: id, outRefundNo: id, kind: 'requested', amount: { amount: 10n, currency: 'CNY' }, status: 'processing' },
    ...{ createdAt: T0, checks: 0 },
    ...more,
  }
}

export function entry(of: string, kind = 'order.opened', data: JournalDraft['data'] = {}): Change {
  return { add: 'journal', row: { orderId: `ord_${of}`, at: T0, kind, data } }
}

export function event(id: string, more: Partial<EventRow> = {}): EventRow {
  return { ...{ id: `evt_${id}`, merchant: 'main', type: 'payment.succeeded', at: T0, data: '{"a":1}' }, ...more }
}

export function delivery(id: string, more: Partial<DeliveryRow> = {}): DeliveryRow {
  return {
    ...{ id: `dlv_${id}`, eventId: 'evt_1', merchant: 'main', endpoint: 'shop', state: 'due', tries: 0, nextCheckAt: T0 },
    ...more,
  }
}

export function notice(id: string, more: Partial<NoticeRow> = {}): NoticeRow {
  return { ...{ account: 'qq-1', noticeId: id, state: 'parked', outTradeNo: id, firstAt: T0, lastAt: T0, seen: 1 }, ...more }
}

/** An order with one attempt and one entry. */
export function opened(id: string, more: Partial<OrderRow> = {}): readonly Change[] {
  return [{ put: 'order', row: order(id, more) }, { put: 'attempt', row: attempt(id, id) }, entry(id)]
}

export function put(ledger: Ledger, changes: readonly Change[]): Promise<undefined> {
  return ledger.transact(() => write(changes))
}

/** What a work answers. */
export function asked<Result>(ledger: Ledger, work: () => Work<Result>): Promise<Result> {
  return ledger.transact(work)
}

export async function findings(ledger: Ledger): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { kind } of ledger.verify()) found.push(kind)
  return found
}
