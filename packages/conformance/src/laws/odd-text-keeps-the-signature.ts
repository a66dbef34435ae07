import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { ODD_TEXTS } from '../world/odd-texts.ts'

export const oddTextKeepsTheSignature: Law = {
  name: 'odd-text-keeps-the-signature',
  rule: 'an attach of odd characters, which comes back with notify and query, never makes a genuine message look forged',
  incident: 'a notify was decoded twice before it was verified, and every order with a percent sign in its note stayed unpaid',
  repair: 'verify what was received, decoded exactly once; decode for reading only afterwards',
  check: async (world) => {
    const { ours } = world
    for (const attach of ODD_TEXTS) {
      const order = { ...ours.order(), attach }
      const sold = await ended(() => ours.sell(order))
      if (refusal(sold)?.code === 'INVALID') continue
      const meaning = 'the payer paid, and the shop throws the proof away'
      demand(sold.kind === 'returned', `an order with the attach ${attach} to be sold, or INVALID`, sold, meaning)
      for (const notify of world.due()) {
        const end = await ended(() => ours.tp.notify(notify.received))
        demand(end.kind === 'returned', `the notify of an order with the attach ${attach} to be believed`, end, meaning)
        world.report(notify, ours.tp.acknowledge('accepted'))
      }
      const fact = await ours.query(sold.value)
      demand(ours.binds(order, fact), `query of an order with the attach ${attach} to bind`, fact, meaning)
    }
  },
}
