/** Orders, with their attempts and refunds. */
import type { BooksReader, Held, OrderFilter, OrderKey } from '@tpkit/cashier'
import type { Engine } from './engine.ts'
import { selectAll, selectAttempts, selectOrder, selectRefunds } from './hot/statements.ts'
import { listOrderIds } from './lists/orders.ts'
import { ATTEMPT, ORDER, REFUND } from './rows/codecs.ts'
import type { SqlRecord } from './rows/column.ts'
import { every } from './rows/read.ts'

/** An order with what belongs to it, as of one moment. */
export async function oneOrder(engine: Engine, key: OrderKey): Promise<Held | undefined> {
  return assemble(await engine.snapshot([selectOrder(key), selectAttempts(key), selectRefunds(key)]))[0]
}

/** Orders with what belongs to them, as of one moment, in the order of the ids. */
async function heldAll(engine: Engine, ids: readonly string[]): Promise<readonly Held[]> {
  if (ids.length === 0) return []
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
  const { ids, next } = await listOrderIds(engine.db, filter)
  return { rows: await heldAll(engine, ids), ...(next !== undefined && { next }) }
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
    yield* await heldAll(
      engine,
      records.map(({ id }) => String(id)),
    )
    const last = records.at(-1)
    if (records.length < PAGE || !last) return
    after = String(last.id)
  }
}
