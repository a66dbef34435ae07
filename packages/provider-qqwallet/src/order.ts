import type { Instant, Moment, PayCommand, PayReply } from '@tpkit/core'
import { checkInstant, checkIpv4, checkNotifyUrl, checkSubject, checkText, given, invalid, isIpv6 } from '@tpkit/core/provider'
import type { Fields } from '@tpkit/wire'
import { toBeijing } from '@tpkit/wire'
import { checkAmount, checkNumber } from './checks.ts'
import type { Account } from './config.ts'
import { orderExtra } from './extra.ts'
import { checkLaunch, launchPrompt, type PreparedScene } from './launch.ts'
import { LIMITS, NOTIFY_URL_LENGTH, PREPAY_LIFE_MS, type QQWalletScene } from './manifest.ts'
import { checkEcho, unrelated } from './reading.ts'
import type { OwnFields } from './request.ts'
import { hidesField } from './signature.ts'

/**
 * 统一下单, request. The clock only refuses, it writes nothing: the same command repeated is the same order at the
 * wallet, while a fresh `time_start` could make it "the number used again with other content".
 */
export function orderFields(command: PayCommand<PreparedScene>, account: Account, nowMs: Instant): OwnFields {
  const extra = orderExtra(command.scene, command.extra?.qqwallet, account)
  checkLaunch(command, account)
  return {
    ...goodsFields(command, account),
    trade_type: tradeTypes(command.scene, account)[0],
    notify_url: notifyUrl(command, account) ?? demandNotifyUrl(),
    attach: attached(command, account),
    ...extra,
    time_expire: given(command.expiresAt, (expiresAt) => checkExpiry(expiresAt, account, nowMs)),
  }
}

/** What an order says in every scene. */
export function goodsFields(command: PayCommand<QQWalletScene>, account: Account): OwnFields {
  return {
    body: checkSubject(command.subject, LIMITS.subjectLength, account.doubts),
    out_trade_no: checkNumber('outTradeNo', command.outTradeNo),
    fee_type: 'CNY',
    total_fee: checkAmount('total', command.total, account.maxAmount),
    spbill_create_ip: payerIp(command, account),
  }
}

/** 通知地址: the command's or the account's, which was checked when the account was made. */
export function notifyUrl(command: PayCommand<QQWalletScene>, account: Account): string | undefined {
  return given(command.notifyUrl, (url) => checkNotifyUrl('notifyUrl', url, NOTIFY_URL_LENGTH)) ?? account.notifyUrl
}

/** 附加数据. It comes back in signed messages, where it must not look like a field. */
export function attached({ attach }: PayCommand<QQWalletScene>, { doubts }: Account): string | undefined {
  if (attach === undefined) return undefined
  const text = checkText('attach', attach, LIMITS.attachLength, doubts)
  if (hidesField(text)) throw invalid('attach', 'no text that looks like a signed field, such as &total_fee=', text, 'encode it')
  return text
}

/** 统一下单, answer: what the payer's client needs to go on. */
export function preparedOrder(fields: Fields, command: PayCommand<PreparedScene>, account: Account, at: Moment): PayReply {
  checkTradeType(fields, command.scene, account)
  if (fields.out_trade_no) checkEcho(fields, 'out_trade_no', command.outTradeNo)
  const { outTradeNo } = command
  const prompt = { ...launchPrompt(fields, command, account, at), expiresAt: promptEnd(command, account, at.nowMs) }
  return { outTradeNo, prompt, ...(fields.prepay_id && { prepayId: fields.prepay_id }) }
}

function promptEnd({ scene, expiresAt }: PayCommand<PreparedScene>, { doubts }: Account, nowMs: Instant): Instant {
  // Counted from before the call: better a code that is renewed early than a dead one on the screen.
  const lifeEnd = nowMs + (scene === 'native' ? doubts.qrLifeSeconds * 1_000 : PREPAY_LIFE_MS)
  return expiresAt === undefined ? lifeEnd : Math.min(lifeEnd, wholeSeconds(expiresAt))
}

/** An answer to an order of another kind is not the answer to ours. */
export function checkTradeType({ trade_type }: Fields, scene: QQWalletScene, account: Account): void {
  const known = tradeTypes(scene, account)
  if (trade_type && !known.includes(trade_type.toUpperCase())) throw unrelated('trade_type', known.join(' or '), trade_type)
}

/** 交易类型: the one that is sent, and any other by which the wallet may call it. */
function tradeTypes(scene: QQWalletScene, { doubts }: Account): readonly [string, ...string[]] {
  if (scene === 'mini') return doubts.miniTradeType === 'MINIAPP' ? ['MINIAPP', 'JSAPI'] : ['JSAPI', 'MINIAPP']
  return [scene.toUpperCase()]
}

function payerIp({ payerIp }: PayCommand<QQWalletScene>, { defaultPayerIp }: Account): string {
  // The wallet's field has no room for IPv6. An app that passes its payer's address on must not fail at this wallet alone.
  return payerIp === undefined || isIpv6(payerIp) ? defaultPayerIp : checkIpv4('payerIp', payerIp)
}

function demandNotifyUrl(): never {
  throw invalid('notifyUrl', 'an address that the wallet can call', undefined, 'give it in the account or in the command')
}

/** The prepay session dies after two hours, so that a later expiry would be a promise that the wallet breaks. */
function checkExpiry(expiresAt: Instant, { doubts }: Account, nowMs: Instant): string {
  const end = wholeSeconds(checkInstant('expiresAt', expiresAt))
  const earliest = nowMs + (doubts.shortestExpirySeconds - 1) * 1_000
  if (end > earliest && end <= nowMs + PREPAY_LIFE_MS) return toBeijing(end)
  const found = Math.round((expiresAt - nowMs) / 1_000)
  const from = doubts.shortestExpirySeconds === 1 ? 'the next second' : `${doubts.shortestExpirySeconds} s`
  throw invalid('expiresAt', `a moment from ${from} to 2 hours ahead`, `${found} s from now`, 'choose another')
}

/** The wire knows whole seconds. */
function wholeSeconds(instant: Instant): Instant {
  return instant - (instant % 1_000)
}
