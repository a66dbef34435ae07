import type { FaultBox, FaultEffect, FaultHit, FaultRule, WalletFault } from '@tpkit/core'
import type { Sale } from './shop.ts'
import type { Notify, World } from './world.ts'

/** The faults of the world's wallet with that effect; none where it always behaves. */
export function faultsOf({ wallet: { faults } }: World, at: WalletFault['at'], effect: FaultEffect): readonly WalletFault[] {
  return faults?.catalogue.filter((each) => each.at === at && each.effect === effect) ?? []
}

/** Does something while a fault is armed, and tells what of it struck meanwhile. */
export async function whileArmed<Result>(
  { wallet: { faults } }: World,
  rule: FaultRule,
  action: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly hits: readonly FaultHit[] }> {
  const before = struck(faults)
  faults?.arm([rule])
  try {
    const result = await action()
    return { result, hits: struck(faults).slice(before.length) }
  } finally {
    faults?.arm([])
  }
}

const DAY_MS = 86_400_000

/** Sells, and waits for what the wallet tells of it within a day. */
export async function soldAndTold(world: World): Promise<{ readonly sale: Sale; readonly notifies: readonly Notify[] }> {
  return { sale: await world.ours.sell(), notifies: world.dueWithin(DAY_MS) }
}

function struck(faults: FaultBox | undefined): readonly FaultHit[] {
  return faults ? [...faults.trace()] : []
}
