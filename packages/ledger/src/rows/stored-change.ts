import type { Change, JournalDraft } from '@tpkit/cashier'
import type { Codec } from './codec.ts'
import {
  ATTEMPT,
  AUDIT,
  DELIVERY,
  DIFFERENCE,
  ENDPOINT,
  EVENT,
  EVIDENCE,
  IDEMPOTENCY,
  NOTICE,
  ORDER,
  REFUND,
  STATEMENT_DAY,
} from './codecs.ts'
import type { SqlValue } from './column.ts'

/** Where a change goes, and what it writes there, for either engine. */
export interface StoredChange {
  readonly table: TableShape
  readonly values: readonly SqlValue[]
  /** A row of the same key is replaced; otherwise one is an error. */
  readonly replaces: boolean
}

export type TableShape = Pick<Codec<unknown>, 'table' | 'key' | 'columns' | 'fixed'>

type RowChange = Exclude<Change, { readonly add: 'journal' }>

export function isJournal(change: Change): change is { readonly add: 'journal'; readonly row: JournalDraft } {
  return 'add' in change && change.add === 'journal'
}

export function storedChange(change: RowChange): StoredChange {
  return 'add' in change ? added(change) : replaced(change)
}

function added(change: Extract<RowChange, { readonly add: string }>): StoredChange {
  switch (change.add) {
    case 'evidence':
      return of(EVIDENCE, change.row, false)
    case 'event':
      return of(EVENT, change.row, false)
    case 'audit':
      return of(AUDIT, change.row, false)
  }
}

function replaced(change: Extract<RowChange, { readonly put: string }>): StoredChange {
  switch (change.put) {
    case 'order':
      return of(ORDER, change.row)
    case 'attempt':
      return of(ATTEMPT, change.row)
    case 'refund':
      return of(REFUND, change.row)
    case 'notice':
      return of(NOTICE, change.row)
    case 'idempotency':
      return of(IDEMPOTENCY, change.row)
    case 'delivery':
      return of(DELIVERY, change.row)
    case 'endpoint':
      return of(ENDPOINT, change.row)
    case 'statement':
      return of(STATEMENT_DAY, change.row)
    case 'difference':
      return of(DIFFERENCE, change.row)
  }
}

function of<Row>(table: Codec<Row>, row: Row, replaces = true): StoredChange {
  return { table, values: table.encode(row), replaces }
}

/** The orders whose due time a change may move. */
export function touchedOrders(changes: readonly Change[]): ReadonlySet<string> {
  return new Set(changes.flatMap(touchedOrder))
}

function touchedOrder(change: Change): readonly string[] {
  if (!('put' in change)) return []
  if (change.put === 'order') return [change.row.id]
  return change.put === 'attempt' || change.put === 'refund' ? [change.row.orderId] : []
}
