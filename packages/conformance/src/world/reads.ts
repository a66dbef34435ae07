import type { Absent, Fact, PaymentFact, RefundCommand, RefundFact } from '@tpkit/core'
import type { Attempt, Sale } from './attempt.ts'
import { settledDay } from './days.ts'
import type { Shop } from './shop.ts'
import type { World } from './world.ts'

/** A question that the wallet has something to say to. */
interface Read<Found = unknown> {
  readonly verb: string
  readonly ask: () => Promise<Found>
  /** Whether what it found is about our order or refund. */
  readonly binds: (found: unknown) => boolean
}

/** What reads are best tried on. */
export async function soldAndRefunded(shop: Shop): Promise<{ readonly sale: Sale; readonly command: RefundCommand }> {
  const sale = await shop.sell()
  const command = shop.refundOf(sale, 4_000n)
  await shop.refund(command)
  return { sale, command }
}

/** `query` and, where there is one, `queryRefund`: by the numbers that these name. */
export function reads(shop: Shop, order: Attempt, command: RefundCommand): readonly Read<PaymentFact | RefundFact | Absent>[] {
  const query = { verb: 'query', ask: () => shop.query(order), binds: (found: unknown) => shop.binds(order, found) }
  if (!shop.tp.queryRefund) return [query]
  const binds = (found: unknown): boolean => shop.binds(command, found)
  return [query, { verb: 'queryRefund', ask: () => shop.queryRefund(command), binds }]
}

/** Every read: the statement of the day too, where there is one. */
export async function everyRead(world: World): Promise<readonly Read[]> {
  const { ours } = world
  const { sale, command } = await soldAndRefunded(ours)
  if (!ours.tp.statement) return reads(ours, sale, command)
  const day = settledDay(world)
  const binds = (found: unknown): boolean => Array.isArray(found) && found.some(({ fact }) => ours.binds(sale, fact))
  return [...reads(ours, sale, command), { verb: 'statement', ask: () => ours.statement(day), binds }]
}

/** All that the wallet tells of an order now: in its answer to query, and in the notifies that are due. */
export async function told(world: World, order: Attempt): Promise<readonly (Fact | Absent)[]> {
  const { ours } = world
  const facts: (Fact | Absent)[] = [await ours.query(order)]
  for (const { received } of world.due()) facts.push(...(await ours.tp.notify(received)).facts)
  return facts
}
