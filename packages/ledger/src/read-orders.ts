/** Orders, with their attempts and refunds. */
import type { BooksReader, Held, OrderFilter, OrderKey } from '@tpkit/cashier'
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely'
import type { Engine } from './engine.ts'
import { selectAll, selectAttempts, selectOrder, selectRefunds } from './hot/statements.ts'
import { ATTEMPT, ORDER, REFUND } from './rows/codecs.ts'
import type { SqlRecord } from './rows/column.ts'
import { capped, every } from './rows/read.ts'
import type { Tables } from './schema/tables.ts'

/** An order with what belongs to it, as of one moment. */
export async function oneOrder(engine: Engine, key: OrderKey): Promise<Held | undefined> {
  return assemble(await engine.snapshot([selectOrder(key), selectAttempts(key), selectRefunds(key)]))[0]
}

/** Orders with what belongs to them, as of one moment, in the order of the ids. */
async function heldAll(engine: Engine, records: readonly { readonly id: unknown }[]): Promise<readonly Held[]> {
  if (records.length === 0) return []
  const ids = records.map(({ id }) => String(id))
  const held = new Map(assemble(await engine.snapshot(selectAll(ids))).map((one) => [one.order.id, one]))
  // What was purged meanwhile is not there.
  return ids.flatMap((id) => held.get(id) ?? [])
}

function assemble([orders = [], attempts = [], refunds = []]: readonly (readonly SqlRecord[])[]): readonly Held[] {
  const attemptsOf = byOrder(every(ATTEMPT, attempts))
  const refundsOf = byOrder(every(REFUND, refunds))
  return every(ORDER, orders).map((order) => ({
    order,
    attempts: attemptsOf.get(order.id) ?? [],
    refunds: refundsOf.get(order.id) ?? [],
  }))
}

function byOrder<Row extends { readonly orderId: string }>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const found = new Map<string, Row[]>()
  for (const row of rows) found.set(row.orderId, [...(found.get(row.orderId) ?? []), row])
  return found
}

export async function listOrders(engine: Engine, filter: OrderFilter): ReturnType<BooksReader['orders']> {
  const limit = capped(filter.limit)
  const found = await filtered(engine.db, filter)
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return { rows: await heldAll(engine, page), ...(found.length > limit && last && { next: String(last.id) }) }
}

type OrdersQuery = SelectQueryBuilder<Tables, 'orders', { readonly id: unknown }>

/** Ids are time-ordered: the newest first is the highest first. */
function filtered(db: Kysely<Tables>, filter: OrderFilter): OrdersQuery {
  const { merchant, status, method, account, from, until, text, unknown, after } = filter
  let query: OrdersQuery = db.selectFrom('orders').select('id')
  if (merchant !== undefined) query = query.where('merchant', '=', merchant)
  if (status !== undefined) query = query.where('status', '=', status)
  if (method !== undefined) query = query.where('method', '=', method)
  if (from !== undefined) query = query.where('created_at', '>=', from)
  if (until !== undefined) query = query.where('created_at', '<', until)
  if (after !== undefined) query = query.where('id', '<', after)
  if (account !== undefined) {
    query = query.where('id', 'in', db.selectFrom('attempts').select('order_id').where('account', '=', account))
  }
  if (unknown) query = query.where(withUnknown)
  return text === undefined ? query : query.where(withText(text))
}

const withUnknown = sql<boolean>`(exists (select 1 from attempts a where a.order_id = orders.id and a.unknown is not null)
  or exists (select 1 from refunds r where r.order_id = orders.id and r.unknown is not null))`

function withText(text: string) {
  const part = `%${text.replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`
  // Engines differ in whether "like" tells A from a.
  return sql<boolean>`(lower(order_no) like ${part.toLowerCase()} escape '\\'
    or id in (select order_id from attempts where out_trade_no = ${text} or transaction_id = ${text})
    or id in (select order_id from refunds where refund_no = ${text} or out_refund_no = ${text} or refund_id = ${text}))`
}

const PAGE = 500

export async function* booked(engine: Engine, account: string, from: number, until: number): AsyncGenerator<Held> {
  const { db } = engine
  let after = ''
  while (true) {
    const paid = db.selectFrom('attempts').select('order_id').where('account', '=', account)
    const back = db.selectFrom('refunds').select('order_id').where('account', '=', account)
    const records = await db
      .selectFrom('orders')
      .select('id')
      .where('id', '>', after)
      .where((where) =>
        where.or([
          where('id', 'in', paid.where('paid_at', '>=', from).where('paid_at', '<', until)),
          where('id', 'in', back.where('refunded_at', '>=', from).where('refunded_at', '<', until)),
        ]),
      )
      .orderBy('id')
      .limit(PAGE)
      .execute()
    yield* await heldAll(engine, records)
    const last = records.at(-1)
    if (records.length < PAGE || !last) return
    after = String(last.id)
  }
}
