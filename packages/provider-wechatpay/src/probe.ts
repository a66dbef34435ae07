import type { Exchange, ProbeReport } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import type { Opened } from './answer.ts'
import { answers, refusedRead } from './finding.ts'

/** What an answer, or the reason why it is none, tells about the account. A wallet that cannot be reached is no answer. */
export function* probeReport(ask: () => Exchange<Opened>): Exchange<ProbeReport> {
  try {
    const answer = yield* ask()
    const known = answer.kind === 'success' || answers('absent', 'probe', answer)
    return known ? GOOD : { ok: false, message: refusedRead('probe', answer).message }
  } catch (error) {
    if (isTPError(error) && (error.code === 'UNVERIFIED' || error.code === 'MALFORMED'))
      return { ok: false, message: error.message }
    throw error
  }
}

const GOOD: ProbeReport = {
  ok: true,
  message:
    'WeChat Pay took our signature and we took its own: mchId, serial, privateKey and the key that verifies are right. apiV3Key is not tried: only a notify or a certificate uses it.',
}
