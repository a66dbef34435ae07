import type { Random } from '@tpkit/core/ports'

/** Randomness that repeats: the same seed gives the same bytes. Never for anything but tests. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  // mulberry32: small, fast, and good enough to look random to a protocol
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 24
  }
  return { bytes: (length) => Uint8Array.from({ length }, next) }
}
