import type { Absent, Fact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { onItsWay, onWrites } from '../world/mishaps.ts'
import type { World } from '../world/world.ts'

export const earlyAbsenceIsNotNever: Law = {
  name: 'early-absence-is-not-never',
  rule: 'what was sent, or sent again, just now is absent only until a moment that is said, and never for good where nobody says when it was last sent',
  incident:
    'a refund timed out, the wallet knew nothing of it yet, the shop refunded under a new number, and then the first one arrived',
  repair: 'state `timing.quietMs`, and leave `mayAppearUntil` of an absent answer where core put it',
  check: async (world) => {
    await ofAPayment(world)
    if (world.ours.tp.queryRefund) await ofARefund(world)
  },
}

async function ofAPayment(world: World): Promise<void> {
  const { ours, clock } = world
  const order = ours.order()
  const ref = ours.ref(order)
  const send = () => ours.line.during(onWrites(onItsWay), () => ours.pay(order, { afterUnknown: true }))
  await send()
  demandDoubt(world, await ours.tp.query({ ...ref, sentAt: clock.nowMs() }), 'an order that was sent just now')
  clock.advance(ours.tp.manifest.timing.quietMs)
  await send()
  demandDoubt(world, await ours.tp.query({ ...ref, sentAt: clock.nowMs() }), 'an order that was sent again just now')
  const unsaid = await ended(() => ours.tp.query(ref))
  // Who cannot tell may refuse to say anything.
  if (unsaid.kind === 'returned') demandDoubt(world, unsaid.value, 'an order of which nobody says when it was sent')
}

async function ofARefund(world: World): Promise<void> {
  const { ours, clock } = world
  const command = ours.refundOf(await ours.sell(), 3_000n)
  await ours.line.during(onWrites(onItsWay), () => ours.refund(command))
  // So late that it is early when it may first be asked for.
  const refundSentAt = clock.nowMs() + ours.tp.manifest.timing.earliestRefundQueryMs
  demandDoubt(world, await ours.queryRefund({ ...command, refundSentAt }), 'a refund that was sent just now')
  clock.advance(ours.tp.manifest.timing.quietMs)
  demandDoubt(world, await ours.queryRefund(command), 'a refund of which nobody says when it was sent')
}

function demandDoubt({ ours, clock }: World, found: Fact | Absent, what: string): void {
  // Where the manifest says that the wallet knows at once, there is no doubt to tell of.
  if (found.kind !== 'absent' || ours.tp.manifest.timing.quietMs === 0) return
  const { mayAppearUntil = 0 } = found
  const expected = `mayAppearUntil in the absence of ${what}`
  demand(mayAppearUntil > clock.nowMs(), expected, found, 'the shop does it again under a new number, and both are done')
}
