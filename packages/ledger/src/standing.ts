import type { Standing, Waiting } from '@tpkit/cashier'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './schema/tables.ts'

/** More than these are not looked at: an alarm rings long before, and a look must not hold a commit up. */
const MOST = 5000

/** What is open, by way of the indexes of what is due. */
export async function standing(db: Kysely<Tables>): Promise<Standing> {
  const [unknowns, parked, unspread, underWay] = await Promise.all([
    unknownMarks(db),
    parkedNotices(db),
    unspreadEvents(db),
    dueDeliveries(db),
  ])
  return { unknowns, parked, deliveries: together(unspread, underWay) }
}

/** What has no known outcome is asked for soon, so that it stands among the orders that are due first. */
async function unknownMarks(db: Kysely<Tables>): Promise<Standing['unknowns']> {
  const due = db.selectFrom('orders').select('id').where('due_at', 'is not', null).orderBy('due_at').limit(MOST)
  const attempts = db
    .selectFrom('attempts')
    .select(['account', 'unknown'])
    .where('unknown', 'is not', null)
    .where('order_id', 'in', due)
  const refunds = db
    .selectFrom('refunds')
    .select(['account', 'unknown'])
    .where('unknown', 'is not', null)
    .where('order_id', 'in', due)
  const found = new Map<string, Waiting>()
  for (const { account, unknown } of await attempts.unionAll(refunds).execute()) {
    const mark = { count: 1, since: sinceOf(String(unknown)) }
    found.set(String(account), together(found.get(String(account)) ?? NOTHING, mark))
  }
  return [...found].map(([account, waiting]) => ({ account, ...waiting })).toSorted((a, b) => (a.account < b.account ? -1 : 1))
}

function sinceOf(mark: string): number {
  const { since }: { readonly since: number } = JSON.parse(mark) // our own text
  return since
}

async function parkedNotices(db: Kysely<Tables>): Promise<Waiting> {
  const parked = db.selectFrom('notices').select('first_at as at').where('state', '=', 'parked').orderBy('first_at').limit(MOST)
  return waiting(await db.selectFrom(parked.as('parked')).select(COUNTED).executeTakeFirst())
}

async function unspreadEvents(db: Kysely<Tables>): Promise<Waiting> {
  const events = db.selectFrom('events').select('at').where('spread', '=', 0).orderBy('id').limit(MOST)
  return waiting(await db.selectFrom(events.as('unspread')).select(COUNTED).executeTakeFirst())
}

async function dueDeliveries(db: Kysely<Tables>): Promise<Waiting> {
  const due = db
    .selectFrom('deliveries')
    .select('event_id')
    .where('next_check_at', 'is not', null)
    .orderBy('next_check_at')
    .limit(MOST)
  // An event may be past its keeping while a delivery of it is not.
  const joined = db.selectFrom(due.as('due')).leftJoin('events', 'events.id', 'due.event_id').select(COUNTED)
  return waiting(await joined.executeTakeFirst())
}

const COUNTED = [sql<unknown>`count(*)`.as('count'), sql<unknown>`min(at)`.as('since')]

function waiting(found: { readonly count: unknown; readonly since: unknown } | undefined): Waiting {
  const since = found?.since ?? undefined
  return { count: Number(found?.count ?? 0), ...(since !== undefined && { since: Number(since) }) }
}

const NOTHING: Waiting = { count: 0 }

function together(one: Waiting, other: Waiting): Waiting {
  const since = [one, other].flatMap((each) => each.since ?? [])
  return { count: one.count + other.count, ...(since.length > 0 && { since: Math.min(...since) }) }
}
