import type { Instant } from '@tpkit/core'
import type { SandboxWallet } from '../wallet.ts'
import type { DeliveryRecord } from './deliver.ts'

/** What the sandbox's own pages look at and act on. */
export interface World {
  readonly wallet: SandboxWallet
  readonly clock: () => Instant
  readonly deliveries: () => readonly DeliveryRecord[]
  /** Something became due just now: do not wait for the next round. */
  readonly hurry: () => void
}
