import type { Delivery, Instant } from '@tpkit/core'
import type { Heard, NotifyLine } from './notify-line.ts'
import { type Plan, planned } from './notify-plan.ts'
import { copier, type Handed, type Shelf, shelf } from './notify-shelf.ts'

export interface Notifies {
  readonly due: (now: Instant) => readonly Handed[]
  readonly delivered: (id: string, heard: Heard, now: Instant) => void
}

/** Notifies on their way from the wallet through the faults to the merchant. The wallet's schedule stays as it is. */
export function faultyNotifies<Draft>(line: NotifyLine<Draft>): Notifies {
  const later = shelf()
  const copy = copier()
  /** What comes again when it is acknowledged. */
  const again = new Map<string, Plan>()
  const send = (fresh: Delivery, now: Instant): readonly Handed[] => {
    const plan = planned(line, fresh, now)
    if (plan.lost) line.delivered(fresh.id, undefined, now)
    else if (plan.againMs !== undefined) again.set(fresh.id, plan)
    return plan.lost ? [] : handedOut(plan, now, copy, later)
  }
  return {
    due: (now) => {
      const handed = line.due(now).flatMap((fresh) => send(fresh, now))
      return [...handed, ...later.release(now, handed.length > 0)]
    },
    delivered: (id, heard, now) => {
      line.delivered(id, heard, now)
      const plan = again.get(id)
      again.delete(id)
      if (plan && line.dialect.isAcknowledged(heard)) later.hold(repeat(plan, now, copy))
    },
  }
}

/** All copies of a try: now, or held back for later. */
function handedOut(
  { delivery, copies, at, behind, faults }: Plan,
  now: Instant,
  copy: (delivery: Delivery) => Delivery,
  later: Shelf,
): readonly Handed[] {
  const handed = Array.from({ length: copies }, (_, index) => ({ delivery: index === 0 ? delivery : copy(delivery), faults }))
  if (at <= now && !behind) return handed
  for (const each of handed) later.hold({ ...each, at, behind })
  return []
}

function repeat(
  { delivery, faults, againMs = 0 }: Plan,
  now: Instant,
  copy: (delivery: Delivery) => Delivery,
): Parameters<Shelf['hold']>[0] {
  return { delivery: copy({ ...delivery, attempt: delivery.attempt + 1 }), faults, at: now + againMs, behind: false }
}
