import type { SeedResult } from '../../tests/simulation/run-seed.ts'
import type { Pool } from './pool.ts'
import type { Task } from './worker.ts'

export interface Shrunk {
  readonly task: Task
  readonly result: SeedResult
}

/** Leaves out faults and orders one by one, as long as the same invariant still breaks. */
export async function shrink(pool: Pool, failing: SeedResult): Promise<Shrunk> {
  const breaks = nameOf(failing.violations[0])
  const stillBreaks = ({ violations }: SeedResult) => violations.some((violation) => nameOf(violation) === breaks)
  let best: Shrunk = { task: { seed: failing.seed }, result: failing }
  const attempt = async (task: Task) => {
    const result = await pool.one(task)
    if (stillBreaks(result)) best = { task, result }
  }
  for (let order = 0; order < failing.orders; order += 1)
    await attempt({ ...best.task, withoutOrders: [...(best.task.withoutOrders ?? []), order] })
  for (const fault of failing.faults) await attempt({ ...best.task, withoutFaults: [...(best.task.withoutFaults ?? []), fault] })
  return best
}

export function nameOf(violation = ''): string {
  return violation.split(':')[0] ?? ''
}
