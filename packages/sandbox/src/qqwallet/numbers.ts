import type { Instant } from '@tpkit/core'
import { md5 } from './sign.ts'
import { beijingTime } from './time.ts'

/** Everything that a real wallet would draw at random, derived from a seed and counters. */
export interface Numbers {
  /** Eight hex digits, the last part of a `code_url`; never repeats. */
  readonly token: () => string
  readonly prepayId: () => string
  readonly nonce: () => string
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
  const [tokens, prepays, nonces, payments, refunds] = [counter(), counter(), counter(), counter(), counter()]
  return {
    // An odd factor and an exclusive or are one-to-one on 32 bits: the tokens look random and still cannot meet.
    token: () => ((Math.imul(tokens(), 0x9e3779b1) ^ start) >>> 0).toString(16).padStart(8, '0'),
    prepayId: () => md5(`${seed} prepay ${prepays()}`).toUpperCase(),
    nonce: () => md5(`${seed} nonce ${nonces()}`),
    transactionId: (mchId, now) => fill(`${mchId}47${beijingTime(now).slice(2, 8)}`, start + payments()),
    refundId: (mchId, now) => fill(`${mchId}801${beijingTime(now).slice(0, 8)}`, start + refunds()),
  }
}

function fill(prefix: string, serial: number): string {
  const width = ID_LENGTH - prefix.length
  return prefix + String(serial % 10 ** width).padStart(width, '0')
}
