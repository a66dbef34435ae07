import { setTimeout as pause } from 'node:timers/promises'
import { tpError } from '@tpkit/core/errors'

/** Waits no longer than that; the work itself goes on. Rejects with `TIMEOUT`. */
export async function within<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  const timer = new AbortController()
  const late = pause(ms, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw tpError('TIMEOUT', `expected an answer within ${ms} ms, found none; look at what should have given it`)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
    late.catch(() => undefined)
  }
}
