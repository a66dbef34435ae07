import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { demandTruth } from '../world/truth.ts'

export const counterReplyIsComplete: Law = {
  name: 'counter-reply-is-complete',
  rule: 'a payment at the counter is answered by a prompt or by a fact; a paid fact is whole, binds, and says what the books say',
  incident:
    'a payment that went through without a password was answered by neither fact nor prompt, and the cashier typed it in again',
  repair: 'read the fact of an immediate success by the same reader as the answer to query, with the source `reply`',
  needs: ['micropay'],
  check: async ({ ours }) => {
    const order = ours.smallCounterOrder()
    const outcome = await ours.pay(order)
    demand(outcome.kind === 'done', 'a payment at the counter to be done', outcome, 'the shop sells nothing')
    const { prompt, fact } = outcome.value
    const lost = 'the cashier does not know whether it was paid, and types it in again'
    demand(prompt !== undefined || fact !== undefined, 'a prompt or a fact', outcome.value, lost)
    if (!fact) return
    demandTruth(fact, ours.books.order(order), lost)
    const binding = ours.binding(order, fact)
    demand(binding.kind === 'ours', 'the fact to bind to its order', binding, lost)
  },
}
