import type { BooksReader } from '@tpkit/cashier'

/** Turns what an engine throws at a read into what the books promise; what is a mistake of ours stays what it is. */
export type ReadFailure = (error: unknown) => unknown

type Read<Args extends readonly unknown[], Answer> = (...args: Args) => Promise<Answer>

export function told<Args extends readonly unknown[], Answer>(
  read: Read<Args, Answer>,
  failure: ReadFailure,
): Read<Args, Answer> {
  return async (...args) => {
    try {
      return await read(...args)
    } catch (error) {
      throw failure(error)
    }
  }
}

export async function* toldEach<Row>(rows: AsyncIterable<Row>, failure: ReadFailure): AsyncGenerator<Row> {
  try {
    yield* rows
  } catch (error) {
    throw failure(error)
  }
}

export function toldReader(read: BooksReader, failure: ReadFailure): BooksReader {
  return {
    order: told(read.order, failure),
    orders: told(read.orders, failure),
    refund: told(read.refund, failure),
    refunds: told(read.refunds, failure),
    journal: told(read.journal, failure),
    evidence: told(read.evidence, failure),
    evidenceOf: told(read.evidenceOf, failure),
    events: told(read.events, failure),
    event: told(read.event, failure),
    deliveries: told(read.deliveries, failure),
    endpoints: told(read.endpoints, failure),
    notices: told(read.notices, failure),
    differences: told(read.differences, failure),
    statementDays: told(read.statementDays, failure),
    booked: (account, from, until) => toldEach(read.booked(account, from, until), failure),
    audit: told(read.audit, failure),
    busyAccounts: told(read.busyAccounts, failure),
    standing: told(read.standing, failure),
  }
}
