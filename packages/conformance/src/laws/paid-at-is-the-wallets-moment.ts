import type { Absent, Fact, Instant } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { told } from '../world/reads.ts'

export const paidAtIsTheWalletsMoment: Law = {
  name: 'paid-at-is-the-wallets-moment',
  rule: "the moment of payment, where a fact names it, is the one in the wallet's books, to the second",
  incident:
    'a time of Beijing was read as UTC, eight hours of payments landed in the statement of another day, and none reconciled',
  repair: "turn the wallet's local time into an instant with its own offset, never with that of the machine",
  check: async (world) => {
    const { ours } = world
    const sale = await ours.sell()
    const paidAt = ours.books.order(sale)?.paidAt
    for (const fact of await told(world, sale)) {
      const found = momentOf(fact)
      if (found === undefined || paidAt === undefined) continue
      const near = Math.abs(found - paidAt) <= 1_000
      demand(near, `payment at ${shownAt(paidAt)}`, shownAt(found), 'the payment is looked for in the statement of another day')
    }
  },
}

function momentOf(fact: Fact | Absent): Instant | undefined {
  return fact.kind === 'payment' && fact.status === 'paid' ? fact.paidAt : undefined
}

function shownAt(at: Instant): string {
  return Number.isFinite(at) ? new Date(at).toISOString() : String(at)
}
