import type { OrderFilter } from '@tpkit/cashier'
import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import { type Condition, given, type Listed, listIds } from './list-ids.ts'
import { holds, isThere, ordersNumbered } from './text.ts'

/** Ids of orders, the newest first. */
export async function listOrderIds(db: Kysely<Tables>, filter: OrderFilter): Promise<Listed> {
  const { merchant, orderNo, from, until, text, after, limit } = filter
  const sought = text === undefined ? {} : await textOf(db, text, merchant)
  const within = [
    ...given(merchant, (value) => sql`merchant = ${value}`),
    ...given(orderNo, (value) => sql`order_no = ${value}`),
    ...given(from, (value) => sql`created_at >= ${value}`),
    ...given(until, (value) => sql`created_at < ${value}`),
    ...given(sought.within, (value) => value),
  ]
  return listIds(db, { table: 'orders', within, only: [...onlyOf(filter), ...given(sought.only, (one) => one)], after, limit })
}

async function textOf(
  db: Kysely<Tables>,
  text: string,
  merchant: string | undefined,
): Promise<{ readonly within?: Condition; readonly only?: Condition }> {
  const sought = { text, merchant }
  const within = ordersNumbered(sought)
  return (await isThere(db, 'orders', within, sought)) ? { within } : { only: holds(sql`orders.order_no`, text) }
}

function onlyOf({ status, method, account, minAmount, maxAmount, unknown }: OrderFilter): readonly Condition[] {
  return [
    ...given(status, (value) => sql`status = ${value}`),
    ...given(method, (value) => sql`method = ${value}`),
    ...given(minAmount, (value) => sql`total >= ${value}`),
    ...given(maxAmount, (value) => sql`total <= ${value}`),
    ...given(account, (value) => sql`exists (select 1 from attempts a where a.order_id = orders.id and a.account = ${value})`),
    ...(unknown ? [WITH_UNKNOWN] : []),
  ]
}

const WITH_UNKNOWN = sql`(exists (select 1 from attempts a where a.order_id = orders.id and a.unknown is not null)
  or exists (select 1 from refunds r where r.order_id = orders.id and r.unknown is not null))`
