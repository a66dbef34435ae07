import type { Instant, Moment, PayCommand, PayReply, Prompt } from '@tpkit/core'
import { checkInstant, checkNotifyUrl, checkSubject, given, invalid } from '@tpkit/core/provider'
import { type Fields, toRfc3339 } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkIp, checkWords } from './checks.ts'
import { orderExtra } from './extra.ts'
import { ATTACH_LENGTH, NOTIFY_URL_LENGTH, PROMPT_LIFE_MS, SUBJECT_LENGTH, type WeChatPayScene } from './manifest.ts'

/** The scenes in which an order is prepared and the payer's own client goes on with it. */
export type PreparedScene = Exclude<WeChatPayScene, 'micropay'>

const MINUTE_MS = 60_000

/**
 * 下单, request. The clock only refuses, it writes nothing: the same command repeated is the same order at the wallet, and other
 * parameters under the number would be "the number used again".
 */
export function orderBody(command: PayCommand<PreparedScene>, account: Account, nowMs: Instant): object {
  const { storeInfo, h5Info, ...extra } = orderExtra(command.scene, command.extra?.wechatpay)
  return {
    ...goods(command, account),
    time_expire: given(command.expiresAt, (expiresAt) => checkExpiry(expiresAt, nowMs)),
    notify_url: given(command.notifyUrl, (url) => checkNotifyUrl('notifyUrl', url, NOTIFY_URL_LENGTH)) ?? usualNotifyUrl(account),
    ...extra,
    payer: payer(command, account),
    scene_info: sceneInfo(command, account, storeInfo, h5Info),
  }
}

/** What an order says in every scene. */
export function goods(command: PayCommand<WeChatPayScene>, { mchId, appId, subMchId, subAppId }: Account): object {
  const { subject, outTradeNo, attach, total } = command
  const parties = subMchId
    ? { sp_appid: appId, sp_mchid: mchId, sub_appid: subAppId, sub_mchid: subMchId }
    : { appid: appId, mchid: mchId }
  return {
    ...parties,
    description: checkSubject(subject, SUBJECT_LENGTH, { emoji: 'refuse', textLength: 'characters' }),
    out_trade_no: outTradeNo,
    attach: given(attach, (text) => checkWords('attach', text, ATTACH_LENGTH)),
    // The manifest's limits keep it far below what a number can hold.
    amount: { total: Number(total.amount), currency: 'CNY' },
  }
}

/** 下单, answer: what the payer's client needs to go on. */
export function preparedReply({ outTradeNo }: PayCommand<PreparedScene>, prompt: Prompt, { prepay_id }: Fields): PayReply {
  return { outTradeNo, prompt, ...(prepay_id && { prepayId: prepay_id }) }
}

/** When a prompt ends: counted from before the call. Better a code that is renewed early than a dead one on the screen. */
export function promptEnd({ scene, expiresAt }: PayCommand<PreparedScene>, { nowMs }: Moment): Instant {
  const lifeEnd = nowMs + PROMPT_LIFE_MS[scene]
  return expiresAt === undefined ? lifeEnd : Math.min(lifeEnd, wholeSeconds(expiresAt))
}

/** 支付者: known by their openid at the application that opens the cashier. */
function payer(command: PayCommand<PreparedScene>, { partner, subAppId }: Account): object | undefined {
  if (command.scene !== 'jsapi' && command.scene !== 'mini') return undefined
  const todo = "give the payer's openid under the account's application"
  if (!command.payerId) throw invalid('payerId', "the payer's openid", command.payerId, todo)
  const openid = checkWords('payerId', command.payerId, 128)
  if (!partner) return { openid }
  return subAppId ? { sub_openid: openid } : { sp_openid: openid }
}

function sceneInfo(
  command: PayCommand<PreparedScene>,
  { defaultPayerIp }: Account,
  storeInfo: object | undefined,
  h5Info: object | undefined,
): object | undefined {
  const ip = given(command.payerIp, (address) => checkIp('payerIp', address)) ?? defaultPayerIp
  if (command.scene === 'h5') {
    const h5_info = { ...h5Info, type: H5_TYPES[command.device ?? 'wap'] }
    return { payer_client_ip: ip ?? demandIp("scene h5 wants the browser's address"), store_info: storeInfo, h5_info }
  }
  if (ip === undefined) return storeInfo ? demandIp('extra.wechatpay.storeInfo goes with it') : undefined
  return { payer_client_ip: ip, store_info: storeInfo }
}

const H5_TYPES = { ios: 'iOS', android: 'Android', wap: 'Wap' } as const

function demandIp(why: string): never {
  throw invalid(
    'payerIp',
    "the payer's IP address",
    undefined,
    `${why}; give it in the command, or defaultPayerIp in the account`,
  )
}

function usualNotifyUrl({ notifyUrl }: Account): string {
  if (notifyUrl !== undefined) return notifyUrl
  throw invalid('notifyUrl', 'an address that the wallet can call', undefined, 'give it in the account or in the command')
}

/** Earlier ones are raised to a minute in silence by the wallet: the payer could pay longer than the shop thinks. */
function checkExpiry(expiresAt: Instant, nowMs: Instant): string {
  const end = wholeSeconds(checkInstant('expiresAt', expiresAt))
  if (end >= nowMs + MINUTE_MS - 1_000) return toRfc3339(end)
  throw invalid(
    'expiresAt',
    'a moment at least a minute ahead',
    `${Math.round((expiresAt - nowMs) / 1_000)} s from now`,
    'choose another',
  )
}

/** The wire knows whole seconds. */
function wholeSeconds(instant: Instant): Instant {
  return instant - (instant % 1_000)
}
