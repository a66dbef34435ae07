import type { Instant } from '@tpkit/core'
import { md5 } from './sign.ts'
import { beijingTime } from './time.ts'

/** Everything that a real wallet would draw at random, derived from a seed and counters. */
export interface Numbers {
  /** Eight hex digits, the last part of a `code_url`; never repeats. */
  readonly token: () => string
  readonly prepayId: () => string
  readonly nonce: () => string
  /** 付款码: 18 digits that begin with 91; never repeats. */
  readonly paymentCode: () => string
  /** 28 digits that begin with the merchant number, as in every known sample. */
  readonly transactionId: (mchId: string, now: Instant) => string
  readonly refundId: (mchId: string, now: Instant) => string
}

const ID_LENGTH = 28

/** Two wallets of one seed give the same numbers for the same calls; another seed starts elsewhere. */
export function numbers(seed: string): Numbers {
  const start = Number.parseInt(md5(seed).slice(0, 8), 16)
  const counter = (): (() => number) => {
    let count = 0
    return () => ++count
  }
  const [tokens, prepays, nonces, codes] = [counter(), counter(), counter(), counter()]
  const [payments, refunds] = [counter(), counter()]
  return {
    token: () => scattered(tokens(), start).toString(16).padStart(8, '0'),
    prepayId: () => md5(`${seed} prepay ${prepays()}`).toUpperCase(),
    nonce: () => md5(`${seed} nonce ${nonces()}`),
    paymentCode: () => `91${String(start % 1_000_000).padStart(6, '0')}${String(scattered(codes(), start)).padStart(10, '0')}`,
    transactionId: (mchId, now) => fill(`${mchId}47${beijingTime(now).slice(2, 8)}`, start + payments()),
    refundId: (mchId, now) => fill(`${mchId}801${beijingTime(now).slice(0, 8)}`, start + refunds()),
  }
}

/** An odd factor and an exclusive or are one-to-one on 32 bits: such numbers look random and still cannot meet. */
function scattered(count: number, start: number): number {
  return (Math.imul(count, 0x9e3779b1) ^ start) >>> 0
}

function fill(prefix: string, serial: number): string {
  const width = ID_LENGTH - prefix.length
  return prefix + String(serial % 10 ** width).padStart(width, '0')
}
