import type { Stream } from '../world/random.ts'
import type { World } from '../world/world.ts'
import { called } from './customer.ts'

/** Once it is paid: some give back a part, all, too much, or twice at once. */
export async function refunds(world: World, draw: Stream, orderNo: string): Promise<void> {
  await world.timeline.sleep(draw.whole(10_000, 10 * 60_000))
  if (!draw.chance(80)) return
  const order = await called(world, `get ${orderNo}`, (till) => till.get({ orderNo }))
  if (order?.status !== 'paid') return
  const asks = draw.whole(1, 3)
  const amounts = Array.from({ length: asks }, () => draw.pick([order.total.amount, order.total.amount / 2n + 1n, 1n]))
  const atOnce = draw.chance(50)
  const under: Promise<void>[] = []
  for (const [at, amount] of amounts.entries()) {
    under.push(refundUntilClear(world, draw, orderNo, `R-${orderNo}-${at}`, amount))
    if (!atOnce) await under.at(-1)
  }
  await Promise.all(under)
}

async function refundUntilClear(world: World, draw: Stream, orderNo: string, refundNo: string, fen: bigint): Promise<void> {
  for (let tries = draw.whole(1, 4); tries > 0; tries -= 1) {
    const amount = { amount: fen, currency: 'CNY' }
    const answer = await called(world, `refund ${refundNo}`, (till) => till.refund({ orderNo, refundNo, amount }))
    if (answer?.kind === 'done' || answer?.kind === 'unknown') world.told.push({ orderNo, refundNo, what: 'refund taken' })
    if (answer?.kind === 'done' && answer.value.status === 'refunded') world.told.push({ orderNo, refundNo, what: 'refunded' })
    if (answer && answer.kind !== 'unknown') return
    await world.timeline.sleep(draw.whole(500, 60_000))
  }
}
