import { backroom } from './actors/backroom.ts'
import { courier } from './actors/courier.ts'
import { customer } from './actors/customer.ts'
import { calmDown, nextDay } from './calm.ts'
import { violationsOf } from './invariants/all.ts'
import { finalState } from './invariants/state.ts'
import type { FaultName } from './world/faults.ts'
import { openWorld, type Seeded } from './world/world.ts'

const BUSY_MS = 40 * 60_000

export interface SeedResult {
  readonly seed: number
  /** `name: what was found`. */
  readonly violations: readonly string[]
  /** Over everything that happened. */
  readonly hash: string
  readonly lines: readonly string[]
  readonly orders: number
  readonly faults: readonly FaultName[]
  readonly crashes: number
}

/** A few orders, forty minutes in which things go wrong, then calm until nothing is due; and what must hold then. */
export async function runSeed(seeded: Seeded): Promise<SeedResult> {
  const world = await openWorld(seeded)
  const { timeline, trace, streams } = world
  const orders = streams('how many').whole(2, 5)
  courier(world)
  backroom(world)
  for (let index = 0; index < orders; index += 1)
    if (!seeded.withoutOrders?.has(index))
      void customer(world, index).catch((error) => world.violations.push(`simulation: ${error}`))
  await timeline.until(timeline.now + BUSY_MS)
  await calmDown(world)
  // Before the statement could mend anything, and behind it.
  const before = violationsOf(await finalState(world))
  await nextDay(world)
  const violations = [...new Set([...world.violations, ...before, ...violationsOf(await finalState(world))])]
  await world.ledger.close()
  return {
    seed: seeded.seed,
    violations,
    hash: trace.hash,
    lines: trace.lines,
    orders,
    faults: [...world.faults.percents.keys()],
    crashes: trace.lines.filter((line) => line.includes('process') && line.includes('ends')).length,
  }
}
