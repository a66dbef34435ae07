import type { Absent, Fact, Money } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { World } from '../world/world.ts'

/** What floats get wrong (0.29, 19.90, 1.15 times a hundred), the smallest, and the edge of 31 bits. */
const AMOUNTS = [1n, 29n, 115n, 1_990n, 114_514n, 2n ** 31n - 1n, 2n ** 31n + 1n]

export const moneyIsExact: Law = {
  name: 'money-is-exact',
  rule: 'every amount, up to the largest, goes out and comes back as the same number of minor units',
  incident: '19.90 times a hundred became 1989, and thousands of orders were a cent short',
  repair: 'keep amounts as `bigint` and turn decimal text into them digit by digit; never multiply or divide a float',
  check: async (world) => {
    const { maxAmount } = world.ours.tp.manifest.limits
    for (const amount of [...AMOUNTS, maxAmount].filter((each) => each <= maxAmount)) await demandExact(world, amount)
  },
}

async function demandExact(world: World, amount: bigint): Promise<void> {
  const { ours } = world
  const sale = await ours.sell(ours.order(amount))
  const same = (found: bigint | undefined, where: string): void =>
    demand(found === amount, `${amount} minor units ${where}`, `${found}`, 'the shop and the wallet count different money')
  same(ours.books.order(sale)?.total, 'in the books')
  same(totalOf([await ours.query(sale)]), 'in the answer to query')
  for (const notify of world.due()) {
    // That of an earlier refund may come between.
    const { facts } = await ours.tp.notify(notify.received)
    const payments = facts.filter(({ kind, outTradeNo }) => kind === 'payment' && outTradeNo === sale.outTradeNo)
    if (payments.length > 0) same(totalOf(payments), 'in the notify')
    world.report(notify, ours.tp.acknowledge('accepted'))
  }
  const command = ours.refundOf(sale, amount)
  await ours.refund(command)
  same(ours.books.refund(command)?.amount, 'given back in the books')
  if (!ours.tp.queryRefund) return
  const found = await ours.queryRefund(command)
  const isUntold = found.kind === 'absent' && ours.tp.manifest.refundsToldWhenDone
  if (!isUntold) same(amountOf(found), 'in the answer to queryRefund')
}

function totalOf([fact]: readonly (Fact | Absent)[]): bigint | undefined {
  return fact?.kind === 'payment' ? fact.total?.amount : undefined
}

function amountOf(found: { readonly kind: string; readonly amount?: Money }): bigint | undefined {
  return found.amount?.amount
}
