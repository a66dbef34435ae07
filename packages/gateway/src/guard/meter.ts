import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

const MINUTE_S = 60

/** How one caller stands against its limit. */
export interface Taken {
  readonly limit: number
  readonly remaining: number
  /** Until the window ends and all is there again. */
  readonly resetMs: number
  readonly refused: boolean
}

/** Counts calls by window; in this process alone, so that N gateways let N times as many through. */
export interface Meter {
  /** Counts one. */
  readonly take: (caller: string, limit: number) => Promise<Taken>
  /** Looks, and counts nothing. */
  readonly look: (caller: string, limit: number) => Promise<Taken>
}

/** The limit is the caller's to say, since every merchant may have one of its own; so the library's counter only counts. */
export function meter(windowS: number = MINUTE_S): Meter {
  const counter = lazy(async () => {
    // Fifteen milliseconds of other engines: not before the first call.
    const { RateLimiterMemory } = await import('rate-limiter-flexible')
    return new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: windowS })
  })
  return {
    take: async (caller, limit) => takenOf(await (await counter()).consume(caller), limit),
    look: async (caller, limit) => {
      const found = await (await counter()).get(caller)
      return found ? takenOf(found, limit) : { limit, remaining: limit, resetMs: windowS * 1000, refused: false }
    },
  }
}

function lazy(make: () => Promise<RateLimiterMemory>): () => Promise<RateLimiterMemory> {
  let made: Promise<RateLimiterMemory> | undefined
  return () => {
    made ??= make()
    return made
  }
}

function takenOf({ consumedPoints, msBeforeNext }: RateLimiterRes, limit: number): Taken {
  return {
    limit,
    remaining: Math.max(0, limit - consumedPoints),
    resetMs: Math.max(0, msBeforeNext),
    refused: consumedPoints > limit,
  }
}
