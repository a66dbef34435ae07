import { type Kysely, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import type { Condition } from './list-ids.ts'

/** A text that is looked for, in the books of one merchant or of all. */
export interface Sought {
  readonly text: string
  readonly merchant: string | undefined
}

/** Orders that one whole number of a payment or refund names, ours or the wallet's. By indexes alone. */
export function ordersNumbered(sought: Sought): Condition {
  return sql`orders.id in (${byAttempt(sought)} union select order_id from refunds where id in (${byRefund(sought)}))`
}

export function refundsNumbered(sought: Sought): Condition {
  return sql`refunds.id in (${byRefund(sought)} union select id from refunds where order_id in (${byAttempt(sought)}))`
}

function byAttempt({ text }: Sought): Condition {
  return sql`select order_id from attempts where out_trade_no = ${text}
    union select order_id from attempts where transaction_id = ${text}`
}

function byRefund({ text, merchant }: Sought): Condition {
  const own = merchant === undefined ? sql`` : sql`merchant = ${merchant} and`
  return sql`select id from refunds where ${own} refund_no = ${text}
    union select id from refunds where out_refund_no = ${text}
    union select id from refunds where refund_id = ${text}`
}

/** `column` holds the text, whatever its case: engines differ in whether "like" tells A from a. */
export function holds(column: Condition, text: string): Condition {
  const part = `%${text.replaceAll(/[\\%_]/g, (found) => `\\${found}`)}%`
  return sql`lower(${column}) like ${part.toLowerCase()} escape '\\'`
}

/** Whether such a number is there at all: then it is meant, and no part of another one. */
export async function isThere(
  db: Kysely<Tables>,
  table: 'orders' | 'refunds',
  numbered: Condition,
  { merchant }: Sought,
): Promise<boolean> {
  const own = merchant === undefined ? sql`` : sql`and merchant = ${merchant}`
  const found = await sql`select 1 from ${sql.table(table)} where ${numbered} ${own} limit 1`.execute(db)
  return found.rows.length > 0
}
