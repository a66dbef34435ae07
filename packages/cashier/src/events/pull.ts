import { tpError } from '@tpkit/core/errors'
import type { Books, EventPage } from '../books/books.ts'

const MOST = 200

/**
 * The events behind a cursor, oldest first: for merchants without an endpoint, and for what an endpoint missed. Keep the page's
 * `cursor` once its rows are worked off, and go on behind it.
 *
 * @throws `TPError` `INVALID` for a limit that is not 1 to 200.
 */
export function eventsOf(
  books: Pick<Books, 'read'>,
): (merchant: string | undefined, after?: string, limit?: number) => Promise<EventPage> {
  return async (merchant, after, limit = 100) => {
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw tpError('INVALID', `limit: expected a whole number from 1 to ${MOST}, found ${limit}`)
    return books.read.events(merchant, after, limit)
  }
}
