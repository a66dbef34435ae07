import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { replacing, resigned, resignedAnswer } from '../world/messages.ts'
import { answeredBy } from '../world/mishaps.ts'
import { demandForeign } from '../world/truth.ts'

export const otherAmountDoesNotBind: Law = {
  name: 'other-amount-does-not-bind',
  rule: 'a genuine message that names our order with another amount is refused, or gives a fact that does not bind to it',
  incident:
    'a plugin took the amount of a fact from the order that it had asked about, and a payment of one cent fitted every order',
  repair: 'read the total of every fact from the message, and leave the comparison to `bind`',
  check: async (world) => {
    const { ours, dialect } = world
    const sale = await ours.sell()
    world.acceptDue()
    const other = await ours.sell(ours.order(sale.total.amount * 2n))
    // The wallet's answer about the dearer order, had it been about this one.
    const rename = replacing(
      new Map([
        [other.outTradeNo, sale.outTradeNo],
        [other.transactionId, sale.transactionId],
      ]),
    )
    await ours.query(other)
    const answer = ours.line.sent.at(-1)?.answer
    demand(answer !== undefined, 'an answer about the other order', answer, 'without it nothing is shown')
    const renamed = answeredBy(resignedAnswer(dialect, answer, rename))
    demandForeign(
      ours,
      sale,
      await ended(() => ours.line.during(renamed, () => ours.query(sale))),
      'a query with twice the amount',
      MEANING,
    )
    for (const { received } of world.due()) {
      const end = await ended(async () => (await ours.tp.notify(resigned(dialect, received, rename))).facts[0])
      demandForeign(ours, sale, end, 'a notify with twice the amount', MEANING)
    }
  },
}

const MEANING = 'a payment of one cent fits every order'
