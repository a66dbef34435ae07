import type { Instant } from '@tpkit/core'

/** Everything that a real wallet would draw at random, derived from a seed and counters. */
export interface Numbers {
  /** Names an order in addresses; never repeats. */
  readonly token: () => string
  readonly prepayId: (now: Instant) => string
  readonly nonce: () => string
  /** 付款码; never repeats. */
  readonly paymentCode: () => string
  readonly transactionId: (mchId: string, now: Instant) => string
  readonly refundId: (mchId: string, now: Instant) => string
}

/** 1, 2, 3 … */
export function counter(): () => number {
  let count = 0
  return () => ++count
}

/** An odd factor and an exclusive or are one-to-one on 32 bits: such numbers look random and still cannot meet. */
export function scattered(count: number, start: number): number {
  return (Math.imul(count, 0x9e3779b1) ^ start) >>> 0
}

/** A prefix and a serial number, filled up to so many digits. */
export function filled(prefix: string, serial: number, length: number): string {
  const width = length - prefix.length
  return prefix + String(serial % 10 ** width).padStart(width, '0')
}
