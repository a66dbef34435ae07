import type { BooksReader, EventRow } from '@tpkit/cashier'
import type { Kysely } from 'kysely'
import type { Engine } from './engine.ts'
import { readEntry } from './journal.ts'
import { listRefunds, refundsById } from './lists/refunds.ts'
import { booked, listOrders, oneOrder } from './read-orders.ts'
import type { Codec } from './rows/codec.ts'
import { AUDIT, DELIVERY, DIFFERENCE, ENDPOINT, EVENT, EVIDENCE, NOTICE, STATEMENT_DAY } from './rows/codecs.ts'
import { capped, every } from './rows/read.ts'
import type { Tables } from './schema/tables.ts'
import { standing } from './standing.ts'

/** Reads of what was committed, over either engine. */
export function reader(engine: Engine): BooksReader {
  const { db } = engine
  return {
    order: (key) => oneOrder(engine, key),
    orders: (filter) => listOrders(engine, filter),
    refund: async (id) => (await refundsById(db, [id]))[0],
    refunds: (filter) => listRefunds(db, filter),
    journal: (orderId) => journal(db, orderId),
    evidence: async (id) => first(EVIDENCE, await db.selectFrom('evidence').selectAll().where('id', '=', id).execute()),
    evidenceOf: async (orderId, account, kind) =>
      first(
        EVIDENCE,
        await db
          .selectFrom('evidence')
          .selectAll()
          .where('order_id', '=', orderId)
          .where('account', '=', account)
          .where('kind', '=', kind)
          .orderBy('at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .execute(),
      ),
    events: (merchant, after, limit) => events(engine, merchant, after, limit),
    event: async (id) => first(EVENT, await db.selectFrom('events').selectAll().where('id', '=', id).execute()),
    deliveries: async (eventId) =>
      every(DELIVERY, await db.selectFrom('deliveries').selectAll().where('event_id', '=', eventId).orderBy('id').execute()),
    endpoints: async (merchant) =>
      every(
        ENDPOINT,
        await db.selectFrom('endpoints').selectAll().where('merchant', '=', merchant).orderBy('endpoint').execute(),
      ),
    notices: async (state, limit) =>
      every(
        NOTICE,
        await db.selectFrom('notices').selectAll().where('state', '=', state).orderBy('first_at').limit(capped(limit)).execute(),
      ),
    differences: (filter) => differences(db, filter),
    statementDays: async (account) =>
      every(
        STATEMENT_DAY,
        await db
          .selectFrom('statement_days')
          .selectAll()
          .$if(account !== undefined, (query) => query.where('account', '=', account ?? ''))
          .orderBy('day')
          .execute(),
      ),
    booked: (account, from, until) => booked(engine, account, from, until),
    audit: async (limit) =>
      every(AUDIT, await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(capped(limit)).execute()),
    busyAccounts: () => busyAccounts(db),
    standing: () => standing(db),
  }
}

function first<Row>(codec: Codec<Row>, records: readonly unknown[]): Row | undefined {
  return every(codec, records)[0]
}

async function journal(db: Kysely<Tables>, orderId: string): ReturnType<BooksReader['journal']> {
  const entries = await db.selectFrom('journal').select(['text', 'hash']).where('order_id', '=', orderId).orderBy('seq').execute()
  return entries.map(({ text, hash }) => readEntry(orderId, { text: String(text), hash: String(hash) }))
}

async function events(
  { db, placeEvents }: Engine,
  merchant: string | undefined,
  after: string | undefined,
  limit: number,
): ReturnType<BooksReader['events']> {
  const from = cursorOf(after)
  await placeEvents?.()
  let query = db.selectFrom('events').selectAll().where('position', '>', from).orderBy('position').limit(capped(limit))
  if (merchant !== undefined) query = query.where('merchant', '=', merchant)
  const found = await query.execute()
  const rows: readonly EventRow[] = every(EVENT, found)
  return { rows, cursor: String(found.at(-1)?.position ?? from) }
}

/** A cursor that is none of ours begins at the beginning: an event twice is harmless, one lost is not. */
function cursorOf(after: string | undefined): bigint {
  return after !== undefined && /^[0-9]{1,18}$/.test(after) ? BigInt(after) : 0n
}

async function differences(
  db: Kysely<Tables>,
  { account, day, open }: Parameters<BooksReader['differences']>[0],
): ReturnType<BooksReader['differences']> {
  let query = db.selectFrom('differences').selectAll().orderBy('id')
  if (account !== undefined) query = query.where('account', '=', account)
  if (day !== undefined) query = query.where('day', '=', day)
  if (open !== undefined) query = query.where('resolved_at', open ? 'is' : 'is not', null)
  return every(DIFFERENCE, await query.execute())
}

/** By way of the orders that are due, which are few: attempts and refunds are many. */
async function busyAccounts(db: Kysely<Tables>): Promise<readonly string[]> {
  const due = db.selectFrom('orders').select('id').where('due_at', 'is not', null)
  const attempts = db.selectFrom('attempts').select('account').where('next_check_at', 'is not', null).where('order_id', 'in', due)
  const refunds = db.selectFrom('refunds').select('account').where('next_check_at', 'is not', null).where('order_id', 'in', due)
  const found = await attempts.union(refunds).execute()
  return found.map(({ account }) => String(account)).toSorted()
}
