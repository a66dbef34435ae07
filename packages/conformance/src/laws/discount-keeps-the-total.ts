import type { Fact } from '@tpkit/core'
import { bind } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/shop.ts'
import type { World } from '../world/world.ts'

export const discountKeepsTheTotal: Law = {
  name: 'discount-keeps-the-total',
  rule: "a discount of the wallet's own leaves the order's total as it was; what the payer gave stands beside it",
  incident: 'a wallet gave its users a discount, the amounts no longer fitted, and every discounted order waited for a human',
  repair: "take the order's amount for `total`, and what the payer gave for `payerTotal`",
  check: async (world) => {
    const { ours, discountedTotal } = world
    const sale = await ours.sell(ours.order(discountedTotal))
    demandTotal(world, sale, await ours.query(sale))
    for (const { received } of world.due())
      for (const fact of (await ours.tp.notify(received)).facts) demandTotal(world, sale, fact)
  },
}

function demandTotal(
  { ours, discountedTotal }: World,
  { outTradeNo, total }: Sale,
  fact: Fact | { readonly kind: 'absent' },
): void {
  const meaning = 'every discounted order waits for a human'
  demand(fact.kind === 'payment' && fact.status === 'paid', 'a paid fact', fact, meaning)
  const binding = bind({ payee: ours.tp.payee, outTradeNo, total }, fact)
  demand(binding.kind === 'ours', 'a fact that binds to the whole total', binding, meaning)
  const given = fact.payerTotal?.amount
  const less = given === undefined || (discountedTotal === undefined ? given <= total.amount : given < total.amount)
  demand(less, 'a payer who gave less than the total', given, 'the books do not show who paid the discount')
}
