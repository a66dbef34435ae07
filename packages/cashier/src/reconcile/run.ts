import type { Instant } from '@tpkit/core'
import type { Account, Method } from '@tpkit/core/configured'
import type { BookingWorld } from '../booking/booking.ts'
import type { OrderRow } from '../books/rows.ts'
import type { Ids } from '../ids.ts'
import type { CashierPorts } from '../ports.ts'
import { policyOf } from '../world.ts'
import type { Span } from './day.ts'

/** What of the configured wallets is needed here. */
export interface StatementWallets {
  readonly method: (name: string) => Pick<Method, 'policy'>
  readonly account: (name: string) => Pick<Account, 'merchant' | 'payee' | 'manifest' | 'statement'>
}

/** One account's day, looked at once. */
export interface Run {
  readonly account: string
  /** Who owns the account: hears of what belongs to no order. */
  readonly merchant: string
  readonly day: string
  readonly span: Span
  readonly now: Instant
  readonly ids: Ids
  readonly ports: Pick<CashierPorts, 'settings'> & { readonly wallets: StatementWallets }
}

export function bookingWorld({ now, ids, ports }: Run, { method }: OrderRow): BookingWorld {
  const { wallets, settings } = ports
  return { now, ids, settings, policy: policyOf(wallets, method), account: wallets.account }
}
