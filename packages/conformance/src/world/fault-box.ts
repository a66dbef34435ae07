import { bind, type Fact, type FaultBox, type FaultEffect, type FaultHit, type FaultRule, type WalletFault } from '@tpkit/core'
import { settledDay } from './days.ts'
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

/** A read that the wallet has something to say to. */
interface Read {
  readonly verb: string
  readonly ask: () => Promise<unknown>
  /** Whether what it found is about our order or refund. */
  readonly binds: (found: unknown) => boolean
}

/** Every read, on a sale that has a refund. */
export async function reads(world: World): Promise<readonly Read[]> {
  const { ours } = world
  const { payee } = ours.tp
  const sale = await ours.sell()
  const command = ours.refundOf(sale, 4_000n)
  await ours.refund(command)
  const { outTradeNo, total } = sale
  const { outRefundNo, amount } = command
  const isSale = (found: unknown): boolean =>
    isFact(found) && found.kind === 'payment' && bind({ payee, outTradeNo, total }, found).kind === 'ours'
  const isRefund = (found: unknown): boolean =>
    isFact(found) && found.kind === 'refund' && bind({ payee, outTradeNo, outRefundNo, amount }, found).kind === 'ours'
  const day = ours.tp.statement && settledDay(world)
  const isDay = (found: unknown): boolean => Array.isArray(found) && found.some((row) => isSale(row.fact))
  return [
    { verb: 'query', ask: () => ours.query(sale), binds: isSale },
    ...(ours.tp.queryRefund ? [{ verb: 'queryRefund', ask: () => ours.queryRefund(command), binds: isRefund }] : []),
    ...(day ? [{ verb: 'statement', ask: () => ours.statement(day), binds: isDay }] : []),
  ]
}

function isFact(found: unknown): found is Fact {
  return typeof found === 'object' && found !== null && 'source' in found
}

function struck(faults: FaultBox | undefined): readonly FaultHit[] {
  return faults ? [...faults.trace()] : []
}
