/** What lists have in common: cursors, limits, times and amounts of a query. */
import type { Page } from '@tpkit/cashier'
import type { Instant } from '@tpkit/core'
import type { CursorOf, Cursors } from '../lists/cursor.ts'
import type { Reply } from './route.ts'

const USUAL_LIMIT = 50

export interface ListQuery {
  readonly cursor?: string | undefined
  readonly limit?: string | undefined
}

/** Which list a query asks for, and from where on. */
export interface Asked {
  readonly limit: number
  readonly after?: string
  readonly of: CursorOf
}

/** @throws GatewayProblem `CURSOR` */
export function asked(cursors: Cursors, list: string, merchant: string, { cursor, limit, ...filter }: ListQuery): Asked {
  const of: CursorOf = { list, merchant, filter }
  return {
    limit: limit === undefined ? USUAL_LIMIT : Number(limit),
    ...(cursor !== undefined && { after: cursors.open(cursor, of) }),
    of,
  }
}

export function paged<Row>({ rows, next }: Page<Row>, json: (row: Row) => object, cursors: Cursors, of: CursorOf): Reply {
  return {
    status: 200,
    body: { items: rows.map(json), ...(next !== undefined && { next: cursors.seal(next, of) }) },
  }
}

interface FilterText {
  readonly account?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
  readonly minAmount?: string | undefined
  readonly maxAmount?: string | undefined
  readonly text?: string | undefined
}

/** The filters that payments and refunds share, as the cashier takes them. */
export function filterOf({ account, from, until, minAmount, maxAmount, text }: FilterText): {
  readonly account?: string
  readonly from?: Instant
  readonly until?: Instant
  readonly minAmount?: bigint
  readonly maxAmount?: bigint
  readonly text?: string
} {
  return {
    ...(account !== undefined && { account }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(until !== undefined && { until: Date.parse(until) }),
    ...(minAmount !== undefined && { minAmount: BigInt(minAmount) }),
    ...(maxAmount !== undefined && { maxAmount: BigInt(maxAmount) }),
    ...(text !== undefined && { text }),
  }
}
