import { meter } from './meter.ts'

/** So many wrong keys from one address within the window; then it waits for the window's end. */
const MOST_FAILURES = 20
const WINDOW_S = 300
/** For so long behind its last use, a key that opened from an address is no guess there. */
const KNOWN_MS = 3_600_000

/** Makes guessing of API keys slow: an address that fails often may try no new key for a while. */
export interface Guessing {
  /** How long to wait before trying this key from there; 0: it may be tried. */
  readonly waitMs: (address: string, keyId: string) => Promise<number>
  readonly failed: (address: string) => Promise<void>
  readonly worked: (address: string, keyId: string) => Promise<void>
}

/**
 * A key that worked from the same address lately goes on: one program with a key of yesterday must not stop the others behind
 * the same way out.
 */
export function guessing(now: () => number = () => performance.now()): Guessing {
  const failures = meter(WINDOW_S)
  /** Until when; the one that was used longest ago comes first. */
  const known = new Map<string, number>()
  const pair = (address: string, keyId: string): string => `${address} ${keyId}`
  return {
    waitMs: async (address, keyId) => {
      const { remaining, resetMs } = await failures.look(address, MOST_FAILURES)
      if (remaining > 0) return 0
      return (known.get(pair(address, keyId)) ?? 0) > now() ? 0 : resetMs
    },
    failed: async (address) => void (await failures.take(address, MOST_FAILURES)),
    worked: async (address, keyId) => {
      for (const [one, until] of known) {
        if (until > now()) break
        known.delete(one)
      }
      // Anew, so that it goes to the end.
      known.delete(pair(address, keyId))
      known.set(pair(address, keyId), now() + KNOWN_MS)
    },
  }
}
