import { applyPayment, type Fact, type PaymentFact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import { settledDay } from '../world/days.ts'
import type { Shop } from '../world/shop.ts'

export const statementTellsTheBooks: Law = {
  name: 'statement-tells-the-books',
  rule: 'a statement has a line for every payment, refund and reversal of its day, each binds to ours, and none contradicts what is booked',
  incident: 'a statement reader skipped lines that it did not understand, and a month of refunds was missing in the books',
  repair: 'make a fact of every line: a payment, a refund, or a reversal, which is no refund; throw for one that cannot be read',
  needs: ['statement'],
  check: async (world) => {
    const { ours } = world
    const [sale, other, smallest] = [await ours.sell(), await ours.sell(ours.order(12_345n)), await ours.sell(ours.order(1n))]
    await ours.prepare()
    const refunds = [ours.refundOf(sale, 4_000n), ours.refundOf(other, 345n)]
    for (const command of refunds) await ours.refund(command)
    const reversed = ours.hasCounter && ours.tp.reverse ? await reversedSale(ours) : undefined
    const facts = (await ours.statement(settledDay(world))).flatMap(({ fact }) => (fact ? [fact] : []))
    for (const each of [sale, other, smallest]) demandOne(facts.filter(paidIn(ours, each)), `one line for ${each.outTradeNo}`)
    for (const command of refunds)
      demandOne(
        facts.filter((fact) => ours.binds(command, fact)),
        `one line for ${command.outRefundNo}`,
      )
    if (reversed) demandReversal(ours, reversed, facts)
    const wanted = 3 + refunds.length + (reversed ? 2 : 0)
    demand(facts.length === wanted, `${wanted} payments, refunds and reversals`, facts.length, MEANING)
  },
}

const MEANING = 'the books say one thing and the bank another, and nobody finds out where'

function demandOne(found: readonly Fact[], what: string): void {
  demand(found.length === 1, what, found, MEANING)
}

function paidIn(ours: Shop, sale: Sale): (fact: Fact) => boolean {
  return (fact) => fact.status === 'paid' && ours.binds(sale, fact)
}

async function reversedSale(ours: Shop): Promise<Sale> {
  const sale = await ours.sell(ours.counterOrder())
  const outcome = await ours.reverse(sale)
  demand(outcome.kind === 'done', 'reverse of a paid attempt to be done', outcome, 'without it nothing is shown')
  return sale
}

/** The line of the payment and that of its reversal; both fit what the shop holds, whether it heard of the two before or not. */
function demandReversal(ours: Shop, sale: Sale, facts: readonly Fact[]): void {
  const { outTradeNo, total, transactionId } = sale
  const own = facts.filter((fact) => fact.outTradeNo === outTradeNo)
  const payments = own.filter((fact): fact is PaymentFact => fact.kind === 'payment' && ours.binds(sale, fact))
  const said = payments.map(({ status }) => status).sort()
  const two = own.length === 2 && said.join() === 'paid,reversed'
  demand(two, `a line that says paid and one that says reversed for ${outTradeNo}, and no refund of it`, own, MEANING)
  for (const held of [{ status: 'reversed', transactionId } as const, { status: 'pending' } as const]) {
    let payment: Parameters<typeof applyPayment>[0] = { outTradeNo, total, ...held }
    for (const fact of payments) {
      const verdict = applyPayment(payment, fact)
      demand('state' in verdict, `a line that fits a payment that is ${payment.status}`, { verdict, fact }, MEANING)
      payment = verdict.state
    }
    demand(payment.status === 'reversed', 'the payment to be reversed in the end', payment, MEANING)
  }
}
