import type { Absent, Fact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { told } from '../world/reads.ts'
import type { World } from '../world/world.ts'

export const discountKeepsTheTotal: Law = {
  name: 'discount-keeps-the-total',
  rule: "a discount of the wallet's own leaves the order's total as it was; what the payer gave stands beside it",
  incident: 'a wallet gave its users a discount, the amounts no longer fitted, and every discounted order waited for a human',
  repair: "take the order's amount for `total`, and what the payer gave for `payerTotal`",
  check: async (world) => {
    const { ours, discountedTotal } = world
    const sale = await ours.sell(ours.order(discountedTotal))
    for (const fact of await told(world, sale)) demandTotal(world, sale, fact)
  },
}

function demandTotal({ ours, discountedTotal }: World, sale: Sale, fact: Fact | Absent): void {
  const meaning = 'every discounted order waits for a human'
  demand(fact.kind === 'payment' && fact.status === 'paid', 'a paid fact', fact, meaning)
  const binding = ours.binding(sale, fact)
  demand(binding.kind === 'ours', 'a fact that binds to the whole total', binding, meaning)
  const [given, total] = [fact.payerTotal?.amount, sale.total.amount]
  const untold = 'the books do not show who paid the discount'
  if (discountedTotal === undefined)
    demand(given === undefined || given <= total, 'a payer who gave the total at most', given, untold)
  else demand(given !== undefined && given < total, `a payerTotal below ${total} in the fact of ${fact.source}`, given, untold)
}
