import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended, refusal } from '../world/believed.ts'
import { ODD_TEXTS } from '../world/odd-texts.ts'

export const textArrivesUnchanged: Law = {
  name: 'text-arrives-unchanged',
  rule: 'the subject stands in the books as it was given, or is INVALID before anything is sent',
  incident: 'goods were listed as `Tom &amp;amp; Jerry` at the wallet because two layers escaped one text',
  repair: 'escape at the one place that writes the message, and refuse with `INVALID` what the wallet cannot carry',
  check: async ({ ours, wallet, clock }) => {
    for (const subject of ODD_TEXTS) {
      const order = ours.order(undefined, subject)
      const before = ours.line.sent.length
      const end = await ended(() => ours.prepare(order))
      if (refusal(end)?.code === 'INVALID' && ours.line.sent.length === before) continue
      const meaning = 'the payer reads something else than the shop sold'
      demand(end.kind === 'returned', `an order with the subject ${subject}, or INVALID before anything is sent`, end, meaning)
      wallet.act(end.value.promptText, 'pay', clock.nowMs())
      const found = ours.books.order(order)?.subject
      demand(found === subject, `the subject ${subject} in the books`, `${found}`, meaning)
    }
  },
}
