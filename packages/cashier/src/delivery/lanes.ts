import type { Instant } from '@tpkit/core'
import type { Random } from '@tpkit/core/ports'
import pLimit, { type LimitFunction } from 'p-limit'
import type { DeliveryRow } from '../books/rows.ts'
import { restAfter } from './schedule.ts'

/** Tries under way at one endpoint at one time. */
const WIDTH = 4

/** One endpoint's way out: what hangs in it holds nobody else. */
export interface Lane {
  readonly run: LimitFunction
  /** Until when it is left alone, because it gave no answer. */
  readonly restsUntil: (now: Instant) => Instant | undefined
  readonly heard: () => void
  readonly silent: (now: Instant) => void
}

export type Lanes = (delivery: DeliveryRow) => Lane

/** Kept in memory only: a new process asks each endpoint once to know as much. */
export function lanes(random: Random): Lanes {
  const known = new Map<string, Lane>()
  return ({ merchant, endpoint }) => {
    const key = JSON.stringify([merchant, endpoint])
    const lane = known.get(key) ?? newLane(random)
    known.set(key, lane)
    return lane
  }
}

function newLane(random: Random): Lane {
  let silences = 0
  let until = 0
  return {
    run: pLimit(WIDTH),
    restsUntil: (now) => (silences > 0 && now < until ? until : undefined),
    heard: () => {
      silences = 0
    },
    silent: (now) => {
      // Those that were under way together are one silence.
      if (silences > 0 && now < until) return
      silences += 1
      until = now + restAfter(silences, random)
    },
  }
}
