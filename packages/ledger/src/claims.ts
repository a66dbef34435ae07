import type { BooksClaims, DeliveryRow, EventRow, Lease, NoticeRow } from '@tpkit/cashier'
import { type Kysely, sql as raw } from 'kysely'
import type { Engine } from './engine.ts'
import type { Transact } from './group-commit.ts'
import { DELIVERY, EVENT, NOTICE } from './rows/codecs.ts'
import type { SqlRecord } from './rows/column.ts'
import { type LedgerWork, sql } from './run-work.ts'
import type { Tables } from './schema/tables.ts'

/** Due work, handed to one worker at a time: a lease that ends hands it to the next. */
export function claims(engine: Engine, transact: Transact): BooksClaims {
  const { db } = engine
  return {
    orders: (lease) => transact(() => claimOrders(engine, lease)),
    release: (orderIds) => transact(() => releaseOrders(db, orderIds)),
    deliveries: (lease) => transact(() => claimDeliveries(engine, lease)),
    events: (lease) => transact(() => claimEvents(engine, lease)),
    spread: (eventId, deliveries) => transact(() => spread(db, eventId, deliveries)),
    parked: (lease) => transact(() => claimParked(engine, lease)),
    nextDueAt: () => nextDueAt(db),
  }
}

/** ` for update skip locked`, where another process may claim at the same moment. */
function lock({ skipLocked }: Engine) {
  return skipLocked ? raw`for update skip locked` : raw``
}

function free(now: number) {
  return raw<boolean>`(lease_until is null or lease_until <= ${now})`
}

function* claimOrders(engine: Engine, { now, until, limit }: Lease): LedgerWork<readonly string[]> {
  const { db } = engine
  const due = yield* sql(
    db
      .selectFrom('orders')
      .select('id')
      .where('due_at', '<=', now)
      .where(free(now))
      .orderBy('due_at')
      .limit(limit)
      .modifyEnd(lock(engine)),
  )
  const ids = due.map(({ id }) => String(id))
  if (ids.length > 0) yield* sql(db.updateTable('orders').set({ lease_until: until }).where('id', 'in', ids))
  return ids
}

function* releaseOrders(db: Kysely<Tables>, ids: readonly string[]): LedgerWork<void> {
  if (ids.length > 0) yield* sql(db.updateTable('orders').set({ lease_until: null }).where('id', 'in', ids))
}

function* claimDeliveries(engine: Engine, { now, until, limit }: Lease): LedgerWork<readonly DeliveryRow[]> {
  const { db } = engine
  const due = yield* sql(
    db
      .selectFrom('deliveries')
      .selectAll()
      .where('next_check_at', '<=', now)
      .where(free(now))
      .orderBy('next_check_at')
      .limit(limit)
      .modifyEnd(lock(engine)),
  )
  const rows = due.map(DELIVERY.decode)
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) yield* sql(db.updateTable('deliveries').set({ lease_until: until }).where('id', 'in', ids))
  return rows
}

function* claimEvents(engine: Engine, { now, until, limit }: Lease): LedgerWork<readonly EventRow[]> {
  const { db } = engine
  const due = yield* sql(
    db
      .selectFrom('events')
      .selectAll()
      .where('spread', '=', 0)
      .where(free(now))
      .orderBy('id')
      .limit(limit)
      .modifyEnd(lock(engine)),
  )
  const rows = due.map(EVENT.decode)
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0) yield* sql(db.updateTable('events').set({ lease_until: until }).where('id', 'in', ids))
  return rows
}

/** Twice for one event writes its deliveries once: who claims it after a lease ended finds it spread. */
function* spread(db: Kysely<Tables>, eventId: string, deliveries: readonly DeliveryRow[]): LedgerWork<void> {
  const marked = yield* sql(
    db.updateTable('events').set({ spread: 1 }).where('id', '=', eventId).where('spread', '=', 0).returning('id'),
  )
  if (marked.length > 0) yield { ask: 'write', changes: deliveries.map((row) => ({ put: 'delivery', row })) }
}

function* claimParked(engine: Engine, { now, until, limit }: Lease): LedgerWork<readonly NoticeRow[]> {
  const { db } = engine
  const due: readonly SqlRecord[] = yield* sql(
    db
      .selectFrom('notices')
      .selectAll()
      .where('state', '=', 'parked')
      .where(free(now))
      .where(
        raw<boolean>`exists (select 1 from attempts a where a.account = notices.account and a.out_trade_no = notices.out_trade_no)`,
      )
      .orderBy('first_at')
      .limit(limit)
      .modifyEnd(lock(engine)),
  )
  for (const { account, notice_id } of due) {
    yield* sql(
      db
        .updateTable('notices')
        .set({ lease_until: until })
        .where('account', '=', String(account))
        .where('notice_id', '=', String(notice_id)),
    )
  }
  return due.map(NOTICE.decode)
}

/** What is leased is due when its lease ends. */
function dueAt(column: 'due_at' | 'next_check_at' | 'at') {
  return raw<number | null>`min(case when lease_until > ${raw.ref(column)} then lease_until else ${raw.ref(column)} end)`.as('at')
}

async function nextDueAt(db: Kysely<Tables>): Promise<number | undefined> {
  const order = await db.selectFrom('orders').select(dueAt('due_at')).where('due_at', 'is not', null).executeTakeFirst()
  const delivery = await db
    .selectFrom('deliveries')
    .select(dueAt('next_check_at'))
    .where('next_check_at', 'is not', null)
    .executeTakeFirst()
  const event = await db.selectFrom('events').select(dueAt('at')).where('spread', '=', 0).executeTakeFirst()
  const known = [order, delivery, event].flatMap((found) => (found?.at === null || found === undefined ? [] : [Number(found.at)]))
  return known.length === 0 ? undefined : Math.min(...known)
}
