import { type Answer, json } from '../answer.ts'
import { advance } from '../clock.ts'
import { Refused } from '../refused.ts'
import type { World } from '../worlds.ts'
import type { Asked } from './asked.ts'
import { iso } from './books.ts'

export function showClock({ world }: Asked): Answer {
  return json(200, clockOf(world))
}

/** Everything that came due by the jump goes out at once. */
export function advanceClock({ world, body }: Asked): Answer {
  const length = body.get('advance')
  if (typeof length !== 'string' && typeof length !== 'number') {
    throw new Refused(
      400,
      `advance: expected a length of time such as "31m" or milliseconds, found ${JSON.stringify(length) ?? 'none'}`,
    )
  }
  advance(world.clock, length)
  void world.hurry()
  return json(200, clockOf(world))
}

function clockOf({ clock }: World): object {
  return { now: iso(clock.now()), advancedMs: clock.advancedMs() }
}
