import type { PaymentFact, RefundFact } from '@tpkit/core'
import type { Booking, BookingWorld } from '../booking/booking.ts'
import type { AttemptRow, Held, RefundRow } from '../books/rows.ts'

/** What books a fact, whichever way it came in. */
export interface Booker {
  readonly bookPayment: (held: Held, attempt: AttemptRow, fact: PaymentFact, world: BookingWorld) => Booking
  readonly bookRefund: (
    held: Held,
    attempt: AttemptRow,
    refund: RefundRow | undefined,
    fact: RefundFact,
    world: BookingWorld,
  ) => Booking
}
