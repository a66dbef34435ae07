import type { BookedOrder, HttpRequest, WalletAnswer } from '@tpkit/core'
import type { Stand as ShopStand } from '../../../packages/cashier/src/stand.fixture.ts'

/** One of the wallets at which the shop sells: its accounts there, with their real protocol, and what its messages mean. */
export interface Stand extends ShopStand {
  /** The payment that a request may bring about. */
  readonly startedBy: (request: HttpRequest) => string | undefined
  /** The refund that a request may bring about. */
  readonly refundedBy: (request: HttpRequest) => { readonly mchId: string; readonly outRefundNo: string } | undefined
  /** The payment that a notify is about. */
  readonly numberIn: (name: string, body: Uint8Array) => string | undefined
  /** Whose order it is. */
  readonly accountOf: (order: BookedOrder) => string
  /** Too many refunds: how something before the wallet says so. Absent where no page of the wallet knows it. */
  readonly limited?: () => WalletAnswer
  /** What must show nowhere. */
  readonly secrets: readonly string[]
}

/** A day with an account that nobody has is a mistake of the simulation. */
export function standOf(stands: readonly Stand[], account: string): Stand {
  const found = stands.find(({ accounts }) => accounts.includes(account))
  if (found) return found
  throw new Error(`expected a wallet with the account ${account}, found none`)
}
