import type { Change } from '@tpkit/cashier'
import { tpError } from '@tpkit/core/errors'
import { draftsByOrder, headOf, linked } from '../hot/chain.ts'
import { SELECT_HEAD, SET_DUE, writeRows } from '../hot/statements.ts'
import { type ChainHead, EMPTY_CHAIN } from '../journal.ts'
import type { SqlValue } from '../rows/column.ts'
import { isJournal, type StoredChange, storedChange, type TableShape, touchedOrders } from '../rows/stored-change.ts'
import { numbered } from './numbered.ts'
import type { Session } from './session.ts'

/** Sends a whole step without waiting for it: rows of all tables and journal entries, then what follows from them for each order. */
export async function writeAll(session: Session, changes: readonly Change[]): Promise<undefined> {
  await session.arrived()
  session.wrote = true
  const rows = changes.flatMap((change) => (isJournal(change) ? [] : [storedChange(change)]))
  const entries = await entriesOf(session, changes)
  const groups = [...grouped(rows), ...(entries.rows.length > 0 ? [entries] : [])]
  const first = groups.filter(({ table }) => table.table === 'orders')
  // The keys of the others point at it, also within one statement.
  const rest = groups.filter((one) => !first.includes(one))
  const touched = new Set([...touchedOrders(changes), ...draftsByOrder(changes).keys()])
  for (const some of [first, rest]) writeGroups(session, some)
  for (const id of touched) settleOrder(session, id)
  return undefined
}

interface Group {
  readonly table: TableShape
  readonly replaces: boolean
  readonly rows: readonly (readonly SqlValue[])[]
}

/** Rows of one table go together; one that is written twice in a step is written as it is in the end. */
function grouped(changes: readonly StoredChange[]): readonly Group[] {
  const groups = new Map<string, Group & { readonly rows: (readonly SqlValue[])[] }>()
  for (const { table, values, replaces } of lastOfEach(changes)) {
    const group = groups.get(table.table) ?? { table, replaces, rows: [] }
    group.rows.push(values)
    groups.set(table.table, group)
  }
  return [...groups.values()]
}

function lastOfEach(changes: readonly StoredChange[]): Iterable<StoredChange> {
  const last = new Map<string, StoredChange>()
  for (const change of changes) last.set(keyOf(change), change)
  return last.values()
}

function keyOf({ table: { table, key, columns }, values }: StoredChange): string {
  return JSON.stringify([table, ...key.map((column) => String(values[columns.indexOf(column)]))])
}

/** `with a as (insert …), b as (insert …) select 1`: one round trip, one name per form. */
function writeGroups(session: Session, groups: readonly Group[]): void {
  if (groups.length === 0) return
  const inserts = groups.map(({ table, replaces, rows }) => writeRows(table, replaces, rows.length))
  const text =
    inserts.length === 1 ? inserts.join('') : `with ${inserts.map((sql, at) => `w${at} as (${sql})`).join(', ')} select 1`
  session.write(
    numbered(text),
    groups.flatMap(({ rows }) => rows.flat()),
  )
}

const JOURNAL: TableShape = {
  table: 'journal',
  key: ['order_id', 'seq'],
  columns: ['order_id', 'seq', 'text', 'hash'],
  fixed: [],
}

async function entriesOf(session: Session, changes: readonly Change[]): Promise<Group> {
  const opened = new Set(changes.flatMap((change) => ('put' in change && change.put === 'order' ? [change.row.id] : [])))
  const rows: (readonly SqlValue[])[] = []
  for (const [orderId, drafts] of draftsByOrder(changes)) {
    const head = session.heads.get(orderId) ?? (await headInBooks(session, orderId, opened.has(orderId)))
    const entries = linked(head, drafts)
    rows.push(...entries.map(({ seq, text, hash }) => [orderId, seq, text, hash]))
    session.heads.set(orderId, entries.at(-1) ?? head)
  }
  return { table: JOURNAL, replaces: false, rows }
}

/** Locks it, where this work has not read it. */
async function headInBooks(session: Session, orderId: string, isOpening: boolean): Promise<ChainHead> {
  const [found] = await session.hot(numbered(`${SELECT_HEAD} for update`), [orderId])
  if (found) return headOf(found)
  if (isOpening) return EMPTY_CHAIN
  throw tpError('INTERNAL', `journal: expected the order ${orderId} to be written first, found none`)
}

const SETTLE_ORDER = SET_DUE.replace('set due_at', 'set journal_seq = ?, journal_head = ?, due_at')

/** The end of its chain, and when anything of it is due. */
function settleOrder(session: Session, id: string): void {
  const head = session.heads.get(id)
  if (head) session.write(numbered(SETTLE_ORDER), [head.seq, head.hash, id, id, id, id])
  else session.write(numbered(SET_DUE), [id, id, id, id])
}
