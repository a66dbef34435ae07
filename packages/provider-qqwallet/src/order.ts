import type { Instant, PayCommand, PayReply } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'
import {
  checkAmount,
  checkInstant,
  checkIpv4,
  checkNotifyUrl,
  checkNumber,
  checkSubject,
  checkText,
  given,
  invalid,
  isIpv6,
} from './checks.ts'
import type { QQWalletConfig } from './config.ts'
import { orderExtra } from './extra.ts'
import { manifest, PREPAY_LIFE_MS } from './manifest.ts'
import { checkEcho, demand, unrelated } from './reading.ts'
import type { OwnFields } from './request.ts'
import { hidesField } from './signature.ts'
import { toBeijing } from './time.ts'

const { limits } = manifest

/**
 * 统一下单, request. The clock only refuses, it writes nothing: the same command repeated is the same order at the
 * wallet, while a fresh `time_start` could make it "the number used again with other content".
 */
export function orderFields(command: PayCommand<'native'>, config: QQWalletConfig, nowMs: Instant): OwnFields {
  if (command.scene !== 'native') throw tpError('UNSUPPORTED', `scene: expected native, found ${String(command.scene)}`)
  return {
    body: checkSubject(command.subject, limits.subjectLength),
    out_trade_no: checkNumber('outTradeNo', command.outTradeNo),
    fee_type: 'CNY',
    total_fee: checkAmount('total', command.total, limits.maxAmount),
    spbill_create_ip: payerIp(command, config),
    trade_type: 'NATIVE',
    notify_url: notifyUrl(command, config),
    attach: given(command.attach, checkAttach),
    ...orderExtra(command.extra?.qqwallet),
    time_expire: given(command.expiresAt, (expiresAt) => checkExpiry(expiresAt, nowMs)),
  }
}

/** 统一下单, answer: the QR code to show. */
export function preparedOrder(fields: Fields, command: PayCommand<'native'>, nowMs: Instant): PayReply {
  const { trade_type, prepay_id } = fields
  if (trade_type && trade_type.toUpperCase() !== 'NATIVE') throw unrelated('trade_type', 'NATIVE', trade_type)
  if (fields.out_trade_no) checkEcho(fields, 'out_trade_no', command.outTradeNo)
  // Counted from before the call: better a code that is renewed early than a dead one on the screen.
  const sessionEnd = nowMs + PREPAY_LIFE_MS
  const expiresAt = command.expiresAt === undefined ? sessionEnd : Math.min(sessionEnd, wholeSeconds(command.expiresAt))
  return {
    outTradeNo: command.outTradeNo,
    prompt: { kind: 'qr', text: demand(fields, 'code_url'), expiresAt },
    ...(prepay_id && { prepayId: prepay_id }),
  }
}

function payerIp({ payerIp }: PayCommand<'native'>, { defaultPayerIp = '127.0.0.1' }: QQWalletConfig): string {
  // The wallet's field has no room for IPv6. An app that passes its payer's address on must not fail at this wallet alone.
  if (payerIp === undefined || isIpv6(payerIp)) return checkIpv4('defaultPayerIp', defaultPayerIp)
  return checkIpv4('payerIp', payerIp)
}

function notifyUrl(command: PayCommand<'native'>, config: QQWalletConfig): string {
  const found = command.notifyUrl ?? config.notifyUrl
  if (found !== undefined) return checkNotifyUrl('notifyUrl', found)
  throw invalid('notifyUrl', 'an address that the wallet can call', found, 'give it in the account or in the command')
}

function checkAttach(attach: string): string {
  const text = checkText('attach', attach, limits.attachLength)
  if (hidesField(text)) throw invalid('attach', 'no text that looks like a signed field, such as &total_fee=', text, 'encode it')
  return text
}

/** The prepay session dies after two hours, so that a later expiry would be a promise that the wallet breaks. */
function checkExpiry(expiresAt: Instant, nowMs: Instant): string {
  const end = wholeSeconds(checkInstant('expiresAt', expiresAt))
  if (end > nowMs && end <= nowMs + PREPAY_LIFE_MS) return toBeijing(end)
  const found = Math.round((expiresAt - nowMs) / 1_000)
  throw invalid('expiresAt', 'a moment from the next second to 2 hours ahead', `${found} s from now`, 'choose another')
}

/** The wire knows whole seconds. */
function wholeSeconds(instant: Instant): Instant {
  return instant - (instant % 1_000)
}
