import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'

export const openPromptIsNeverAbsent: Law = {
  name: 'open-prompt-is-never-absent',
  rule: 'while a prompt can be paid, query does not say that there is no such order, or says until when it may appear',
  incident:
    'a wallet learned of orders only when they were scanned, `no such order` closed them, and payers paid for closed ones',
  repair: 'where the wallet creates on scan, answer `absent` with `mayAppearUntil`: the end of the prompt',
  check: async ({ ours, wallet, clock }) => {
    const order = await ours.prepare()
    const found = await ended(() => ours.query(order))
    if (found.kind === 'threw' || found.value.kind !== 'absent') return
    const { mayAppearUntil = 0 } = found.value
    const now = clock.nowMs()
    wallet.act(order.promptText, 'pay', now)
    const paid = ours.books.order(order)?.status === 'paid'
    const honest = !paid || mayAppearUntil > now
    demand(
      honest,
      'a time until which the order may appear, for it was paid afterwards',
      found.value,
      'the shop closes what is paid later',
    )
  },
}
