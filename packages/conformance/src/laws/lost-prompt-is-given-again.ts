import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { answerLost, onWrites } from '../world/mishaps.ts'
import { demandTruth } from '../world/truth.ts'

export const lostPromptIsGivenAgain: Law = {
  name: 'lost-prompt-is-given-again',
  rule: 'a pay call whose answer was lost, repeated under its number, leads the payer to the same order',
  incident: 'the answer with the code got lost, the repeat failed with `number used`, and the shop sold nothing until midnight',
  repair: 'send the same request again for the same command: no fresh time or number in it that would make it another order',
  check: async ({ ours, wallet, clock }) => {
    const order = ours.order()
    await ours.line.during(onWrites(answerLost), () => ours.pay(order))
    clock.advance(1_001)
    const prepared = await ours.prepare(order)
    wallet.act(prepared.promptText, 'pay', clock.nowMs())
    const booked = ours.books.all()
    const one = booked.length === 1 && booked[0]?.outTradeNo === order.outTradeNo && booked[0]?.status === 'paid'
    demand(one, 'one paid order in the books', booked, 'the payer pays what the shop does not know, or cannot pay at all')
    demandTruth(await ours.query(order), booked[0], 'the payer paid and gets nothing')
  },
}
