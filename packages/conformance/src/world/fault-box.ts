import type { FaultBox, FaultEffect, FaultHit, FaultRule, WalletFault } from '@tpkit/core'
import type { World } from './world.ts'

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

function struck(faults: FaultBox | undefined): readonly FaultHit[] {
  return faults ? [...faults.trace()] : []
}
