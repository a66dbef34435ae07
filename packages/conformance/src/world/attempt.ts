import type { Instant } from '@tpkit/core'
import type { Order } from '../bench.ts'

/** An order as a shop keeps it: with the moment at which it was written down. */
export interface Attempt extends Order {
  readonly startedAt: Instant
}

/** An order that the wallet knows and the payer can pay. */
export interface Prepared extends Attempt {
  /** What `wallet.act` takes. */
  readonly promptText: string
  /** When its prompt dies, where that is said. */
  readonly promptEnds?: Instant
}

/** An order that the payer paid. */
export interface Sale extends Prepared {
  /** From the wallet's books. */
  readonly transactionId: string
}
