import type { AttemptRef, Finding, PaymentFact } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'
import type { Account } from './account.ts'
import type { Opened } from './answer.ts'
import { findingOf } from './finding.ts'
import type { GatewayCall } from './gateway.ts'
import { endedFact } from './payment.ts'
import { checkEchoIfThere } from './reading.ts'

/** 交易关闭, request. */
export function closeCall({ outTradeNo }: AttemptRef): GatewayCall {
  return { method: 'alipay.trade.close', effect: 'write', content: { out_trade_no: outTradeNo } }
}

export function closedFinding(opened: Opened, ref: AttemptRef, { payee }: Account): Finding<PaymentFact> {
  if (opened.kind === 'refusal') return findingOf('close', opened)
  return { kind: 'done', value: endedFact('closed', opened.fields, ref, payee), evidence: 'verified' }
}

/** 交易撤销, request. */
export function cancelCall({ outTradeNo }: AttemptRef): GatewayCall {
  return { method: 'alipay.trade.cancel', effect: 'write', content: { out_trade_no: outTradeNo } }
}

/**
 * 撤销, answer. What was not paid is closed, what was paid goes back. Without an action nothing was undone, though the code says success:
 * the wallet knows no such order, and one that is still on its way would be paid after all.
 */
export function reversedFinding(opened: Opened, ref: AttemptRef, { payee }: Account): Finding<PaymentFact> {
  if (opened.kind === 'refusal') return findingOf('reverse', opened)
  const { fields } = opened
  const { action, retry_flag } = fields
  if (retry_flag === 'Y') return { kind: 'unknown', failure: AGAIN, checkAfterMs: 1_000 }
  if (action === 'close' || action === 'refund') {
    const value = endedFact(action === 'close' ? 'closed' : 'reversed', fields, ref, payee)
    return { kind: 'done', value, evidence: 'verified' }
  }
  return undoneFinding(fields, ref)
}

function undoneFinding(fields: Fields, { outTradeNo }: AttemptRef): Finding<never> {
  checkEchoIfThere(fields, 'out_trade_no', outTradeNo)
  // An action of another name may have done something.
  if (fields.action) return { kind: 'unknown', failure: OTHER_ACTION }
  return { kind: 'refused', failure: NOTHING_UNDONE, evidence: 'verified' }
}

const AGAIN = fail('UNAVAILABLE', 'Alipay answered reverse with retry_flag Y: it is not done yet; reverse again, unchanged')

const OTHER_ACTION = fail(
  'MALFORMED',
  'action: expected close or refund in the answer to reverse, found another word; query the order before anything else',
)

const NOTHING_UNDONE = fail(
  'NOT_FOUND',
  'Alipay answered reverse with no action: the wallet knows no such order yet, so nothing was done; a pay call still on its way may create it',
)
