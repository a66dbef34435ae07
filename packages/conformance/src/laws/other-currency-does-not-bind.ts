import type { Fact } from '@tpkit/core'
import { bind } from '@tpkit/core'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { type Ended, ended } from '../world/believed.ts'
import { answerBecomes } from '../world/faults.ts'
import { replacing, resigned, resignedAnswer } from '../world/messages.ts'
import type { Sale, Shop } from '../world/shop.ts'

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
      demandForeign(ours, sale, end, 'notify')
    }
    if (named.length === 0) return
    const fault = answerBecomes((live) => resignedAnswer(dialect, live, change))
    demandForeign(ours, sale, await ended(() => ours.line.during(fault, () => ours.query(sale))), 'query')
  },
}

function demandForeign(
  { tp: { payee } }: Shop,
  { outTradeNo, total }: Sale,
  end: Ended<Fact | { kind: 'absent' } | undefined>,
  what: string,
): void {
  const fact = end.kind === 'returned' ? end.value : undefined
  const bound = fact?.kind === 'payment' && bind({ payee, outTradeNo, total }, fact).kind === 'ours'
  demand(!bound, `a ${what} in another currency not to bind`, end, 'the shop takes small money for large')
}
