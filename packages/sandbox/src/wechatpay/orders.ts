import type { Instant } from '@tpkit/core'
import { type Asked, type Order, ownKey, statusAt } from '../books/books.ts'
import { belongsTo, bookOrder, changesOf } from '../books/order-book.ts'
import { DAY_MS, MINUTE_MS } from '../books/time.ts'
import type { PhoneBill } from '../wallet.ts'
import { type Call, type Reply, text, whole } from './call.ts'
import { Refusal } from './errors.ts'
import { missing, parties } from './parties.ts'
import { check, H5, PREPAY } from './rules.ts'
import type { Settings } from './settings.ts'
import type { State } from './state.ts'
import { fromRfc3339 } from './time.ts'

export type Scene = 'native' | 'jsapi' | 'app' | 'h5'

const PROMPT_LIFE_MS: Readonly<Record<Scene, Instant>> = {
  native: 120 * MINUTE_MS,
  jsapi: 120 * MINUTE_MS,
  app: 120 * MINUTE_MS,
  h5: 5 * MINUTE_MS,
}
const USUAL_LIFE_MS = 7 * DAY_MS
const LONGEST_LIFE_MS = 15 * DAY_MS

/** 下单. The same number with the same parameters is the same order, and its link is made anew, as long as it can be paid. */
export function prepay(scene: Scene): (state: State, call: Call, now: Instant) => Reply {
  return (state, call, now) => {
    check(call.fields, scene === 'h5' ? H5 : PREPAY)
    const { subMchId, subAppId } = parties(call, 'app')
    checkAddress('notify_url', text(call, 'notify_url'), state.settings)
    if (scene === 'jsapi') checkPayer(call, subAppId)
    if (scene === 'h5') checkIp(text(call, 'scene_info.payer_client_ip'))
    const known = state.orders.get(ownKey(call.merchant.mchId, text(call, 'out_trade_no') ?? ''))
    if (known) refuseRepeat(state.settings, known, askedIn(call, scene), subMchId, now)
    const order = known ?? newOrder(state, call, scene, subMchId, now)
    state.promptUntil.set(order, now + PROMPT_LIFE_MS[scene])
    return { status: 200, body: handle(scene, order) }
  }
}

/** A repeat of a number, with what it asks. */
export function refuseRepeat(settings: Settings, order: Order, asked: Asked, subMchId: string | undefined, now: Instant): void {
  const status = statusAt(order, now)
  if (!belongsTo(order, order.merchant.mchId, subMchId)) throw new Refusal('OUT_TRADE_NO_USED')
  if (status === 'paid') throw new Refusal('INVALID_REQUEST', '该订单已支付')
  if (status !== 'open') throw new Refusal('ORDER_CLOSED')
  const changed = changesOf(order, asked)
  if (changed.length > 0) {
    throw new Refusal(settings.repeatAs, `201 商户订单号重复: ${changed.join(', ')} 与原订单不同`)
  }
}

function newOrder(state: State, call: Call, scene: Scene, subMchId: string | undefined, now: Instant): Order {
  const token = state.numbers.token()
  const prepayId = state.numbers.prepayId(now)
  const order = bookOrder(
    state,
    {
      ...goodsOf(call, subMchId),
      scene: phoneScene(scene),
      notifyUrl: text(call, 'notify_url'),
      asked: askedIn(call, scene),
      expiresAt: expiry(call, now),
      token,
      promptText: promptOf(state.settings, scene, token, prepayId),
      prepayId,
      scan: undefined,
    },
    now,
  )
  // A page or an app may know either.
  state.byPrompt.set(prepayId, order)
  return order
}

/** What an order says of itself in every scene. */
export function goodsOf(call: Call, subMchId: string | undefined) {
  return {
    merchant: call.merchant,
    subMchId,
    outTradeNo: text(call, 'out_trade_no') ?? '',
    subject: text(call, 'description') ?? '',
    totalFee: whole(call, 'amount.total') ?? 0n,
  }
}

/** The scene is part of it: the same number as a QR code and as a link are two orders. */
export function askedIn({ fields }: Call, scene: string): Asked {
  return new Map([['scene', scene], ...[...fields].map(([name, value]): [string, string] => [name, String(value)])])
}

/** 小程序 asks as 公众号 does, and nobody can tell them apart. */
function phoneScene(scene: Scene): PhoneBill['scene'] {
  return scene
}

function promptOf({ h5Page }: Settings, scene: Scene, token: string, prepayId: string): string {
  if (scene === 'native') return `weixin://wxpay/bizpayurl?pr=${token}`
  return scene === 'h5' ? `${h5Page}?prepay_id=${prepayId}&package=${token}` : prepayId
}

function handle(scene: Scene, { promptText, prepayId }: Order): object {
  if (scene === 'native') return { code_url: promptText }
  return scene === 'h5' ? { h5_url: promptText } : { prepay_id: prepayId }
}

/** Earlier than in a minute is raised to a minute in silence. */
function expiry(call: Call, now: Instant): Instant {
  const wanted = text(call, 'time_expire')
  if (wanted === undefined) return now + USUAL_LIFE_MS
  const end = fromRfc3339(wanted)
  if (end === undefined || end > now + LONGEST_LIFE_MS) throw new Refusal('PARAM_ERROR', 'time_expire 不是有效的时间')
  return Math.max(end, now + MINUTE_MS)
}

/** Full address without query string; https and public only where the wallet is strict. */
export function checkAddress(name: string, found: string | undefined, { strictNotifyUrl }: Settings): void {
  if (found === undefined) return
  const url = URL.canParse(found) ? new URL(found) : undefined
  const isWeb = url?.protocol === 'https:' || (url?.protocol === 'http:' && !strictNotifyUrl)
  if (url && isWeb && !/[?#]/.test(found) && !(strictNotifyUrl && isPrivate(url.hostname))) return
  throw new Refusal('PARAM_ERROR', `${name} 必须为外网可访问的完整地址，不能携带参数`, { field: name, issue: 'invalid url' })
}

function isPrivate(host: string): boolean {
  return /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[)/.test(host)
}

function checkPayer(call: Call, subAppId: string | undefined): void {
  const names = /\/partner\//.test(call.path) ? ['payer.sp_openid', 'payer.sub_openid'] : ['payer.openid']
  if (!names.some((name) => text(call, name))) throw missing(names.join(' / '))
  if (text(call, 'payer.sub_openid') && subAppId === undefined) throw missing('sub_appid')
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

function isIp(found: string): boolean {
  return IPV4.test(found) || (found.includes(':') && URL.canParse(`http://[${found}]`))
}

function checkIp(found: string | undefined): void {
  if (found !== undefined && isIp(found) && found !== '127.0.0.1') return
  throw new Refusal('PARAM_ERROR', 'payer_client_ip 不是有效的用户终端IP', { field: 'scene_info.payer_client_ip' })
}

/** The order of a number in the path. Throws a `Refusal`. */
export function findByNumber(state: State, call: Call, outTradeNo: string, subMchId: string | undefined): Order {
  const order = state.orders.get(ownKey(call.merchant.mchId, outTradeNo))
  if (!order || !belongsTo(order, call.merchant.mchId, subMchId)) throw new Refusal('ORDER_NOT_EXIST')
  return order
}

/** 关闭订单. Only what is not paid; an order of a payment code is reversed instead. */
export function closeOrder(state: State, call: Call, now: Instant, outTradeNo: string): Reply {
  const { subMchId } = parties(call, 'mch')
  const order = findByNumber(state, call, outTradeNo, subMchId)
  const status = statusAt(order, now)
  if (status === 'closed' || status === 'reversed') throw new Refusal('ORDER_CLOSED')
  if (status === 'paid') throw new Refusal('TRADE_ERROR', '订单已支付，不能关闭')
  if (order.scan) throw new Refusal('INVALID_REQUEST', '付款码支付的订单请使用撤销接口')
  order.closed = true
  return { status: 204 }
}
