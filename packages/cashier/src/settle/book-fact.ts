import type { Fact } from '@tpkit/core'
import type { Booking } from '../booking/booking.ts'
import { bookPayment } from '../booking/payment.ts'
import { bookRefund } from '../booking/refund.ts'
import type { AttemptRow, Held } from '../books/rows.ts'
import { type Work, write } from '../books/work.ts'
import { bookingWorld, type CashierWorld } from '../world.ts'

/** Books a fact about an attempt of an order that is held, and writes what it changes. */
export function* bookFact(world: CashierWorld, held: Held, attempt: AttemptRow, fact: Fact): Work<Booking> {
  const booking = bookingOf(world, held, attempt, fact)
  if (booking.changes.length > 0) yield* write(booking.changes)
  return booking
}

function bookingOf(world: CashierWorld, held: Held, attempt: AttemptRow, fact: Fact): Booking {
  const over = bookingWorld(world, held.order)
  if (fact.kind === 'payment') return bookPayment(held, attempt, fact, over)
  const refund = held.refunds.find(({ account, outRefundNo }) => account === attempt.account && outRefundNo === fact.outRefundNo)
  return bookRefund(held, attempt, refund, fact, over)
}

export function attemptOf({ attempts }: Held, account: string, outTradeNo: string): AttemptRow | undefined {
  return attempts.find((one) => one.account === account && one.outTradeNo === outTradeNo)
}
