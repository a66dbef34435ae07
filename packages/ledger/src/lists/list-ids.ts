import { type Kysely, type RawBuilder, sql } from 'kysely'
import { capped } from '../rows/read.ts'
import type { Tables } from '../schema/tables.ts'
import { type Place, placeText, readPlace } from './place.ts'

export type Condition = RawBuilder<unknown>

export interface Listing {
  readonly table: 'orders' | 'refunds'
  /** What an index answers. */
  readonly within: readonly Condition[]
  /** What has to be looked at row by row. */
  readonly only: readonly Condition[]
  readonly after: string | undefined
  readonly limit: number
}

export interface Listed {
  readonly ids: readonly string[]
  readonly next?: string
}

/** Rows that are looked at for one page, at most: a narrow question holds nobody up, however many rows there are. */
const WINDOW = 2000

const NEWEST_FIRST = sql`order by created_at desc, id desc`

/** The ids of a page, the newest first. */
export async function listIds(db: Kysely<Tables>, listing: Listing): Promise<Listed> {
  const { only } = listing
  const limit = capped(listing.limit)
  const most = sql`limit ${limit + 1}`
  const found = only.length === 0 ? await places(db, rows(listing, most)) : await places(db, filtered(listing, only, most))
  const page = found.slice(0, limit)
  const last = found.length > limit ? page.at(-1) : only.length > 0 ? await windowsEnd(db, listing) : undefined
  return { ids: page.map(({ id }) => String(id)), ...(last && { next: placeText(last) }) }
}

async function places(db: Kysely<Tables>, query: RawBuilder<unknown>): Promise<readonly Place[]> {
  return (await sql<Place>`${query}`.execute(db)).rows
}

function rows({ table, within, after }: Listing, most: Condition): RawBuilder<unknown> {
  return sql`select * from ${sql.table(table)} ${where([...within, ...behind(after)])} ${NEWEST_FIRST} ${most}`
}

function filtered(listing: Listing, only: readonly Condition[], most: Condition): RawBuilder<unknown> {
  const window = rows(listing, sql`limit ${WINDOW}`)
  return sql`select id, created_at from (${window}) as ${sql.table(listing.table)} ${where(only)} ${NEWEST_FIRST} ${most}`
}

/** Where the next page goes on; undefined where the window was not full. */
async function windowsEnd(db: Kysely<Tables>, listing: Listing): Promise<Place | undefined> {
  return (await places(db, rows(listing, sql`limit 1 offset ${WINDOW - 1}`)))[0]
}

function behind(after: string | undefined): readonly Condition[] {
  if (after === undefined) return []
  const { at, id } = readPlace(after)
  return [sql`(created_at, id) < (${at}, ${id})`]
}

function where(conditions: readonly Condition[]): Condition {
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`
}

/** Conditions of what was asked for; nothing for what was not. */
export function given<Value>(value: Value | undefined, condition: (value: Value) => Condition): readonly Condition[] {
  return value === undefined ? [] : [condition(value)]
}
