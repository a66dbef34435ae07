import type { Exchange, Moment, ProbeReport } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { answers, refusedRead } from './finding.ts'
import type { Ask } from './gateway.ts'

/** What an answer, or the reason why it is none, tells about the account. A wallet that cannot be reached is no answer. */
export function* probeReport(ask: Ask, at: Moment): Exchange<ProbeReport> {
  const content = { out_trade_no: `tpkit_probe_${at.nonce(20)}` }
  try {
    const answer = yield* ask({ method: 'alipay.trade.query', effect: 'read', content }, at)
    const known = answer.kind === 'success' || answers('absent', 'probe', answer)
    return known ? GOOD : { ok: false, message: refusedRead('probe', answer).message }
  } catch (error) {
    if (isTPError(error) && TOLD.includes(error.code)) return { ok: false, message: error.message }
    throw error
  }
}

const TOLD: readonly string[] = ['UNVERIFIED', 'MALFORMED', 'CONFIG']

const GOOD: ProbeReport = {
  ok: true,
  message:
    'Alipay took our signature and we took its own: appId, privateKey and the key that verifies are right. sellerId is not tried: only a notify names it.',
}
