import { isDeepStrictEqual } from 'node:util'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { neverLeft, onWrites } from '../world/mishaps.ts'
import { writes } from '../world/writes.ts'

export const neverLeftIsRefused: Law = {
  name: 'never-left-is-refused',
  rule: 'a write of which no byte left is refused, changes nothing, and succeeds when repeated under its number',
  incident: 'a refused connection was reported as unknown, and a whole day of orders waited for answers that could not come',
  repair: 'leave connection failures to core: it knows whether a byte went out',
  check: async ({ ours, wallet, clock }) => {
    for await (const { verb, call } of writes(ours)) {
      const now = clock.nowMs() // the same before and after: what changes is the call's doing, not time's
      const [sent, books] = [ours.line.writes, wallet.books(now)]
      const outcome = await ours.line.during(onWrites(neverLeft), call)
      if (ours.line.writes === sent) continue
      demand(
        outcome.kind === 'refused',
        `${verb} to be refused when nothing left`,
        outcome,
        'the shop waits for what cannot come',
      )
      const { retry } = outcome.failure
      demand(
        retry === 'same-number',
        `the advice same-number for a ${verb} that never left`,
        retry,
        'the business is lost for nothing',
      )
      demand(isDeepStrictEqual(wallet.books(now), books), 'unchanged books', wallet.books(now), 'something was sent all the same')
      const again = await call()
      demand(again.kind === 'done', `${verb} to be done when repeated`, again, 'the failed try left something behind')
    }
  },
}
