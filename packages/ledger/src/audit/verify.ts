import type { AuditFinding } from '@tpkit/cashier'
import type { Kysely } from 'kysely'
import { type ChainHead, EMPTY_CHAIN, linkHash } from '../journal.ts'
import type { Tables } from '../schema/tables.ts'
import { type SealItem, sealHash } from './seal.ts'

const PAGE = 500

/** Reads every chain and every seal again. What stands in the books while it runs may grow; what it has read must hold. */
export async function* verify(db: Kysely<Tables>): AsyncGenerator<AuditFinding> {
  yield* verifyChains(db)
  yield* beyond(db)
  yield* orphans(db)
  yield* verifySeals(db)
}

interface OrderHead extends ChainHead {
  readonly id: string
}

async function* verifyChains(db: Kysely<Tables>): AsyncGenerator<AuditFinding> {
  let after = ''
  while (true) {
    const heads = await headsAfter(db, after)
    for (const head of heads) yield* unlessPurged(db, head, verifyChain(db, head))
    const last = heads.at(-1)
    if (!last || heads.length < PAGE) return
    after = last.id
  }
}

async function headsAfter(db: Kysely<Tables>, after: string): Promise<readonly OrderHead[]> {
  const found = await db
    .selectFrom('orders')
    .select(['id', 'journal_seq', 'journal_head'])
    .where('id', '>', after)
    .orderBy('id')
    .limit(PAGE)
    .execute()
  return found.map(({ id, journal_seq, journal_head }) => ({
    id: String(id),
    seq: Number(journal_seq),
    hash: String(journal_head),
  }))
}

/** An order may be purged between the reading of its row and of its chain: then there is nothing to find. */
async function* unlessPurged(
  db: Kysely<Tables>,
  { id, seq }: OrderHead,
  findings: AsyncIterable<AuditFinding>,
): AsyncGenerator<AuditFinding> {
  for await (const finding of findings) if (!(await isPurged(db, id, seq))) yield finding
}

async function* verifyChain(db: Kysely<Tables>, head: OrderHead): AsyncGenerator<AuditFinding> {
  const entries = await db
    .selectFrom('journal')
    .select(['seq', 'text', 'hash'])
    .where('order_id', '=', head.id)
    // What was added since the head was read is the next audit's.
    .where('seq', '<=', head.seq)
    .orderBy('seq')
    .execute()
  let link: ChainHead = EMPTY_CHAIN
  for (const entry of entries) {
    const found = checkEntry(head.id, link, { seq: Number(entry.seq), text: String(entry.text), hash: String(entry.hash) })
    if (found) return yield found
    link = { seq: Number(entry.seq), hash: String(entry.hash) }
  }
  yield* checkHead(head, link)
}

function checkEntry(
  orderId: string,
  before: ChainHead,
  { seq, text, hash }: ChainHead & { readonly text: string },
): AuditFinding | undefined {
  const at = { orderId, seq }
  if (seq > before.seq + 1) {
    return { kind: 'removed', ...at, message: `${orderId}: expected entry ${before.seq + 1}, found ${seq}; entries are missing` }
  }
  if (!text.startsWith(`{"seq":${seq},`)) {
    return { kind: 'inserted', ...at, message: `${orderId}: expected the text of entry ${seq}, found that of another` }
  }
  if (linkHash(before.hash, text) === hash) return undefined
  return { kind: 'changed', ...at, message: `${orderId}: expected entry ${seq} as it was written, found another text or hash` }
}

/** The order's own row knows how far its chain went. */
function* checkHead(head: OrderHead, end: ChainHead): Generator<AuditFinding> {
  const at = { orderId: head.id, seq: end.seq }
  if (end.seq < head.seq) {
    yield { kind: 'removed', ...at, message: `${head.id}: expected ${head.seq} entries, found ${end.seq}; the end was cut off` }
  } else if (head.hash !== end.hash) {
    yield { kind: 'head', ...at, message: `${head.id}: expected the chain to end with the order's own hash, found another` }
  }
}

/** Entries behind the end of their chain: one statement, so that a writer beside it shows none. */
async function* beyond(db: Kysely<Tables>): AsyncGenerator<AuditFinding> {
  const found = await db
    .selectFrom('journal')
    .innerJoin('orders', 'orders.id', 'journal.order_id')
    .select(['journal.order_id', 'journal.seq'])
    .whereRef('journal.seq', '>', 'orders.journal_seq')
    .execute()
  for (const { order_id, seq } of found) {
    const at = { orderId: String(order_id), seq: Number(seq) }
    yield { kind: 'inserted', ...at, message: `${order_id}: expected no entry ${seq}, found one; somebody added to the journal` }
  }
}

/** Entries of orders that are not there. */
async function* orphans(db: Kysely<Tables>): AsyncGenerator<AuditFinding> {
  const found = await db
    .selectFrom('journal')
    .select('order_id')
    .distinct()
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('orders').select('id').whereRef('orders.id', '=', 'journal.order_id'))),
    )
    .execute()
  for (const { order_id } of found) {
    const orderId = String(order_id)
    yield { kind: 'removed', orderId, message: `${orderId}: expected an order for these entries, found none; it was removed` }
  }
}

async function* verifySeals(db: Kysely<Tables>): AsyncGenerator<AuditFinding> {
  let previous = ''
  let expected = 1
  let after = 0
  while (true) {
    const seals = await db.selectFrom('seals').selectAll().where('seq', '>', after).orderBy('seq').limit(PAGE).execute()
    for (const seal of seals) {
      const seq = Number(seal.seq)
      if (seq !== expected) yield sealFinding(seq, `expected seal ${expected}, found ${seq}; seals are missing`)
      const items = await itemsOf(db, seq)
      if (sealHash(previous, Number(seal.at), items) !== String(seal.hash)) {
        yield sealFinding(seq, 'expected the hash over the seal before it and its orders, found another')
      }
      yield* checkItems(db, items)
      previous = String(seal.hash)
      expected = seq + 1
      after = seq
    }
    if (seals.length < PAGE) return
  }
}

function sealFinding(seq: number, message: string): AuditFinding {
  return { kind: 'seal', seq, message: `seal ${seq}: ${message}` }
}

async function itemsOf(db: Kysely<Tables>, seal: number): Promise<readonly SealItem[]> {
  const found = await db.selectFrom('seal_items').selectAll().where('seal', '=', seal).orderBy('order_id').execute()
  return found.map(({ order_id, seq, hash }) => ({ orderId: String(order_id), seq: Number(seq), hash: String(hash) }))
}

/** What was sealed must still be there with its hash, or be known as purged. */
async function* checkItems(db: Kysely<Tables>, items: readonly SealItem[]): AsyncGenerator<AuditFinding> {
  for (const { orderId, seq, hash } of items) {
    const entry = await db
      .selectFrom('journal')
      .select('hash')
      .where('order_id', '=', orderId)
      .where('seq', '=', seq)
      .executeTakeFirst()
    if (String(entry?.hash) === hash || (!entry && (await isPurged(db, orderId, seq)))) continue
    yield { kind: 'removed', orderId, seq, message: `${orderId}: expected the sealed entry ${seq}, found none or another` }
  }
}

async function isPurged(db: Kysely<Tables>, orderId: string, seq: number): Promise<boolean> {
  const found = await db.selectFrom('tombstones').select('seq').where('order_id', '=', orderId).executeTakeFirst()
  return found !== undefined && Number(found.seq) >= seq
}
