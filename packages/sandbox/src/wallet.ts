import type { Instant, PayerAction, Wallet } from '@tpkit/core'

/** What the payer's phone shows of one order. */
export interface PhoneBill {
  /** Names the order in the phone's address: `/phone/<token>`. */
  readonly token: string
  /** What the payer scans; the argument of `act`. */
  readonly promptText: string
  /** Whose QR code it is, in both languages. */
  readonly wallet: { readonly zh: string; readonly en: string }
  readonly merchant: string
  readonly subject: string
  readonly outTradeNo: string
  /** Minor units. */
  readonly total: bigint
  readonly currency: string
  readonly status: 'open' | 'paid' | 'closed' | 'expired'
  readonly expiresAt: Instant
}

/** A wallet that also has a payer's phone. */
export interface SandboxWallet extends Wallet {
  /** Every order that a payer could be shown, oldest first. */
  readonly bills: (now: Instant) => readonly PhoneBill[]
}

/** Why the payer cannot do that. */
export type PayerObstacle = 'unknown' | 'paid' | 'closed' | 'expired'

/** Thrown by `act`: the sentence for people, the obstacle for pages that speak their language. */
export class PayerError extends Error {
  readonly obstacle: PayerObstacle

  constructor(obstacle: PayerObstacle, message: string) {
    super(message)
    this.name = 'PayerError'
    this.obstacle = obstacle
  }
}

export function isPayerAction(value: unknown): value is PayerAction {
  return value === 'pay' || value === 'wrong-password' || value === 'no-funds' || value === 'cancel'
}
