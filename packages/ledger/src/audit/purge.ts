import type { Purged, Retention } from '@tpkit/cashier'
import { type Kysely, sql as raw } from 'kysely'
import type { Transact } from '../group-commit.ts'
import { type LedgerWork, sql } from '../run-work.ts'
import type { Tables } from '../schema/tables.ts'

const DAY_MS = 86_400_000
/** Per transaction: a purge holds nobody up for long. */
const AT_ONCE = 200

/** Deletes what is past its date, some rows at a time. */
export async function purge(db: Kysely<Tables>, transact: Transact, now: number, keep: Retention): Promise<Purged> {
  return {
    evidence: await untilNone(() => transact(() => purgeEvidence(db, now))),
    orders: await untilNone(() => transact(() => purgeOrders(db, now, keep))),
    events: await untilNone(() => transact(() => purgeEvents(db, now, keep))),
  }
}

async function untilNone(some: () => Promise<number>): Promise<number> {
  let all = 0
  while (true) {
    const gone = await some()
    all += gone
    if (gone < AT_ONCE) return all
  }
}

function* purgeEvidence(db: Kysely<Tables>, now: number): LedgerWork<number> {
  const old = yield* sql(db.selectFrom('evidence').select('id').where('delete_after', '<=', now).limit(AT_ONCE))
  if (old.length > 0)
    yield* sql(
      db.deleteFrom('evidence').where(
        'id',
        'in',
        old.map(({ id }) => String(id)),
      ),
    )
  return old.length
}

/** Only sealed orders on which nothing is open: what is under way never goes. The tombstone comes first: it lets the journal go. */
function* purgeOrders(db: Kysely<Tables>, now: number, { orderDays }: Retention): LedgerWork<number> {
  const old = yield* sql(
    db
      .selectFrom('orders')
      .select(['id', 'journal_seq', 'journal_head'])
      .where('updated_at', '<=', now - orderDays * DAY_MS)
      .where('due_at', 'is', null)
      .where('status', 'in', ['paid', 'closed'])
      .where(raw<boolean>`sealed_seq >= journal_seq`)
      .limit(AT_ONCE),
  )
  for (const { id, journal_seq, journal_head } of old) {
    const orderId = String(id)
    const tombstone = { order_id: orderId, seq: Number(journal_seq), hash: String(journal_head), at: now }
    yield* sql(db.insertInto('tombstones').values(tombstone))
    yield* removeOrder(db, orderId)
  }
  return old.length
}

function* removeOrder(db: Kysely<Tables>, orderId: string): LedgerWork<void> {
  yield* sql(db.deleteFrom('journal').where('order_id', '=', orderId))
  yield* sql(db.deleteFrom('evidence').where('order_id', '=', orderId))
  yield* sql(db.deleteFrom('notices').where('order_id', '=', orderId))
  yield* sql(db.deleteFrom('refunds').where('order_id', '=', orderId))
  yield* sql(db.deleteFrom('attempts').where('order_id', '=', orderId))
  yield* sql(db.deleteFrom('orders').where('id', '=', orderId))
}

/** Those that were spread and of which no delivery is under way. Keys of repeats go with them. */
function* purgeEvents(db: Kysely<Tables>, now: number, { eventDays }: Retention): LedgerWork<number> {
  const before = now - eventDays * DAY_MS
  const old = yield* sql(
    db
      .selectFrom('events')
      .select('id')
      .where('at', '<=', before)
      .where('spread', '=', 1)
      .where(({ not, exists, selectFrom }) => {
        const underWay = selectFrom('deliveries').select('id').where('next_check_at', 'is not', null)
        return not(exists(underWay.whereRef('event_id', '=', 'events.id')))
      })
      .limit(AT_ONCE),
  )
  const ids = old.map(({ id }) => String(id))
  yield* sql(db.deleteFrom('idempotency').where('at', '<=', before))
  if (ids.length === 0) return 0
  yield* sql(db.deleteFrom('deliveries').where('event_id', 'in', ids))
  yield* sql(db.deleteFrom('events').where('id', 'in', ids))
  return ids.length
}
