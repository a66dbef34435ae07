import type { Instant } from '@tpkit/core'
import { type Order, ownKey } from '../books/books.ts'
import { usePaymentCode } from '../books/payment-code.ts'
import { beginScan, runScan } from '../books/scan.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { paymentReply } from './order-query.ts'
import { newOrder, refuseRepeat } from './orders.ts'
import type { Settings } from './settings.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'

/** 提交付款码支付: paid at once, unless the payer must type the password. A repeat is told how the first one stands. */
export function micropay(state: State, call: Call, now: Instant): Reply {
  const known = state.orders.get(ownKey(call.merchant.mchId, call.fields.get('out_trade_no') ?? ''))
  if (known) refuseRepeat(known, call, now)
  const order = known ?? scan(state, call, now)
  return told(order, now, state.settings)
}

function scan(state: State, call: Call, now: Instant): Order {
  const code = call.fields.get('auth_code') ?? ''
  if (!usePaymentCode(state, code, now)) throw new Refusal('AUTH_CODE_INVALID')
  const order = newOrder(state, call, now, (totalFee) => ({
    promptText: code,
    prepayId: '',
    scan: beginScan(state, totalFee, now),
  }))
  runScan(state, order, now)
  return order
}

/** The code pays one order once: after a scan that failed it is used up. */
function told(order: Order, now: Instant, settings: Settings): Reply {
  const state = order.payment ? 'started' : order.scan?.state
  if (state === 'no-funds') throw new Refusal('NOTENOUGH', '请用户更换支付方式后重新出示付款码', '66227008')
  if (state === 'cancelled') throw new Refusal('AUTH_CODE_INVALID')
  if (state === 'waiting' && settings.userPayingAs === 'err_code') throw new Refusal('USERPAYING')
  return paymentReply(order, now, settings)
}
