import type { BooksReader, RefundFilter, RefundOfOrder } from '@tpkit/cashier'
import { type Kysely, sql } from 'kysely'
import { REFUND } from '../rows/codecs.ts'
import type { SqlRecord } from '../rows/column.ts'
import type { Tables } from '../schema/tables.ts'
import { type Condition, given, listIds } from './list-ids.ts'
import { holds, isThere, refundsNumbered } from './text.ts'

/** Refunds with their orders' numbers, the newest first. */
export async function listRefunds(db: Kysely<Tables>, filter: RefundFilter): ReturnType<BooksReader['refunds']> {
  const { merchant, orderId, refundNo, from, until, text, after, limit } = filter
  const sought = text === undefined ? {} : await textOf(db, text, merchant)
  const within = [
    ...given(merchant, (value) => sql`merchant = ${value}`),
    ...given(orderId, (value) => sql`order_id = ${value}`),
    ...given(refundNo, (value) => sql`refund_no = ${value}`),
    ...given(from, (value) => sql`created_at >= ${value}`),
    ...given(until, (value) => sql`created_at < ${value}`),
    ...given(sought.within, (value) => value),
  ]
  const only = [...onlyOf(filter), ...given(sought.only, (one) => one)]
  const { ids, next } = await listIds(db, { table: 'refunds', within, only, after, limit })
  return { rows: await refundsById(db, ids), ...(next !== undefined && { next }) }
}

/** In the order of the ids; what was purged meanwhile is not there. */
export async function refundsById(db: Kysely<Tables>, ids: readonly string[]): Promise<readonly RefundOfOrder[]> {
  if (ids.length === 0) return []
  const among = sql.join(ids)
  const { rows } = await sql<SqlRecord>`select refunds.*, orders.order_no from refunds
    join orders on orders.id = refunds.order_id where refunds.id in (${among})`.execute(db)
  const found = new Map(rows.map((row) => [String(row.id), { refund: REFUND.decode(row), orderNo: String(row.order_no) }]))
  return ids.flatMap((id) => found.get(id) ?? [])
}

async function textOf(
  db: Kysely<Tables>,
  text: string,
  merchant: string | undefined,
): Promise<{ readonly within?: Condition; readonly only?: Condition }> {
  const sought = { text, merchant }
  const within = refundsNumbered(sought)
  if (await isThere(db, 'refunds', within, sought)) return { within }
  return {
    only: sql`exists (select 1 from orders o where o.id = refunds.order_id and ${holds(sql`o.order_no`, text)})`,
  }
}

function onlyOf({ status, account, minAmount, maxAmount }: RefundFilter): readonly Condition[] {
  return [
    ...given(status, (value) => sql`status = ${value}`),
    ...given(account, (value) => sql`account = ${value}`),
    ...given(minAmount, (value) => sql`amount >= ${value}`),
    ...given(maxAmount, (value) => sql`amount <= ${value}`),
  ]
}
