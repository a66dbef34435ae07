import type { Fact, RefundCommand } from '@tpkit/core'
import { bind } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { settledDay } from '../world/days.ts'
import type { Sale, Shop } from '../world/shop.ts'

export const statementTellsTheBooks: Law = {
  name: 'statement-tells-the-books',
  rule: 'a statement has a line for every payment and every refund of its day, and each of them binds to ours',
  incident: 'a statement reader skipped lines that it did not understand, and a month of refunds was missing in the books',
  repair: 'make a fact of every line that is a payment or a refund, and throw for one that cannot be read',
  needs: ['statement'],
  check: async (world) => {
    const { ours } = world
    const [sale, other, smallest] = [await ours.sell(), await ours.sell(ours.order(12_345n)), await ours.sell(ours.order(1n))]
    await ours.prepare()
    const [sales, refunds] = [
      [sale, other, smallest],
      [ours.refundOf(sale, 4_000n), ours.refundOf(other, 345n)],
    ]
    for (const command of refunds) await ours.refund(command)
    const facts = (await ours.statement(settledDay(world))).flatMap(({ fact }) => (fact ? [fact] : []))
    for (const each of sales)
      demandOne(
        facts.filter((fact) => tellsOf(ours, each, fact)),
        `one line for ${each.outTradeNo}`,
      )
    for (const command of refunds)
      demandOne(
        facts.filter((fact) => tellsOfRefund(ours, command, fact)),
        `one line for ${command.outRefundNo}`,
      )
    const wanted = sales.length + refunds.length
    demand(facts.length === wanted, `${wanted} payments and refunds`, facts.length, MEANING)
  },
}

const MEANING = 'the books say one thing and the bank another, and nobody finds out where'

function demandOne(found: readonly Fact[], what: string): void {
  demand(found.length === 1, what, found, MEANING)
}

function tellsOf({ tp: { payee } }: Shop, { outTradeNo, total }: Sale, fact: Fact): boolean {
  return fact.kind === 'payment' && fact.status === 'paid' && bind({ payee, outTradeNo, total }, fact).kind === 'ours'
}

function tellsOfRefund({ tp: { payee } }: Shop, { outTradeNo, outRefundNo, amount }: RefundCommand, fact: Fact): boolean {
  return fact.kind === 'refund' && bind({ payee, outTradeNo, outRefundNo, amount }, fact).kind === 'ours'
}
