import type { AttemptRef } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { type Ended, ended, refusal } from '../world/believed.ts'
import type { Shop } from '../world/shop.ts'
import { demandRefundTruth, demandTruth } from '../world/truth.ts'
import type { World } from '../world/world.ts'

const DAY_MS = 86_400_000

export const oldPaymentIsNotAbsent: Law = {
  name: 'old-payment-is-not-absent',
  rule: 'a payment of long ago and its refund are never absent, whichever times the caller gives: query throws, or tells the truth',
  incident: 'after a month the wallet wanted its own number, answered `no such order` to ours, and paid orders were closed',
  repair:
    "believe `no such order` only where the wallet's rule about age cannot apply; otherwise throw and ask for `transactionId`",
  check: async (world) => {
    for (const days of [31, 400]) await demandRemembered(world, days)
  },
}

async function demandRemembered({ ours, clock }: World, days: number): Promise<void> {
  const { query, queryRefund } = ours.tp
  const [sale, returned, paidAt] = [await ours.sell(), await ours.sell(), clock.nowMs()]
  const command = ours.refundOf(returned, 4_000n)
  const { outRefundNo, amount } = command
  await ours.refund(command)
  clock.advance(days * DAY_MS)
  for (const [times, ref] of references(ours, sale, paidAt)) {
    const found = await honest(() => query(ref), `query of a payment ${days} days ago, asked for by ${times}`)
    if (found) demandTruth(found, ours.books.order(sale), MEANING)
  }
  if (!queryRefund) return
  for (const [times, ref] of references(ours, returned, paidAt)) {
    const asked = () => queryRefund({ ...ref, outRefundNo, amount })
    const found = await honest(asked, `queryRefund of a payment ${days} days ago, asked for by ${times}`)
    if (found) demandRefundTruth(ours.tp.manifest, found, ours.books.refund(command), MEANING)
  }
}

const MEANING = 'the shop closes what was paid, or gives the money back once more'

/** What a shop may know of an old payment, from almost nothing to everything. */
function references({ tp }: Shop, sale: Sale, paidAt: number): readonly (readonly [times: string, ref: AttemptRef])[] {
  const { outTradeNo, total, startedAt, transactionId } = sale
  const bare = { outTradeNo, total }
  const lives = Object.values(tp.manifest.timing.promptLifeMs)
  const expiresAt = startedAt + Math.min(3_600_000, ...lives)
  return [
    ['our number', bare],
    ['our number and startedAt', { ...bare, startedAt }],
    ['our number and paidAt', { ...bare, paidAt }],
    ['our number and expiresAt', { ...bare, expiresAt }],
    ['our number and all times', { ...bare, startedAt, paidAt, expiresAt }],
    ["the wallet's number", { ...bare, transactionId }],
    ["the wallet's number and all times", { ...bare, transactionId, startedAt, paidAt, expiresAt }],
  ]
}

/** What a read found, which is not "absent"; undefined when it refused to say. */
async function honest<Found extends { readonly kind: string }>(
  ask: () => Promise<Found>,
  what: string,
): Promise<Found | undefined> {
  const end: Ended<Found> = await ended(ask)
  if (end.kind === 'returned') {
    demand(end.value.kind !== 'absent', `a fact or an error from ${what}`, end.value, MEANING)
    return end.value
  }
  demand(refusal(end) !== undefined, `a TPError with a code of its cause from ${what}`, end.error, MEANING)
  return undefined
}
