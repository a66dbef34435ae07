/** The statements of every payment, for both engines: `?` is a value, in the order in which it stands. */
import type { OrderKey } from '@tpkit/cashier'
import { ATTEMPT, ORDER, REFUND } from '../rows/codecs.ts'
import type { SqlValue } from '../rows/column.ts'
import type { TableShape } from '../rows/stored-change.ts'

export interface Statement {
  readonly sql: string
  readonly values: readonly SqlValue[]
}

const ORDER_COLUMNS = ORDER.columns.join(', ')

/** An order by each of its keys, with the end of its journal. */
export function selectOrder(key: OrderKey): Statement {
  const { sql, values } = orderWhere(key)
  return { sql: `select ${ORDER_COLUMNS}, journal_seq, journal_head from orders where ${sql}`, values }
}

export const SELECT_ATTEMPTS: string = `select ${ATTEMPT.columns.join(', ')} from attempts where order_id = ? order by id`
export const SELECT_REFUNDS: string = `select ${REFUND.columns.join(', ')} from refunds where order_id = ? order by id`

/** The same before the order's id is known, so that all three can be asked at once. */
export const selectAttempts = (key: OrderKey): Statement => partsOf('attempts', ATTEMPT, key)
export const selectRefunds = (key: OrderKey): Statement => partsOf('refunds', REFUND, key)

function partsOf(table: string, { columns }: TableShape, key: OrderKey): Statement {
  const { sql, values } = orderWhere(key)
  const owned = 'id' in key ? 'order_id = ?' : `order_id = (select id from orders where ${sql})`
  return { sql: `select ${columns.join(', ')} from ${table} where ${owned} order by id`, values }
}

/** The same of many orders by their ids: attempts and refunds in the order of theirs. */
export function selectAll(ids: readonly string[]): readonly [Statement, Statement, Statement] {
  const among = `in (${ids.map(() => '?').join(', ')})`
  const parts = ({ table, columns }: TableShape): Statement => ({
    sql: `select ${columns.join(', ')} from ${table} where order_id ${among} order by id`,
    values: ids,
  })
  return [{ sql: `select ${ORDER_COLUMNS} from orders where id ${among}`, values: ids }, parts(ATTEMPT), parts(REFUND)]
}

function orderWhere(key: OrderKey): Statement {
  if ('id' in key) return { sql: 'id = ?', values: [key.id] }
  if ('orderNo' in key) return { sql: 'merchant = ? and order_no = ?', values: [key.merchant, key.orderNo] }
  if ('outTradeNo' in key) return owner('attempts', 'account = ? and out_trade_no = ?', [key.account, key.outTradeNo])
  if ('outRefundNo' in key) return owner('refunds', 'account = ? and out_refund_no = ?', [key.account, key.outRefundNo])
  return owner('refunds', 'merchant = ? and refund_no = ?', [key.merchant, key.refundNo])
}

function owner(table: string, where: string, values: readonly string[]): Statement {
  return { sql: `id = (select order_id from ${table} where ${where})`, values }
}

/** One row by its key. */
export function selectByKey({ table, key, columns }: TableShape): string {
  const known = byKey.get(table)
  if (known !== undefined) return known
  const made = `select ${columns.join(', ')} from ${table} where ${key.map((column) => `${column} = ?`).join(' and ')}`
  byKey.set(table, made)
  return made
}

const byKey = new Map<string, string>()

export const SELECT_ACCOUNTS = 'select distinct account from attempts where out_trade_no = ?'

/** Merchant, moment, and twice the payer's digest or null. */
export const USAGE_PAYMENTS: string = usageOf('a', 'total', 'attempts a join orders o on o.id = a.order_id', 'o')
export const USAGE_REFUNDS: string = usageOf('r', 'amount', 'refunds r join attempts a on a.id = r.attempt_id', 'r')

function usageOf(row: string, amount: string, from: string, owned: string): string {
  return `select count(*) as n, coalesce(sum(${row}.${amount}), 0) as amount from ${from}
    where ${owned}.merchant = ? and ${row}.created_at >= ? and (cast(? as text) is null or a.payer_digest = ?)`
}

/** Inserts rows, or replaces those of the same key. */
export function writeRows({ table, key, columns, fixed }: TableShape, replaces: boolean, rows = 1): string {
  const one = `(${columns.map(() => '?').join(', ')})`
  const insert = `insert into ${table} (${columns.join(', ')}) values ${Array.from({ length: rows }, () => one).join(', ')}`
  if (!replaces) return insert
  const moving = columns.filter((column) => !key.includes(column) && !fixed.includes(column))
  const rest = moving.map((column) => `${column} = excluded.${column}`)
  // Whoever writes a delivery is done with it.
  if (table === 'deliveries') rest.push('lease_until = null')
  return `${insert} on conflict (${key.join(', ')}) do update set ${rest.join(', ')}`
}

export const ADD_ENTRY = 'insert into journal (order_id, seq, text, hash) values (?, ?, ?, ?)'
export const SELECT_HEAD = 'select journal_seq, journal_head from orders where id = ?'
export const MOVE_HEAD = 'update orders set journal_seq = ?, journal_head = ? where id = ?'

/** A row that is there: what changes none would pass on a disk that is full. */
export const TOUCH = "update meta set value = value where key = 'schema'"

/** The order's id, four times. */
export const SET_DUE = `update orders set due_at = (select min(t.due) from (
  select next_check_at as due from orders where id = ?
  union all select next_check_at from attempts where order_id = ?
  union all select next_check_at from refunds where order_id = ?) t) where id = ?`
