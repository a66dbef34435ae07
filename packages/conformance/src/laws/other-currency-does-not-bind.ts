import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import { replacing, resigned, resignedAnswer } from '../world/messages.ts'
import { answerBecomes } from '../world/mishaps.ts'
import { demandForeign } from '../world/truth.ts'

export const otherCurrencyDoesNotBind: Law = {
  name: 'other-currency-does-not-bind',
  rule: 'a genuine message that names our order in another currency is refused, or gives a fact that does not bind to it',
  incident: 'ten thousand yen were booked as ten thousand yuan, for only the digits were compared',
  repair: 'read the currency beside the amount, and refuse a message that has the one without the other',
  check: async (world) => {
    const { ours, dialect } = world
    const sale = await ours.sell()
    const { currency } = sale.total
    const change = replacing(new Map([[currency, currency === 'JPY' ? 'USD' : 'JPY']]))
    // A wallet of one currency may name none.
    const named = world.due().filter(({ received }) => dialect.read(received).some(([, value]) => value === currency))
    for (const { received } of named) {
      const end = await ended(async () => (await ours.tp.notify(resigned(dialect, received, change))).facts[0])
      demandForeign(ours, sale, end, 'a notify in another currency', MEANING)
    }
    if (named.length === 0) return
    const mishap = answerBecomes((live) => resignedAnswer(dialect, live, change))
    demandForeign(
      ours,
      sale,
      await ended(() => ours.line.during(mishap, () => ours.query(sale))),
      'a query in another currency',
      MEANING,
    )
  },
}

const MEANING = 'the shop takes small money for large'
