import type { Absent, Fact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { onItsWay, onWrites } from '../world/mishaps.ts'
import type { World } from '../world/world.ts'

export const earlyAbsenceIsNotNever: Law = {
  name: 'early-absence-is-not-never',
  rule: 'a payment or refund that may still be on its way is absent only until a moment that is said, and asked for without its own moment never for good',
  incident:
    'a refund timed out, the wallet knew nothing of it yet, the shop refunded under a new number, and then the first one arrived',
  repair: 'state `timing.quietMs`, and leave `mayAppearUntil` of an absent answer where core put it',
  check: async (world) => {
    await ofAPayment(world)
    if (world.ours.tp.queryRefund) await ofARefund(world)
  },
}

async function ofAPayment(world: World): Promise<void> {
  const { ours } = world
  const order = ours.order()
  await ours.line.during(onWrites(onItsWay), () => ours.pay(order))
  const { startedAt: _startedAt, ...unsaid } = ours.ref(order)
  demandDoubt(world, await ours.tp.query(ours.ref(order)), 'an order that was sent just now')
  world.clock.advance(world.ours.tp.manifest.timing.quietMs)
  const late = await ended(() => ours.tp.query(unsaid))
  // Who cannot tell how old the order is may refuse to say anything.
  if (late.kind === 'returned') demandDoubt(world, late.value, 'an order whose moment is not said')
}

async function ofARefund(world: World): Promise<void> {
  const { ours, clock } = world
  const command = ours.refundOf(await ours.sell(), 3_000n)
  const { earliestRefundQueryMs, quietMs } = ours.tp.manifest.timing
  await ours.line.during(onWrites(onItsWay), () => ours.refund(command))
  // Written down so late that it is early when it may first be asked for.
  const refundStartedAt = clock.nowMs() + earliestRefundQueryMs
  demandDoubt(world, await ours.queryRefund({ ...command, refundStartedAt }), 'a refund that was sent just now')
  clock.advance(quietMs)
  demandDoubt(world, await ours.queryRefund(command), 'a refund whose moment is not said')
}

function demandDoubt({ ours, clock }: World, found: Fact | Absent, what: string): void {
  // Where the manifest says that the wallet knows at once, there is no doubt to tell of.
  if (found.kind !== 'absent' || ours.tp.manifest.timing.quietMs === 0) return
  const { mayAppearUntil = 0 } = found
  const expected = `mayAppearUntil in the absence of ${what}`
  demand(mayAppearUntil > clock.nowMs(), expected, found, 'the shop does it again under a new number, and both are done')
}
