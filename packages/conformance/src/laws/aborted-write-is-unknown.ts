import { isDeepStrictEqual } from 'node:util'
import { fail } from '@tpkit/core/errors'
import { TransportError } from '@tpkit/core/ports'
import { demand } from '../demand.ts'
import type { Law } from '../law.ts'
import { ended } from '../world/believed.ts'
import type { Mishap } from '../world/line.ts'
import { onWrites } from '../world/mishaps.ts'
import { writes } from '../world/writes.ts'

export const abortedWriteIsUnknown: Law = {
  name: 'aborted-write-is-unknown',
  rule: 'a write that the caller gave up after it had left is unknown, and one given up before changes nothing',
  incident: 'a browser that closed cancelled the call to the wallet, and the order was booked as failed while the payer paid',
  repair: 'hand `signal` on to the connection, and answer by what had left, not by who stopped waiting',
  check: async ({ ours, wallet, clock }) => {
    for await (const { verb, call } of writes(ours)) {
      const [sent, now, books] = [ours.line.writes, clock.nowMs(), wallet.books(clock.nowMs())]
      const before = await ended(() => call({ signal: AbortSignal.abort() }))
      const done = before.kind === 'returned' && before.value.kind === 'done'
      if (done && ours.line.writes === sent) continue
      const unchanged = isDeepStrictEqual(wallet.books(now), books)
      demand(
        !done && unchanged,
        `${verb} to change nothing when it was given up before`,
        before,
        'nobody waits for what was done',
      )
      const giver = new AbortController()
      const outcome = await ours.line.during(onWrites(givenUp(giver)), () => call({ signal: giver.signal }))
      const meaning = 'the wallet did it, and the shop believes that it was stopped'
      demand(outcome.kind === 'unknown', `${verb} to be unknown when it was given up after it had left`, outcome, meaning)
    }
  },
}

/** The wallet does it, and meanwhile nobody waits any more. */
function givenUp(giver: AbortController): Mishap {
  return ({ reach }) => {
    reach()
    giver.abort()
    throw new TransportError(fail('TIMEOUT', 'the caller gave up'), true)
  }
}
