import type { Ability, Scene } from '@tpkit/core'
import { describe, it } from 'vitest'
import type { Bench } from './bench.ts'
import type { BenchBroken } from './bench-broken.ts'
import { brokenBy, type Law, skipReason, untriedFor } from './law.ts'
import { laws } from './laws.ts'
import { supervised } from './supervised.ts'
import { openWorld } from './world/world.ts'

/**
 * Registers one test per law. What the manifest does not declare is skipped, with the reason in the test's name.
 *
 * @param setup makes a bench anew for each law: wallet, accounts and keys share nothing with the ones before.
 * @example
 * providerSuite('mywallet', () => ({ wallet: myWallet(), account: { protocol: mine(config), secrets: [key] }, ... }))
 */
export function providerSuite<S extends Scene, A extends Ability = never>(name: string, setup: () => Bench<S, A>): void {
  describe(`${name} keeps the laws`, () => {
    const { ours } = openWorld(setup)
    const { scene } = ours.order()
    for (const law of laws) {
      const reason = skipReason(law, ours.tp.manifest, scene)
      if (reason) it.skip(`${law.name}: ${reason}`)
      else it(`${law.name}: ${law.rule}`, () => checkLaw(law, setup))
    }
  })
}

/**
 * Checks one law in a new world. Rejects with `LawBroken`: what was expected, what was found, what it means; or with
 * `BenchBroken`, where the script or the dialect made a mistake and the plugin was not judged.
 */
export async function checkLaw<S extends Scene, A extends Ability = never>(law: Law, setup: () => Bench<S, A>): Promise<void> {
  const mistakes: BenchBroken[] = []
  try {
    await law.check(openWorld(() => supervised(setup(), (broken) => mistakes.push(broken))))
  } catch (error) {
    if (mistakes.length === 0) throw brokenBy(law, error)
  }
  if (mistakes[0]) throw untriedFor(law, mistakes[0])
}
