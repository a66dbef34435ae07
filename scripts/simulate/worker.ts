/** One process that runs seeds for `simulate.ts`, perhaps with a planted bug in the product. */

import { applyPatch } from '../../tests/patches/for-node.ts'
import { PLANTED } from '../../tests/patches/planted/planted.ts'
import type { FaultName } from '../../tests/simulation/world/faults.ts'

export interface Task {
  readonly seed: number
  readonly withoutFaults?: readonly FaultName[]
  readonly withoutOrders?: readonly number[]
}

const bug = PLANTED.find(({ name }) => name === process.env.TPKIT_PLANTED)
if (bug) applyPatch(bug)
// Behind the patch: what is imported before it is not patched.
const { runSeed } = await import('../../tests/simulation/run-seed.ts')

process.on('message', async ({ seed, withoutFaults = [], withoutOrders = [] }: Task) => {
  const result = await runSeed({ seed, withoutFaults: new Set(withoutFaults), withoutOrders: new Set(withoutOrders) })
  process.send?.(result)
})
process.send?.('ready')
