import type { Moment, ProbeReport } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import type { Opened } from './answer.ts'
import { answers, refusedRead } from './finding.ts'
import type { OwnFields } from './request.ts'

/** 探测: asks for an order that cannot exist. Nothing at the wallet changes. */
export function probeFields(at: Moment): OwnFields {
  return { out_trade_no: `tpkit-probe-${at.nonce(20)}` }
}

/** What an answer, or the reason why it is none, tells about the account. A wallet that cannot be reached is no answer. */
export function probeReport(opened: () => Opened): ProbeReport {
  try {
    const answer = opened()
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
    'QQ Wallet took our signature and we took its own: mchId, apiKey and the way there are right. Certificate and operator are not tried: only a refund or a reversal uses them.',
}
