import type { FaultEffect, WalletFault } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Sale } from './attempt.ts'
import type { Notify, World } from './world.ts'

/** The faults of the world's wallet with that effect; none where it always behaves. */
export function faultsOf({ wallet: { faults } }: World, at: WalletFault['at'], effect: FaultEffect): readonly WalletFault[] {
  return faults?.catalogue.filter((each) => each.at === at && each.effect === effect) ?? []
}

/** Does something while the fault is armed; undefined where it did not strike meanwhile, and nothing is shown. */
type Armed = <Result extends object>(action: () => Promise<Result>) => Promise<Result | undefined>

/** A trial of one fault, which must strike at least once in it. */
export async function underFault(
  { wallet: { faults } }: World,
  { name }: WalletFault,
  trial: (armed: Armed) => Promise<void>,
): Promise<void> {
  let strikes = 0
  await trial(async (action) => {
    const before = faults?.trace().length ?? 0
    faults?.arm([{ fault: name }])
    try {
      const result = await action()
      const hits = (faults?.trace().length ?? 0) - before
      strikes += hits
      return hits > 0 ? result : undefined
    } finally {
      faults?.arm([])
    }
  })
  demand(strikes > 0, `the fault ${name} to strike`, `${strikes} strikes`, 'without it nothing is shown')
}

const DAY_MS = 86_400_000

/** Sells, and waits for what the wallet tells of it within a day. */
export async function soldAndTold(world: World): Promise<{ readonly sale: Sale; readonly notifies: readonly Notify[] }> {
  return { sale: await world.ours.sell(), notifies: world.dueWithin(DAY_MS) }
}
