/**
 * `npm run simulate -- --seeds 3000 [--from 1]` runs seeds · `--seed 1168` replays one readably · `--planted` shows that it can fail.
 * Ends with 1 where an invariant broke, or where a planted bug was not caught.
 */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { PLANTED } from '../tests/patches/planted/planted.ts'
import type { SeedResult } from '../tests/simulation/run-seed.ts'
import { Pool } from './simulate/pool.ts'
import { nameOf, shrink } from './simulate/shrink.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '300' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    planted: { type: 'boolean', default: false },
    bug: { type: 'string' },
  },
})

const SIZE = Math.max(1, availableParallelism())
const PROGRESS_MS = 10_000
/** A bug that so many seeds do not catch is not caught. */
const MOST_SEEDS_PER_BUG = 600

const ok = values.seed !== undefined ? await replay(Number(values.seed)) : values.planted ? await planted() : await many()
process.exitCode = ok ? 0 : 1

async function many(): Promise<boolean> {
  const [from, count] = [Number(values.from), Number(values.seeds)]
  const pool = new Pool(SIZE, values.bug)
  const [began, failing] = [Date.now(), [] as SeedResult[]]
  let [done, crashes, told] = [0, 0, began]
  await pool.run(seedsFrom(from, count), (result) => {
    done += 1
    crashes += result.crashes
    if (result.violations.length > 0) failing.push(result)
    if (Date.now() - told < PROGRESS_MS) return
    told = Date.now()
    console.log(`${done} of ${count} seeds, ${failing.length} with violations`)
  })
  for (const result of failing.slice(0, 3)) await explain(pool, result)
  pool.close()
  const seconds = ((Date.now() - began) / 1000).toFixed(0)
  console.log(`seeds run: ${done}, crashes survived: ${crashes}, seeds with violations: ${failing.length}, ${seconds} s`)
  if (failing.length > 0) console.log(`replay one with: npm run simulate -- --seed ${failing[0]?.seed}`)
  return failing.length === 0
}

function* seedsFrom(from: number, count: number) {
  for (let seed = from; seed < from + count; seed += 1) yield { seed }
}

async function explain(pool: Pool, failing: SeedResult): Promise<void> {
  const { task, result } = await shrink(pool, failing)
  console.log(`\nseed ${failing.seed} breaks:\n  ${failing.violations.slice(0, 5).join('\n  ')}`)
  const kept = result.faults.length === 0 ? 'no fault at all' : result.faults.join(', ')
  console.log(`  the same without orders ${task.withoutOrders?.join(', ') || 'none'}; it takes: ${kept}\n`)
}

async function replay(seed: number): Promise<boolean> {
  const pool = new Pool(1, values.bug)
  const result = await pool.one({ seed })
  console.log(result.lines.join('\n'))
  console.log(`\nfaults: ${result.faults.join(', ')}\nlog hash: ${result.hash}`)
  console.log(result.violations.length === 0 ? 'everything holds' : `violations:\n  ${result.violations.join('\n  ')}`)
  if (result.violations.length > 0) await explain(pool, result)
  pool.close()
  return result.violations.length === 0
}

async function planted(): Promise<boolean> {
  let missed = 0
  for (const { name, about } of PLANTED) {
    const pool = new Pool(SIZE, name)
    const caught: SeedResult[] = []
    let tried = 0
    await pool.run(
      seedsFrom(1, MOST_SEEDS_PER_BUG),
      (result) => {
        tried += 1
        if (result.violations.length > 0) caught.push(result)
      },
      () => caught.length === 0,
    )
    pool.close()
    const [first] = caught.toSorted((a, b) => a.seed - b.seed)
    if (!first) missed += 1
    const found = first ? `caught by seed ${first.seed}, which breaks ${nameOf(first.violations[0])}` : 'NOT caught'
    console.log(`${name.padEnd(26)} ${found} (${tried} seeds): ${about}`)
  }
  console.log(`planted bugs: ${PLANTED.length}, caught: ${PLANTED.length - missed}`)
  return missed === 0
}
