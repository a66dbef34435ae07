import type { Habits } from './habits.ts'

/** 手续费 of an amount, half up to the fen. */
export function feeOf({ feeBasisPoints }: Habits, fen: bigint): bigint {
  return (fen * feeBasisPoints + 5_000n) / 10_000n
}

/** 费率: `0.60%`. */
export function feeRate({ feeBasisPoints }: Habits): string {
  return `${feeBasisPoints / 100n}.${String(feeBasisPoints % 100n).padStart(2, '0')}%`
}
