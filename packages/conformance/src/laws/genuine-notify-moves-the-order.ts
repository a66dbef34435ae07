import { applyPayment, type Fact, type Notice, type PaymentFact } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Sale } from '../world/attempt.ts'
import type { World } from '../world/world.ts'

export const genuineNotifyMovesTheOrder: Law = {
  name: 'genuine-notify-moves-the-order',
  rule: 'a genuine notify gives a fact that binds to its order and moves it; its repeat has the same id and moves nothing',
  incident: 'each repeat of a notify got a number of its own, and the repeats were booked as further payments',
  repair: "take the notice's id from what the wallet calls the payment or event, and its fact from the same message",
  needs: ['notify'],
  check: async (world) => {
    const { ours } = world
    const sale = await ours.sell()
    const first = await deliver(world)
    const fact = paymentIn(first.facts, sale)
    const binding = ours.binding(sale, fact)
    demand(binding.kind === 'ours', 'the fact to bind to the order that was paid', binding, 'the payer paid and gets nothing')
    const moved = applyPayment({ outTradeNo: sale.outTradeNo, total: sale.total, status: 'pending' }, fact)
    demand(moved.kind === 'moved', 'the fact to move a pending order', moved, 'the payer paid and gets nothing')

    const repeat = await deliver(world)
    const ids = `${first.id}, then ${repeat.id}`
    demand(first.id !== '' && repeat.id === first.id, 'one id for every repeat', ids, 'a repeat looks like a second payment')
    const same = applyPayment(moved.state, paymentIn(repeat.facts, sale))
    demand(same.kind === 'same', 'the repeat to move nothing', same, 'a repeat books the payment again')
  },
}

/** Takes the notify that is due within a day and tells the wallet to repeat it. */
async function deliver(world: World): Promise<Notice> {
  const [notify] = world.dueWithin(DAY_MS)
  demand(notify !== undefined, 'a notify, and another after the answer "later"', notify, 'the shop never hears of the payment')
  const notice = await world.ours.tp.notify(notify.received)
  world.report(notify, world.ours.tp.acknowledge('later'))
  return notice
}

const DAY_MS = 86_400_000

function paymentIn(facts: readonly Fact[], sale: Sale): PaymentFact {
  const [fact, second] = facts
  const meaning = 'the payer paid and gets nothing'
  demand(fact?.kind === 'payment' && second === undefined, `one payment, ${sale.outTradeNo}`, facts, meaning)
  return fact
}
