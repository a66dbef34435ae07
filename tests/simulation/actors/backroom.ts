import type { Instant } from '@tpkit/core'
import { neverWasIsTrue } from '../invariants/all-along.ts'
import type { Process } from '../world/process.ts'
import { within } from '../world/timeline.ts'
import type { World } from '../world/world.ts'

const EVERY_MS = 11_000
/** Otherwise only where something is due: most rounds of a night would find nothing. */
const FULL_EVERY = 5

/** What a process does without being asked, as long as things go wrong: follow-up, delivery, seals; and a clock that may jump. */
export function backroom(world: World): void {
  let rounds = 0
  const round = () => {
    if (world.isCalm()) return
    rounds += 1
    void work(world, rounds % FULL_EVERY === 0)
    if (world.streams('looks').chance(30)) void neverWasIsTrue(world)
    world.timeline.after(EVERY_MS, round)
  }
  world.timeline.after(EVERY_MS, round)
}

/** Once, by every process that there is. Not in full: by those to whose clock something is due. */
export async function work(world: World, inFull = true): Promise<void> {
  const due = inFull ? 0 : ((await world.ledger.claim.nextDueAt()) ?? Number.POSITIVE_INFINITY)
  await Promise.all(world.processes().map((process) => workOf(world, process, due)))
  if (world.streams('seals').chance(10)) await quietly(world, 'seal', world.ledger.seal(world.timeline.now))
}

async function workOf(world: World, process: Process, due: Instant): Promise<void> {
  if (world.faults.strikes('clock-jump')) {
    process.skewMs = world.streams('clock').whole(-1, 1) * world.streams('clock').whole(0, jumpOf(world)) * 1_000
    world.trace.note('clock', `of ${process.generation} ${process.skewMs / 1_000} s ahead`)
  }
  if (due > world.timeline.now + process.skewMs) return
  await quietly(world, 'follow-up', process.till.followUp())
  await quietly(world, 'deliver', process.till.deliver())
}

/** As far as the quiet time leaves room beside what may be on its way; without that, ten minutes. */
function jumpOf({ faults }: World): number {
  return faults.percents.has('too-late') || faults.percents.has('outage-late') ? 90 : 600
}

async function quietly(world: World, what: string, work: Promise<unknown>): Promise<void> {
  const result = await within(
    world.timeline,
    600_000,
    work.catch((error: Error) => error),
  )
  if (result instanceof Error) world.trace.note(what, result.message)
}
