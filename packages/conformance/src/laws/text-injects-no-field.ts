import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { demandTruth } from '../world/truth.ts'

export const textInjectsNoField: Law = {
  name: 'text-injects-no-field',
  rule: 'a subject or attach that looks like fields of the message changes no other field, or is INVALID before anything is sent',
  incident: 'a product name that contained `&total_fee=1` was pasted into the text to sign, and the order cost one cent',
  repair: 'escape at the one place that writes the message; where the signed text cannot tell, refuse with `INVALID`',
  check: async ({ ours }) => {
    for (const field of ['subject', 'attach'] as const) {
      for (const text of TEXTS) {
        const order = { ...ours.order(), [field]: text }
        const before = ours.line.sent.length
        const end = await ended(() => ours.sell(order))
        if (refusal(end)?.code === 'INVALID' && ours.line.sent.length === before) continue
        const meaning = 'whoever may name his goods names his price'
        demand(end.kind === 'returned', `an order with the ${field} ${text} to be sold, or INVALID`, end, meaning)
        const total = ours.books.order(order)?.total
        demand(total === order.total.amount, `${order.total.amount} minor units with the ${field} ${text}`, total, meaning)
        demandTruth(await ours.query(end.value), ours.books.order(order), meaning)
      }
    }
  },
}

/** One for each way in which messages are put together. */
const TEXTS = [
  'tea&total_fee=1&amount=1&total=1',
  'tea","amount":"1","total":1,"x":"',
  'tea]]></body><total_fee>1</total_fee><body>',
  'tea\r\ntotal: 1\r\n\r\namount=1',
  'tea|1|amount=1;total=1',
]
