import type { Instant } from '@tpkit/core'
import { type Order, ownKey, type Scan, statusAt } from '../books/books.ts'
import { bookOrder, changesOf, type NewOrder } from '../books/order-book.ts'
import { fromBeijingTime, MINUTE_MS } from '../books/time.ts'
import type { PhoneBill } from '../wallet.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { findByOwnNumber } from './lookup.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'

const PREPAY_LIFE_MS = 120 * MINUTE_MS
const EARLIEST_CLOSE_MS = 5 * MINUTE_MS
const QR_ADDRESS = 'https://qpay.qq.com/qr/'

/** 统一下单. The same number with the same parameters is the same order, as long as it can be paid. */
export function unifiedOrder(state: State, call: Call, now: Instant): Reply {
  const known = state.orders.get(ownKey(call.merchant.mchId, call.fields.get('out_trade_no') ?? ''))
  if (known) refuseRepeat(known, call, now)
  const isNative = call.fields.get('trade_type') === 'NATIVE'
  const order = known ?? newOrder(state, call, now, (_, token) => prepay(state, token, isNative, now))
  return {
    trade_type: order.asked.get('trade_type'),
    prepay_id: order.prepayId,
    code_url: isNative ? order.promptText : undefined,
  }
}

export function refuseRepeat(order: Order, call: Call, now: Instant): void {
  const status = statusAt(order, now)
  if (status === 'paid') throw new Refusal('ORDERPAID')
  if (status !== 'open') throw new Refusal('ORDERCLOSED')
  const changed = changesOf(order, withoutProof(call))
  if (changed.length > 0) throw new Refusal('OUT_TRADE_NO_USED', `参数与原订单不同 ${changed.join(', ')}`)
}

/** Two fields differ between any two requests and say nothing about the order. */
function withoutProof({ fields }: Call): ReadonlyMap<string, string> {
  return new Map([...fields].filter(([name]) => name !== 'nonce_str' && name !== 'sign'))
}

/** How the payer meets an order. */
interface Meeting {
  readonly promptText: string
  readonly prepayId: string
  readonly scan: Scan | undefined
}

function prepay({ numbers }: State, token: string, isNative: boolean, now: Instant): Meeting {
  const prepayId = numbers.prepayId(now)
  return { promptText: isNative ? QR_ADDRESS + token : prepayId, prepayId, scan: undefined }
}

const SCENES: Readonly<Record<string, PhoneBill['scene']>> = {
  NATIVE: 'native',
  JSAPI: 'jsapi',
  APP: 'app',
  MINIAPP: 'mini',
  MICROPAY: 'micropay',
}

/** Books a new order. */
export function newOrder(state: State, call: Call, now: Instant, meet: (totalFee: bigint, token: string) => Meeting): Order {
  const { merchant, fields } = call
  const totalFee = BigInt(fields.get('total_fee') ?? 0)
  const token = state.numbers.token()
  const wanted: NewOrder = {
    merchant,
    subMchId: fields.get('sub_mch_id'),
    outTradeNo: fields.get('out_trade_no') ?? '',
    subject: fields.get('body') ?? '',
    scene: SCENES[fields.get('trade_type') ?? ''] ?? 'native',
    notifyUrl: fields.get('notify_url'),
    asked: withoutProof(call),
    totalFee,
    expiresAt: expiry(call, now),
    token,
    ...meet(totalFee, token),
  }
  return bookOrder(state, wanted, now)
}

/** Two hours at most. A payment code's order knows no time_expire and has the two hours. */
function expiry({ fields }: Call, now: Instant): Instant {
  if (fields.get('trade_type') === 'MICROPAY') return now + PREPAY_LIFE_MS
  const end = fromBeijingTime(fields.get('time_expire') ?? '') ?? now + PREPAY_LIFE_MS
  const start = fromBeijingTime(fields.get('time_start') ?? '') ?? now
  if (end <= now || end <= start) throw new Refusal('PARAM_ERROR', 'time_expire 应晚于当前时间和time_start')
  return Math.min(end, now + PREPAY_LIFE_MS)
}

/**
 * 关闭订单, by the merchant's own number alone. Of a payment code's order too: no page says that it is not allowed, though reverse is
 * what the page for the counter names. Which code a close within five minutes gets is not documented.
 */
export function closeOrder(state: State, call: Call, now: Instant): Reply {
  const order = findByOwnNumber(state, call, now)
  const status = statusAt(order, now)
  if (status === 'paid') throw new Refusal('ORDERPAID')
  if (status !== 'open') throw new Refusal('ORDERCLOSED')
  const total = call.fields.get('total_fee')
  if (total !== undefined && BigInt(total) !== order.totalFee) throw new Refusal('PARAM_ERROR', 'total_fee 与订单金额不同')
  if (state.settings.strictEarlyClose && now - order.createdAt < EARLIEST_CLOSE_MS) {
    throw new Refusal('PARAM_ERROR', '下单5分钟后才能关闭')
  }
  order.closed = true
  return {}
}
