import type { BooksReader, Standing } from '@tpkit/cashier'
import type { GatewayGauges } from '../parts.ts'
import { within } from '../within.ts'

/** For so long an answer counts: whoever looks often costs the ledger no more. */
const REMEMBERED_MS = 5000
const PATIENCE_MS = 2000

/** Reads the books at most once in five seconds, however many look. Rejects where they do not answer in time. */
export function booksGauges(read: Pick<BooksReader, 'standing'>, now: () => number): GatewayGauges {
  let last: { readonly answer: Promise<Standing>; readonly until: number } | undefined
  return () => {
    if (!last || last.until <= now()) last = { answer: within(read.standing(), PATIENCE_MS), until: now() + REMEMBERED_MS }
    return last.answer
  }
}
