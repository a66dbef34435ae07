import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'

export const expiryIsHonoured: Law = {
  name: 'expiry-is-honoured',
  rule: 'an expiry that the caller gives holds: nobody pays after it, or the prompt at least says when it ends',
  incident: 'a flash sale ended, its codes did not, and the goods were paid for twice',
  repair: 'pass `expiresAt` on in the field that the wallet has for it; where it has none, let the prompt end then',
  check: async ({ ours, wallet, clock }) => {
    const { promptLifeMs } = ours.tp.manifest.timing
    const usual = ours.order()
    const expiresAt = clock.nowMs() + Math.min(3_600_000, promptLifeMs[usual.scene] ?? 3_600_000) / 2
    const order = { ...usual, expiresAt }
    const outcome = await ours.pay(order)
    demand(outcome.kind === 'done', 'pay with an expiry to be done', outcome, 'the shop sells nothing')
    const { prompt } = outcome.value
    // At the counter the shop waits itself, and reverses.
    if (prompt === undefined || prompt.kind === 'wait') return
    const meaning = 'the payer pays for what was sold to somebody else meanwhile'
    const ends = prompt.expiresAt
    demand(ends === undefined || ends <= expiresAt, 'a prompt that ends with the order at the latest', ends, meaning)
    const { promptText } = await ours.prepare(order)
    clock.advance(expiresAt + 1_001 - clock.nowMs())
    await ended(async () => wallet.act(promptText, 'pay', clock.nowMs()))
    const late = ours.books.order(order)?.status === 'paid' && ends === undefined
    demand(!late, 'no payment after the expiry', ours.books.order(order), meaning)
  },
}
