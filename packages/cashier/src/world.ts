import { USUAL_POLICY } from '@tpkit/core'
import type { BookingWorld } from './booking/booking.ts'
import type { OrderRow } from './books/rows.ts'
import type { Guard } from './guard/guard.ts'
import type { Ids } from './ids.ts'
import type { CashierPorts, Wallets } from './ports.ts'

/** What every use case stands on. */
export interface CashierWorld extends CashierPorts {
  readonly ids: Ids
  readonly guard: Guard
}

/** What booking needs to know about an order, now. */
export function bookingWorld(world: CashierWorld, { method }: Pick<OrderRow, 'method'>): BookingWorld {
  const { wallets, settings, ids, clock } = world
  return { now: clock.nowMs(), ids, settings, policy: policyOf(wallets, method), account: wallets.account }
}

/** Yesterday's method may have left the configuration. */
export function policyOf(
  wallets: { readonly method: (name: string) => Pick<ReturnType<Wallets['method']>, 'policy'> },
  method: string,
) {
  try {
    return wallets.method(method).policy
  } catch {
    return USUAL_POLICY
  }
}
