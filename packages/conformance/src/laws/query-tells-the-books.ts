import type { PayerAction } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Attempt } from '../world/attempt.ts'
import { demandTruth } from '../world/truth.ts'
import type { World } from '../world/world.ts'

export const queryTellsTheBooks: Law = {
  name: 'query-tells-the-books',
  rule: 'query says of an order what the books say: unpaid before the payer pays, or fails to; paid afterwards, by either number',
  incident: 'the flag that the call had succeeded was taken for the state of the payment, and unpaid orders shipped',
  repair: 'read the state of the order from its own field, and let a table decide what each word means',
  check: async (world) => {
    const { ours } = world
    const order = await ours.prepare()
    const unpaid = 'an answer that the call succeeded is taken for a payment: the shop ships for nothing'
    await demandBooks(world, order, unpaid)
    for (const action of ['no-funds', 'cancel'] as const) {
      const failing = await ours.prepare()
      act(world, failing.promptText, action)
      await demandBooks(world, failing, unpaid)
    }
    act(world, await ours.livePrompt(order), 'pay')
    const paid = 'the payer paid and gets nothing'
    await demandBooks(world, order, paid)
    const transactionId = ours.books.order(order)?.transactionId
    demand(transactionId !== undefined, 'a transaction in the books', ours.books.order(order), paid)
    const sale = { ...order, transactionId }
    await demandBooks(world, sale, paid)
  },
}

function act({ wallet, clock }: World, promptText: string, action: PayerAction): void {
  wallet.act(promptText, action, clock.nowMs())
}

async function demandBooks({ ours }: World, order: Attempt, meaning: string): Promise<void> {
  demandTruth(await ours.query(order), ours.books.order(order), meaning)
}
