import type { EventRow } from '@tpkit/cashier'
import type { Trial } from '../trial.ts'

/** Everything that merchants were told of one order, the oldest first. */
export async function eventsOf({ world }: Trial, orderId: string, type: string): Promise<readonly EventRow[]> {
  const found: EventRow[] = []
  for (let after: string | undefined; ; ) {
    const { rows, cursor } = await world.ledger.read.events(undefined, after, 200)
    found.push(...rows.filter((event) => event.orderId === orderId && event.type === type))
    if (rows.length === 0) return found
    after = cursor
  }
}
