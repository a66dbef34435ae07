import type { RefundCommand } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Shop } from '../world/shop.ts'
import { demandRefundTruth } from '../world/truth.ts'
import type { World } from '../world/world.ts'

export const refundTellsHowFar: Law = {
  name: 'refund-tells-how-far',
  rule: 'a refund that is done is accepted, never ahead of the books; queryRefund says how it ends, with its amount',
  incident: 'an accepted refund was announced as finished, failed two days later, and nobody looked again',
  repair: 'say `processing` for an accepted refund, and `refunded` only where the wallet says that the money arrived',
  needs: ['queryRefund'],
  check: async (world) => {
    const { ours } = world
    const sale = await ours.sell()
    const command = ours.refundOf(sale, 4_000n)
    await demandAccepted(ours, command)
    demandRefundTruth(
      ours.tp.manifest,
      await ours.queryRefund(command),
      ours.books.refund(command),
      'the shop tells the payer what is not so',
    )
    waitForTheEnd(world, command)
    const found = await ours.queryRefund(command)
    demandRefundTruth(ours.tp.manifest, found, ours.books.refund(command), 'the shop never learns that the money went back')
    const binding = found.kind === 'refund' ? ours.refundBinding(command, found) : found
    demand(binding.kind === 'ours', 'the final fact to bind to the refund', binding, 'the shop cannot book its own refund')
  },
}

async function demandAccepted(ours: Shop, command: RefundCommand): Promise<void> {
  const outcome = await ours.refund(command)
  demand(outcome.kind === 'done', 'the refund to be accepted', outcome, 'the payer waits for the money')
  const { value } = outcome
  const binding = ours.refundBinding(command, value)
  demand(binding.kind === 'ours', 'the accepted refund to bind to its command', binding, 'the shop books another refund')
  const booked = ours.books.refund(command)?.status
  const status = value.status
  const ahead = status === 'refunded' && booked !== 'refunded'
  demand(!ahead, `"processing", for the books say ${booked}`, status, 'a refund that fails later is never looked at again')
  demand(status === 'processing' || status === booked, `"processing" or "${booked}"`, status, 'an accepted refund counts as none')
}

const MOST_WAITS = 1_000

/** As a follow-up would. */
function waitForTheEnd({ ours, clock }: World, command: RefundCommand): void {
  for (let wait = 0; wait < MOST_WAITS && ours.books.refund(command)?.status === 'processing'; wait += 1) {
    clock.advance(60_000)
  }
}
