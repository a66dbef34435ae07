import type { Scene } from '@tpkit/core'
import { describe, expect, it } from 'vitest'
import type { Bench } from '../bench.ts'
import { LawBroken } from '../demand.ts'
import { laws } from '../laws.ts'
import { qqwalletBench } from '../qqwallet.fixture.ts'
import { checkLaw } from '../suite.ts'
import { toyPageBench, toyPayBench } from '../toy/bench.fixture.ts'
import type { Everything, Plant } from './plant.fixture.ts'

/** That it breaks no other law either takes every law for every plant: minutes, which the project `planted` has. */
const triesAll = process.env.TPKIT_EVERY_LAW === '1'

/** Registers the tests of each plant: it breaks its law, and no other one, at a toy wallet and at QQ Wallet. */
export function tryPlants(plants: readonly Plant[]): void {
  describe.each(plants)('a provider that $mistake', ({ law: name, also = [], says, onlyOnScan, plant }) => {
    const expected = [name, ...also]
    const tried = triesAll ? laws : laws.filter((law) => expected.includes(law.name))
    it(`breaks ${expected.join(', ')}${triesAll ? ' and no other law' : ''}, at a toy wallet`, async () => {
      const found = onlyOnScan
        ? await broken(() => plant(toyPageBench()), tried)
        : await broken(() => plant(toyPayBench()), tried)
      expect(found.get(name)).toMatch(says)
      expect([...found.keys()].sort()).toEqual(expected.toSorted())
    })

    it.skipIf(onlyOnScan)(`breaks ${name} at QQ Wallet`, async () => {
      const only = laws.filter((law) => law.name === name)
      expect((await broken(() => plant(qqwalletBench()), only)).get(name)).toMatch(says)
    })
  })
}

/** The laws that do not hold, with what they say. */
async function broken<S extends Scene>(
  setup: () => Bench<S, Everything>,
  tried: typeof laws,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const law of tried) {
    const error = await checkLaw(law, setup).catch((reason: unknown) => reason)
    if (error !== undefined) found.set(law.name, error instanceof LawBroken ? error.message : `no LawBroken: ${String(error)}`)
  }
  return found
}
