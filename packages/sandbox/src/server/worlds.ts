import { randomBytes } from 'node:crypto'
import type { Instant } from '@tpkit/core'
import type { QQMerchant } from '../qqwallet/merchant.ts'
import type { QQWalletOptions } from '../qqwallet/wallet.ts'
import { type RecordedWallet, recordedWallet } from '../tpcase/record.ts'
import { type VirtualClock, virtualClock } from './clock.ts'
import { type DeliveryRecord, deliverer } from './deliver.ts'
import { type PaymentCode, paymentCode } from './payment-code.ts'
import type { Post } from './post.ts'

/** One wallet, with its time and its notifies. */
export interface World {
  readonly wallet: RecordedWallet
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
export interface Worlds {
  readonly shared: World
  /** Whose call it is decides; who has no wallet of their own meets the shared one. */
  readonly of: (mchId: string | undefined) => World
  readonly all: () => readonly World[]
  readonly add: (mchId: string, world: World) => void
  readonly remove: (mchId: string) => void
}

export type WalletOptions = Omit<QQWalletOptions, 'merchants'>

export function openWorld(merchant: QQMerchant, options: WalletOptions, base: () => Instant, post: Post): World {
  const clock = virtualClock(base)
  const wallet = recordedWallet({ seed: randomBytes(8).toString('hex'), ...options, merchants: [merchant] })
  const notifies = deliverer(wallet, clock.now, post)
  const code = paymentCode(wallet, clock)
  return { wallet, clock, code, deliveries: notifies.log, hurry: notifies.run, idle: notifies.idle }
}

export function worldsAround(shared: World): Worlds {
  const own = new Map<string, World>()
  return {
    shared,
    of: (mchId = '') => own.get(mchId) ?? shared,
    all: () => [shared, ...own.values()],
    add: (mchId, world) => own.set(mchId, world),
    remove: (mchId) => own.delete(mchId),
  }
}
