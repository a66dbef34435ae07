import type { Instant, PayCommand, PayReply, Prompt } from '@tpkit/core'
import { checkInstant, checkIpv4, checkNotifyUrl, checkText, given, invalid, isIpv6 } from '@tpkit/core/provider'
import { type Fields, fenToYuan, toBeijingText } from '@tpkit/wire'
import type { Account } from './account.ts'
import { checkAddress, checkTitle } from './checks.ts'
import type { Method } from './endpoints.ts'
import { orderExtra } from './extra.ts'
import type { GatewayCall } from './gateway.ts'
import { type AlipayScene, ATTACH_LENGTH, NOTIFY_URL_LENGTH } from './manifest.ts'
import { checkEcho, demand } from './reading.ts'

/** 当面付's own code scenes and 小程序: the gateway is called. */
export type CalledScene = 'native' | 'mini' | 'jsapi'
/** The payer's browser or app carries the order to the wallet itself. */
export type SignedScene = 'page' | 'h5' | 'app'

const METHODS: Readonly<Record<AlipayScene, Method>> = {
  page: 'alipay.trade.page.pay',
  h5: 'alipay.trade.wap.pay',
  app: 'alipay.trade.app.pay',
  native: 'alipay.trade.precreate',
  micropay: 'alipay.trade.pay',
  mini: 'alipay.trade.create',
  jsapi: 'alipay.trade.create',
}

const MINUTE_MS = 60_000

/**
 * 下单, request. The clock only refuses, it writes nothing: the same command repeated is the same order at the wallet, and other
 * content under the number would be "the number used again".
 */
export function orderCall(command: PayCommand<AlipayScene>, account: Account, nowMs: Instant, more: object = {}): GatewayCall {
  const { scene } = command
  const returnUrl = scene === 'page' || scene === 'h5' ? given(command.returnUrl, checkReturnUrl) : undefined
  const isBare = scene === 'app' && account.doubts.appPayToken === 'leave-out'
  return {
    method: METHODS[scene],
    content: { ...goods(command, account, nowMs), ...more },
    effect: 'write',
    notifyUrl: given(command.notifyUrl, (url) => checkNotifyUrl('notifyUrl', url, NOTIFY_URL_LENGTH)) ?? account.notifyUrl,
    returnUrl,
    ...(isBare && { asApplication: true }),
  }
}

/** What an order says in every scene. */
function goods(command: PayCommand<AlipayScene>, account: Account, nowMs: Instant): object {
  const { scene, outTradeNo, total, subject, attach, expiresAt } = command
  const { business_params, product_code, ...extra } = orderExtra(scene, command.extra?.alipay, account.doubts)
  const op_app_id = scene === 'mini' || scene === 'jsapi' ? (extra.op_app_id ?? account.opAppId) : undefined
  return {
    out_trade_no: outTradeNo,
    total_amount: fenToYuan(total.amount),
    subject: checkTitle(subject, account.doubts),
    ...{ ...extra, store_id: extra.store_id ?? account.storeId },
    product_code: productOf(scene, product_code, op_app_id, account),
    op_app_id,
    time_expire: given(expiresAt, (instant) => checkExpiry(scene, instant, nowMs)),
    passback_params: given(attach, passback),
    business_params: business(business_params, command.payerIp, account),
  }
}

/** 产品码. JSAPI_PAY is for a mini program that is named. */
function productOf(scene: AlipayScene, said: string | undefined, opAppId: string | undefined, { doubts }: Account): string {
  const product = said ?? USUAL[scene](doubts, opAppId)
  if (product !== 'JSAPI_PAY' || opAppId !== undefined) return product
  throw invalid(
    'extra.alipay.opAppId',
    'the mini program (op_app_id) that JSAPI_PAY is for',
    undefined,
    'give it there or in the account',
  )
}

const USUAL: Readonly<Record<AlipayScene, (doubts: Account['doubts'], opAppId: string | undefined) => string>> = {
  page: () => 'FAST_INSTANT_TRADE_PAY',
  h5: () => 'QUICK_WAP_WAY',
  app: () => 'QUICK_MSECURITY_PAY',
  native: ({ nativeProduct }) => nativeProduct,
  micropay: ({ counterProduct }) => counterProduct,
  mini: (_doubts, opAppId) => (opAppId === undefined ? 'FACE_TO_FACE_PAYMENT' : 'JSAPI_PAY'),
  jsapi: (_doubts, opAppId) => (opAppId === undefined ? 'FACE_TO_FACE_PAYMENT' : 'JSAPI_PAY'),
}

/** 小程序, JSAPI: who pays, by the number or by the open id that the application knows the payer under. */
export function buyer({ payerId }: PayCommand<'mini' | 'jsapi'>): object {
  if (typeof payerId !== 'string' || !/^[!-~]{1,128}$/.test(payerId))
    throw invalid(
      'payerId',
      "the payer's open id or number",
      payerId,
      "give the one that the application knows, such as from the payer's sign-in",
    )
  return /^2088[0-9]{12}$/.test(payerId) ? { buyer_id: payerId } : { buyer_open_id: payerId }
}

/** 下单, answer: what the payer's phone needs to go on. */
export function calledReply(fields: Fields, command: PayCommand<CalledScene>, nowMs: Instant, lifeMs: number): PayReply {
  const { scene, outTradeNo, expiresAt } = command
  checkEcho(fields, 'out_trade_no', outTradeNo)
  const end = promptEnd(expiresAt, nowMs, lifeMs)
  if (scene === 'native') return { outTradeNo, prompt: { kind: 'qr', text: demand(fields, 'qr_code'), expiresAt: end } }
  const tradeNO = demand(fields, 'trade_no')
  const prompt: Prompt = { kind: 'invoke', bridge: 'alipay-jsapi', params: { tradeNO }, expiresAt: end }
  return { outTradeNo, prompt, prepayId: tradeNO }
}

/** When a prompt ends: counted from before the call. Better a code that is renewed early than a dead one on the screen. */
export function promptEnd(expiresAt: Instant | undefined, nowMs: Instant, lifeMs: number): Instant {
  const lifeEnd = nowMs + lifeMs
  return expiresAt === undefined ? lifeEnd : Math.min(lifeEnd, wholeSeconds(expiresAt))
}

/** 绝对超时时间. At the counter the shop waits itself, and reverses. */
function checkExpiry(scene: AlipayScene, expiresAt: Instant, nowMs: Instant): string {
  const end = wholeSeconds(checkInstant('expiresAt', expiresAt))
  if (scene === 'micropay' || end >= nowMs + MINUTE_MS - 1_000) return toBeijingText(end)
  const found = `${Math.round((expiresAt - nowMs) / 1_000)} s from now`
  throw invalid('expiresAt', 'a moment at least a minute ahead', found, 'choose another')
}

/** 回传参数: escaped once, and its length counts so. */
function passback(attach: string): string {
  const escaped = encodeURIComponent(checkText('attach', attach, ATTACH_LENGTH, { emoji: 'send', textLength: 'characters' }))
  if (escaped.length <= ATTACH_LENGTH) return escaped
  throw invalid('attach', `at most ${ATTACH_LENGTH} characters once it is escaped`, `${escaped.length}`, 'shorten it')
}

function business(given: object | undefined, payerIp: string | undefined, { doubts }: Account): object | string | undefined {
  if (given === undefined && payerIp === undefined) return undefined
  const params = { ...given, ...(payerIp !== undefined && { mc_create_trade_ip: checkIp(payerIp) }) }
  return doubts.businessParams === 'text' ? JSON.stringify(params) : params
}

function checkIp(value: string): string {
  return typeof value === 'string' && isIpv6(value) ? value : checkIpv4('payerIp', value)
}

function checkReturnUrl(url: string): string {
  return checkAddress('returnUrl', url, NOTIFY_URL_LENGTH)
}

/** The wire knows whole seconds. */
function wholeSeconds(instant: Instant): Instant {
  return instant - (instant % 1_000)
}
