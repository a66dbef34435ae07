import { randomBytes } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import type { RecordedWallet } from '../tpcase/record.ts'
import { type VirtualClock, virtualClock } from './clock.ts'
import { type DeliveryRecord, deliverer } from './deliver.ts'
import { type PaymentCode, paymentCode } from './payment-code.ts'
import type { Post } from './post.ts'

/** One wallet, with its time and its notifies. */
export interface World<Merchant = never> {
  readonly wallet: RecordedWallet<Merchant>
  readonly clock: VirtualClock
  readonly code: PaymentCode
  /** The latest tries of notifies, oldest first. */
  readonly deliveries: () => readonly DeliveryRecord[]
  /** Posts what is due now, without waiting for the next round; ends when all of it was answered. */
  readonly hurry: () => Promise<void>
  /** Ends when no notify is under way any more. */
  readonly idle: () => Promise<void>
}

/** The wallets behind one pair of doors: one that everybody shares, and those of merchants who wanted one to themselves. */
export interface Worlds<Merchant = never> {
  readonly shared: World<Merchant>
  /** Whose call it is decides; who has no wallet of their own meets the shared one. */
  readonly of: (mchId: string | undefined) => World<Merchant>
  readonly all: () => readonly World<Merchant>[]
}

/** The same, and who can change them. */
export interface WorldBook<Merchant> extends Worlds<Merchant> {
  readonly add: (mchId: string, world: World<Merchant>) => void
  readonly remove: (mchId: string) => void
}

/** Another wallet draws other numbers, unless it is told otherwise. */
export function seed(): { readonly seed: string } {
  return { seed: randomBytes(8).toString('hex') }
}

/** What time it is for a wallet: the machine's, and how far behind it begins. */
export interface Begin {
  readonly base: () => Instant
  readonly behindMs: number
}

export function openWorld<Merchant>(wallet: RecordedWallet<Merchant>, { base, behindMs }: Begin, post: Post): World<Merchant> {
  const clock = virtualClock(base, (ms) => wallet.ahead?.(ms), behindMs)
  const notifies = deliverer(wallet, clock.now, post)
  const code = paymentCode(wallet, clock)
  return { wallet, clock, code, deliveries: notifies.log, hurry: notifies.run, idle: notifies.idle }
}

export function worldsAround<Merchant>(shared: World<Merchant>): WorldBook<Merchant> {
  const own = new Map<string, World<Merchant>>()
  return {
    shared,
    of: (mchId = '') => own.get(mchId) ?? shared,
    all: () => [shared, ...own.values()],
    add: (mchId, world) => own.set(mchId, world),
    remove: (mchId) => own.delete(mchId),
  }
}
