import { createHash } from 'node:crypto'
import { type Kysely, sql as raw } from 'kysely'
import type { Transact } from '../group-commit.ts'
import type { SqlRecord } from '../rows/column.ts'
import { type LedgerWork, sql } from '../run-work.ts'
import type { Tables } from '../schema/tables.ts'

/** Per seal: one holds nobody up for long. */
const MOST_ITEMS = 1_000

/** One sealed chain: how far it reached, and with which hash. */
export interface SealItem {
  readonly orderId: string
  readonly seq: number
  readonly hash: string
}

/**
 * Chains the heads of the orders that changed since the last seal, so that a tail or an order that goes missing shows. No order
 * waits for another: what commits meanwhile is in the next seal. Answers how many it sealed.
 */
export async function seal(db: Kysely<Tables>, transact: Transact, now: number): Promise<number> {
  let all = 0
  while (true) {
    const sealed = await transact(() => sealSome(db, now))
    all += sealed
    if (sealed < MOST_ITEMS) return all
  }
}

function* sealSome(db: Kysely<Tables>, now: number): LedgerWork<number> {
  const changed = yield* sql(
    db
      .selectFrom('orders')
      .select(['id', 'journal_seq', 'journal_head'])
      .where(raw<boolean>`journal_seq > sealed_seq`)
      .orderBy('id')
      .limit(MOST_ITEMS),
  )
  if (changed.length === 0) return 0
  const items = changed.map(itemOf)
  const [last] = yield* sql(db.selectFrom('seals').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1))
  const seq = Number(last?.seq ?? 0) + 1
  const hash = sealHash(String(last?.hash ?? ''), now, items)
  yield* sql(db.insertInto('seals').values({ seq, at: now, items: items.length, hash }))
  const rows = items.map(({ orderId, seq: upTo, hash: head }) => ({ seal: seq, order_id: orderId, seq: upTo, hash: head }))
  yield* sql(db.insertInto('seal_items').values(rows))
  // One statement: whoever waits for one of these orders waits for as little as can be.
  const upTo = raw<number>`(select seq from seal_items where seal = ${seq} and order_id = orders.id)`
  const sealed = db.selectFrom('seal_items').select('order_id').where('seal', '=', seq)
  yield* sql(db.updateTable('orders').set({ sealed_seq: upTo }).where('id', 'in', sealed))
  return items.length
}

function itemOf({ id, journal_seq, journal_head }: SqlRecord): SealItem {
  return { orderId: String(id), seq: Number(journal_seq), hash: String(journal_head) }
}

/** In the order of the ids' own bytes: how a database sorts texts may change with its machine. */
export function sealHash(previous: string, at: number, items: readonly SealItem[]): string {
  const hash = createHash('sha256').update(previous).update(`\n${at}`)
  const sorted = items.toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
  for (const { orderId, seq, hash: head } of sorted) hash.update(`\n${orderId} ${seq} ${head}`)
  return hash.digest('hex')
}
