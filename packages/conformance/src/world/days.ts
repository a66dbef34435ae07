import type { Instant, StatementQuery } from '@tpkit/core'
import type { World } from './world.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const USUAL_READY_MS = 12 * 3_600_000

/** The Beijing calendar day of a moment. */
export function beijingDay(at: Instant): string {
  return new Date(at + BEIJING_MS).toISOString().slice(0, 10)
}

/** Lets the day of now end: nobody may have its statement yet. */
export function endedDay({ clock }: Pick<World, 'clock'>): StatementQuery {
  const day = beijingDay(clock.nowMs())
  const midnight = Date.parse(`${day}T00:00:00Z`) - BEIJING_MS + DAY_MS
  clock.advance(midnight - clock.nowMs())
  return { day, kind: 'trade' }
}

/** The same, and as much time passes as its file takes: what can be asked for then. */
export function settledDay(world: Pick<World, 'clock' | 'ours'>): StatementQuery {
  const query = endedDay(world)
  world.clock.advance(world.ours.tp.manifest.timing.statement?.readyAfterMs ?? USUAL_READY_MS)
  return query
}
