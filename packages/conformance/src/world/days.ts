import type { Instant, StatementQuery } from '@tpkit/core'
import type { World } from './world.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const USUAL_READY_MS = 12 * 3_600_000

/** The Beijing calendar day of a moment. */
export function beijingDay(at: Instant): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 10)
}

/** Lets the day of now end, and as much time pass as its file takes: what can be asked for then. */
export function settledDay({ clock, ours }: Pick<World, 'clock' | 'ours'>): StatementQuery {
  const day = beijingDay(clock.nowMs())
  const midnight = Date.parse(`${day}T00:00:00Z`) - BEIJING_MS + DAY_MS
  const readyAt = midnight + (ours.tp.manifest.timing.statement?.readyAfterMs ?? USUAL_READY_MS)
  clock.advance(readyAt - clock.nowMs())
  return { day, kind: 'trade' }
}
