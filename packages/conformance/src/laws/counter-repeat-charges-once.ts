import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { answerLost, onWrites } from '../world/mishaps.ts'

export const counterRepeatChargesOnce: Law = {
  name: 'counter-repeat-charges-once',
  rule: 'a payment at the counter whose answer was lost, repeated with its number and code, charges the payer once',
  incident: 'a counter retried a timeout under a new number while the first payment was through, and the payer had paid twice',
  repair: 'send number and code of the command unchanged; they are what makes a repeat a repeat',
  needs: ['micropay'],
  check: async ({ ours, wallet, clock }) => {
    const order = ours.smallCounterOrder()
    await ours.line.during(onWrites(answerLost), () => ours.pay(order))
    await ours.pay(order, { afterUnknown: true })
    const now = clock.nowMs()
    const booked = wallet.books(now).filter(({ total }) => total === order.total.amount)
    const own = booked.length === 1 && booked[0]?.outTradeNo === order.outTradeNo
    demand(own, 'one order in the books', booked, 'the payer is charged twice')
  },
}
