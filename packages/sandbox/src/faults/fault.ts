import type { WalletFault } from '@tpkit/core'

/**
 * Where on a message's way a fault sits. Several may strike one message; each finds what the stages before it left.
 *
 * - `before`: somebody answers in the wallet's place
 * - `message`: between the books and the signature
 * - `after`: what is on the wire
 * - `transport`: whether, when and how often it arrives
 */
export type Stage = 'before' | 'message' | 'after' | 'transport'

/** What a fault's value means, and what it is where a rule gives none. */
export interface FaultValue {
  readonly unit: 'ms' | 'copies'
  readonly usual: number
  readonly least: number
  readonly most: number
}

export interface SandboxFault extends WalletFault {
  readonly stage: Stage
  readonly value?: FaultValue
  /** Once it strikes it strikes everything that its rule fits, for `value` milliseconds; all of that counts as once. */
  readonly lasts?: true
  /** The wallet does what it refused as soon as the fault is over. */
  readonly postpones?: true
}

const DAY_MS = 86_400_000

export const ms = (usual: number, least = 0): FaultValue => ({ unit: 'ms', usual, least, most: 366 * DAY_MS })

/** Times may be off in both directions. */
export const offset = (usual: number): FaultValue => ms(usual, -366 * DAY_MS)

export const copies = (usual: number): FaultValue => ({ unit: 'copies', usual, least: 2, most: 100 })
