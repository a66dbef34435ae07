import { applyPayment } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import { TransportError } from '@tpkit/core/ports'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import type { Mishap } from '../world/line.ts'
import { onWrites } from '../world/mishaps.ts'
import { told } from '../world/reads.ts'

export const paymentAfterALostCloseIsTold: Law = {
  name: 'payment-after-a-lost-close-is-told',
  rule: 'where a close was lost and the payer paid all the same, query and notify say paid, and the money is found late',
  incident: 'a close got lost, the shop remembered the order as closed, and dropped the payment that came a minute later',
  repair: "remember nothing inside the plugin; each answer says what the wallet's books say now",
  needs: ['close'],
  check: async (world) => {
    const { ours, wallet, clock } = world
    const order = await ours.prepare()
    await ours.line.during(onWrites(lostOnTheWay), () => ours.close(order))
    wallet.act(order.promptText, 'pay', clock.nowMs())
    const { outTradeNo, total } = order
    for (const fact of await told(world, order)) {
      const verdict = fact.kind === 'payment' ? applyPayment({ outTradeNo, total, status: 'closed' }, fact) : fact
      demand(
        verdict.kind === 'late',
        'money that is found late',
        { verdict, fact },
        'the payer paid, and the shop never looks again',
      )
    }
  },
}

/** Nobody knows that it never arrived. */
const lostOnTheWay: Mishap = () => {
  throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
}
