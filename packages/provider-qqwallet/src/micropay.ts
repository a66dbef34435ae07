import type { Finding, Instant, PayCommand, PayReply } from '@tpkit/core'
import { type TPError, tpError } from '@tpkit/core/errors'
import { given, invalid } from '@tpkit/core/provider'
import type { Fields } from '@tpkit/wire'
import type { Opened } from './answer.ts'
import type { Account } from './config.ts'
import { checkDevice, orderExtra } from './extra.ts'
import { answers, findingOf } from './finding.ts'
import { MICROPAY_GIVE_UP_MS } from './manifest.ts'
import { attached, checkTradeType, goodsFields, notifyUrl } from './order.ts'
import { repliedFact } from './payment.ts'
import type { OwnFields } from './request.ts'

type Counter = PayCommand<'micropay'>

/** 提交付款码支付, request. No clock and no expiry in it: a repeat is the same order. */
export function micropayFields(command: Counter, account: Account): OwnFields {
  const auth_code = checkPaymentCode(command.authCode, account)
  return {
    ...goodsFields(command, account),
    trade_type: 'MICROPAY',
    notify_url: notifyUrl(command, account),
    attach: attached(command, account),
    ...orderExtra('micropay', command.extra?.qqwallet, account),
    device_info: terminal(command, account),
    auth_code,
  }
}

/** 提交付款码支付, answer: the payment itself, at once, or a payer who is still typing (用户支付中), or what a refusal proves. */
export function counterFinding(opened: Opened, command: Counter, account: Account, nowMs: Instant): Finding<PayReply> {
  if (opened.kind === 'success') return done(counterReply(opened.fields, command, account, nowMs))
  return answers('waiting', 'micropay', opened) ? done(waiting(command, nowMs)) : findingOf('micropay', opened)
}

function done(value: PayReply): Finding<PayReply> {
  return { kind: 'done', value, evidence: 'verified' }
}

function counterReply(fields: Fields, command: Counter, account: Account, nowMs: Instant): PayReply {
  checkTradeType(fields, 'micropay', account)
  const fact = repliedFact(fields, command)
  return fact.status === 'pending' ? { ...waiting(command, nowMs), fact } : { outTradeNo: command.outTradeNo, fact }
}

function waiting({ outTradeNo }: Counter, nowMs: Instant): PayReply {
  return { outTradeNo, prompt: { kind: 'wait', expiresAt: nowMs + MICROPAY_GIVE_UP_MS } }
}

/** The sentence does not show it: whoever has a payment code has the payer's money. */
function checkPaymentCode(value: unknown, { doubts }: Account): string {
  const strict = doubts.paymentCode === '91'
  const form = strict ? /^91[0-9]{16}$/ : /^[0-9]{12,32}$/
  if (typeof value === 'string' && value.length <= 32 && form.test(value)) return value
  return refuseCode(strict ? '18 digits that begin with 91' : '12 to 32 digits', value)
}

function refuseCode(expected: string, value: unknown): never {
  const found = typeof value === 'string' ? `${value.length} characters of another form` : typeof value
  throw tpError(
    'INVALID',
    `authCode: expected a payment code (付款码) of ${expected}, found ${found}; scan the payer's code again`,
  )
}

/** The wallet demands a terminal number. */
function terminal({ deviceId, extra }: Counter, { deviceInfo, doubts }: Account): string {
  const also = extra?.qqwallet?.deviceInfo
  if (deviceId !== undefined && also !== undefined && deviceId !== also) throw twoTerminals(deviceId)
  return given(deviceId ?? also, (device) => checkDevice('deviceId', device, doubts)) ?? deviceInfo
}

function twoTerminals(deviceId: string): TPError {
  return invalid('deviceId', 'the same terminal as in extra.qqwallet.deviceInfo', deviceId, 'give it once')
}
