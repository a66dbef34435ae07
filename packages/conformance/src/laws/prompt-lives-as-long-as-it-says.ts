import { demand } from '../demand.ts'
import type { Law } from '../law.ts'

export const promptLivesAsLongAsItSays: Law = {
  name: 'prompt-lives-as-long-as-it-says',
  rule: 'a prompt that names its end names one within the life that the manifest promises, and can be paid until then',
  incident: 'a page counted down from two hours while the code died after five minutes, and payers stood before a dead code',
  repair: 'count a prompt from the moment of the call with the life that the wallet documents, and never beyond it',
  check: async ({ ours, wallet, clock }) => {
    const order = ours.order()
    const now = clock.nowMs()
    const outcome = await ours.pay(order)
    demand(outcome.kind === 'done', 'pay to be done', outcome, 'the shop sells nothing')
    const ends = outcome.value.prompt?.expiresAt
    if (ends === undefined) return
    const life = ours.tp.manifest.timing.promptLifeMs[order.scene] ?? 0
    const meaning = 'the payer stands before a dead code, or the shop gives up one that still works'
    demand(ends > now && ends <= now + life, `an end within ${life} ms`, `${ends - now} ms from now`, meaning)
    const prepared = await ours.prepare(order)
    clock.advance(ends - now - 1_001)
    wallet.act(prepared.promptText, 'pay', clock.nowMs())
    demand(
      ours.books.order(order)?.status === 'paid',
      'a payment in the last second before the end',
      ours.books.order(order),
      meaning,
    )
  },
}
