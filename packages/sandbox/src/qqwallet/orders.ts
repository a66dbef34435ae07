import type { Instant } from '@tpkit/core'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { findOrder } from './lookup.ts'
import type { Reply } from './sign.ts'
import { type Order, ownKey, type State, statusAt } from './state.ts'
import { fromBeijingTime, MINUTE_MS } from './time.ts'

const PREPAY_LIFE_MS = 120 * MINUTE_MS
const QR_ADDRESS = 'https://qpay.qq.com/qr/'

/** 统一下单. The same number with the same parameters is the same order, as long as it can be paid. */
export function unifiedOrder(state: State, call: Call, now: Instant): Reply {
  const key = ownKey(call.merchant.mchId, call.fields.get('out_trade_no') ?? '')
  const known = state.orders.get(key)
  if (known) refuseRepeat(known, call, now)
  const order = known ?? createOrder(state, call, now)
  state.orders.set(key, order)
  state.byPrompt.set(order.promptText, order)
  const isNative = order.asked.get('trade_type') === 'NATIVE'
  return {
    trade_type: order.asked.get('trade_type'),
    prepay_id: order.prepayId,
    code_url: isNative ? order.promptText : undefined,
  }
}

function refuseRepeat(order: Order, call: Call, now: Instant): void {
  const status = statusAt(order, now)
  if (status === 'paid') throw new Refusal('ORDERPAID')
  if (status !== 'open') throw new Refusal('ORDERCLOSED')
  const changed = changes(order, call)
  if (changed.length > 0) throw new Refusal('OUT_TRADE_NO_USED', `参数与原订单不同 ${changed.join(', ')}`)
}

function changes(order: Order, call: Call): readonly string[] {
  const asked = withoutProof(call)
  const names = new Set([...order.asked.keys(), ...asked.keys()])
  return [...names].filter((name) => order.asked.get(name) !== asked.get(name))
}

/** Two fields differ between any two requests and say nothing about the order. */
function withoutProof({ fields }: Call): ReadonlyMap<string, string> {
  return new Map([...fields].filter(([name]) => name !== 'nonce_str' && name !== 'sign'))
}

function createOrder({ numbers }: State, call: Call, now: Instant): Order {
  const token = numbers.token()
  const prepayId = numbers.prepayId()
  return {
    merchant: call.merchant,
    outTradeNo: call.fields.get('out_trade_no') ?? '',
    asked: withoutProof(call),
    totalFee: BigInt(call.fields.get('total_fee') ?? 0),
    prepayId,
    token,
    promptText: call.fields.get('trade_type') === 'NATIVE' ? QR_ADDRESS + token : prepayId,
    expiresAt: expiry(call, now),
    closed: false,
    payment: undefined,
    refunds: [],
    announced: undefined,
    announcements: 0,
  }
}

function expiry({ fields }: Call, now: Instant): Instant {
  const end = fromBeijingTime(fields.get('time_expire') ?? '') ?? now + PREPAY_LIFE_MS
  const start = fromBeijingTime(fields.get('time_start') ?? '') ?? now
  if (end <= now || end <= start) throw new Refusal('PARAM_ERROR', 'time_expire 应晚于当前时间和time_start')
  return Math.min(end, now + PREPAY_LIFE_MS)
}

/** 关闭订单. */
export function closeOrder(state: State, call: Call, now: Instant): Reply {
  const order = findOrder(state, call, now, 'ORDERNOTEXIST')
  const status = statusAt(order, now)
  if (status === 'paid') throw new Refusal('ORDERPAID')
  if (status !== 'open') throw new Refusal('ORDERCLOSED')
  const total = call.fields.get('total_fee')
  if (total !== undefined && BigInt(total) !== order.totalFee) throw new Refusal('PARAM_ERROR', 'total_fee 与订单金额不同')
  order.closed = true
  return {}
}
