import { meter } from './meter.ts'

/** So many wrong keys from one address within the window; then it waits for the window's end. */
const MOST_FAILURES = 20
const WINDOW_S = 300
/** For so long, a key that opened from an address is no guess there. */
const KNOWN_S = 3600

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
export function guessing(): Guessing {
  const failures = meter(WINDOW_S)
  const known = meter(KNOWN_S)
  const pair = (address: string, keyId: string): string => `${address} ${keyId}`
  return {
    waitMs: async (address, keyId) => {
      const { remaining, resetMs } = await failures.look(address, MOST_FAILURES)
      if (remaining > 0) return 0
      const { remaining: strange } = await known.look(pair(address, keyId), 1)
      return strange === 0 ? 0 : resetMs
    },
    failed: async (address) => void (await failures.take(address, MOST_FAILURES)),
    worked: async (address, keyId) => void (await known.take(pair(address, keyId), 1)),
  }
}
