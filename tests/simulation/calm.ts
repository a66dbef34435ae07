import { work } from './actors/backroom.ts'
import { bringAll } from './actors/courier.ts'
import type { World } from './world/world.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const DAY_OF_START = '2026-11-23'

/** Nothing goes wrong any more: whatever is due is worked off. */
export async function calmDown(world: World): Promise<void> {
  world.calm()
  const { timeline } = world
  const begin = timeline.now
  for (let rounds = 0; rounds < 6; rounds += 1) await workedFor(world, 5 * MINUTE)
  await worksUntilNothingIsDue(world, begin + DAY)
  world.trace.note('calm', 'nothing is due')
}

/** The next day: the first one is held against the wallets' statements, which finds nothing that follow-up did not. */
export async function nextDay(world: World): Promise<void> {
  const { timeline } = world
  await timeline.until(timeline.now + DAY)
  await reconciled(world)
  await worksUntilNothingIsDue(world, timeline.now + 2 * DAY)
}

async function workedFor(world: World, ms: number): Promise<void> {
  bringAll(world)
  void work(world)
  await world.timeline.until(world.timeline.now + ms)
}

/** From one due moment to the next. */
async function worksUntilNothingIsDue(world: World, end: number): Promise<void> {
  const { ledger, timeline, violations } = world
  for (let rounds = 0; rounds < 300; rounds += 1) {
    const due = await ledger.claim.nextDueAt()
    if (due === undefined) return
    if (due > end) break
    await timeline.until(Math.max(due, timeline.now))
    await workedFor(world, 45_000)
  }
  violations.push('nothing-is-left-open: expected an end of what is due, found some after the calm')
}

async function reconciled(world: World): Promise<void> {
  for (const account of world.accounts) {
    const till = world.till()
    if (!till) return
    const result = await settled(
      world,
      till.reconcile(account, DAY_OF_START).catch((error: Error) => error),
    )
    if (result instanceof Error || result?.kind !== 'done') {
      const found = result instanceof Error ? result.message : result?.kind
      world.violations.push(`statement-agrees: expected a statement of ${account}, found ${found}`)
      continue
    }
    world.trace.note('reconcile', `${account}: ${result.lines} lines, ${result.differences.length} differences`)
    for (const { kind, outTradeNo, ours, theirs } of result.differences)
      world.violations.push(`statement-agrees: ${account} ${kind} ${outTradeNo}: ours ${ours}, theirs ${theirs}`)
  }
}

/** Files are unpacked and read in turns of the event loop that virtual time does not know. */
async function settled<Result>({ timeline }: World, promise: Promise<Result>): Promise<Result | undefined> {
  let result: Result | undefined
  const ended = promise.then((value) => {
    result = value
  })
  for (let turns = 0; turns < 2_000 && result === undefined; turns += 1) await timeline.until(timeline.now + 5)
  if (result !== undefined) await ended
  return result
}
