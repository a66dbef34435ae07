import type { Finding, Instant, PayCommand, PayReply } from '@tpkit/core'
import { given } from '@tpkit/core/provider'
import type { Account } from './account.ts'
import type { Opened } from './answer.ts'
import { checkPaymentCode, checkWords, isFace } from './checks.ts'
import { findingOf } from './finding.ts'
import type { GatewayCall } from './gateway.ts'
import { orderCall } from './order.ts'
import { repliedFact } from './payment.ts'
import { checkEchoIfThere } from './reading.ts'

type Counter = PayCommand<'micropay'>

/** 付款码支付, request. */
export function counterCall(command: Counter, account: Account, nowMs: Instant): GatewayCall {
  const auth_code = checkPaymentCode(command.authCode)
  const terminal_id = given(command.deviceId, (device) => checkWords('deviceId', device, 32))
  const scene = isFace(auth_code) ? 'security_code' : 'bar_code'
  return orderCall(command, account, nowMs, { auth_code, scene, ...(terminal_id && { terminal_id }) })
}

/**
 * 付款码支付, answer: the payment itself, at once; a payer who is asked on the phone (10003); or what a refusal proves. A success that
 * names no moment of payment (an order that is taken from later) is waited for, too.
 */
export function counterFinding(opened: Opened, command: Counter, account: Account, nowMs: Instant): Finding<PayReply> {
  if (opened.kind === 'refusal') return findingOf('micropay', opened)
  const { fields, code } = opened
  const { outTradeNo } = command
  if (code === '10000' && fields.gmt_payment) return done({ outTradeNo, fact: repliedFact(fields, command, account.payee) })
  checkEchoIfThere(fields, 'out_trade_no', outTradeNo)
  return done({ outTradeNo, prompt: { kind: 'wait', expiresAt: nowMs + account.doubts.giveUpSeconds * 1_000 } })
}

function done(value: PayReply): Finding<PayReply> {
  return { kind: 'done', value, evidence: 'verified' }
}
