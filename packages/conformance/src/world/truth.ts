import type { Absent, BookedOrder, BookedRefund, Manifest, PaymentFact, PaymentStatus, RefundFact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Sale } from './attempt.ts'
import type { Ended } from './believed.ts'
import type { Shop } from './shop.ts'

/** Of an order that is still open the wallet may tell that its payer failed. */
const STATUSES: Readonly<Record<BookedOrder['status'], readonly PaymentStatus[]>> = {
  open: ['pending', 'failed'],
  paid: ['paid'],
  closed: ['closed'],
  reversed: ['reversed'],
}

/** Demands that a query's answer and the wallet's books say the same. */
export function demandTruth(found: PaymentFact | Absent, booked: BookedOrder | undefined, meaning: string): void {
  if (!booked) {
    demand(found.kind === 'absent', 'absent, for the books know no such order', found, meaning)
    return
  }
  demand(found.kind === 'payment', `a fact about ${booked.outTradeNo}, which the books know`, found, meaning)
  demand(found.outTradeNo === booked.outTradeNo, `order ${booked.outTradeNo}`, found.outTradeNo, meaning)
  // What was paid and undone went back as a whole: some wallets know no other word for it.
  if (booked.status === 'reversed' && found.status === 'paid' && found.refundedInFull) return
  const statuses = STATUSES[booked.status]
  demand(statuses.includes(found.status), `status ${statuses.join(' or ')}, as the books say`, `${found.status}`, meaning)
  if (found.status !== 'paid') return
  demand(found.total.amount === booked.total, `${booked.total} minor units, as the books say`, found.total, meaning)
  demand(found.transactionId === booked.transactionId, `transaction ${booked.transactionId}`, found.transactionId, meaning)
}

/** The same for a refund, whose words are those of the books. */
export function demandRefundTruth(
  { refundsToldWhenDone }: Pick<Manifest, 'refundsToldWhenDone'>,
  found: RefundFact | Absent,
  booked: BookedRefund | undefined,
  meaning: string,
): void {
  if (refundsToldWhenDone && found.kind === 'absent' && booked?.status !== 'refunded') return
  if (!booked) {
    demand(found.kind === 'absent', 'absent, for the books know no such refund', found, meaning)
    return
  }
  demand(found.kind === 'refund', `a fact about ${booked.outRefundNo}, which the books know`, found, meaning)
  demand(found.outRefundNo === booked.outRefundNo, `refund ${booked.outRefundNo}`, found.outRefundNo, meaning)
  demand(found.status === booked.status, `status ${booked.status}, as the books say`, found.status, meaning)
  const amount = found.amount?.amount
  demand(amount === booked.amount, `${booked.amount} minor units, as the books say`, found.amount, meaning)
}

/** Demands that what was read is refused, or does not bind to our sale. */
export function demandForeign(shop: Shop, sale: Sale, end: Ended<unknown>, what: string, meaning: string): void {
  const bound = end.kind === 'returned' && shop.binds(sale, end.value)
  demand(!bound, `${what} not to bind`, end, meaning)
}
