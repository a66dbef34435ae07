import type { Instant } from '@tpkit/core'
import { type Order, ownKey } from '../books/books.ts'
import { bookOrder, changesOf } from '../books/order-book.ts'
import { usePaymentCode } from '../books/payment-code.ts'
import { beginScan, runScan } from '../books/scan.ts'
import { DAY_MS } from '../books/time.ts'
import { type Call, type Reply, text } from './call.ts'
import { Refusal } from './errors.ts'
import { transaction } from './order-query.ts'
import { askedIn, goodsOf, refuseRepeat } from './orders.ts'
import { parties } from './parties.ts'
import { CODEPAY, check } from './rules.ts'
import type { State } from './state.ts'

/** 付款码支付: paid at once, unless the payer must type the password. A repeat is told how the first one stands. Nothing is notified. */
export function codepay(state: State, call: Call, now: Instant): Reply {
  check(call.fields, CODEPAY)
  const { subMchId } = parties(call, 'app')
  if (![...call.fields.keys()].some((name) => name.startsWith('scene_info.')))
    throw new Refusal('PARAM_ERROR', '缺少必填字段scene_info')
  const known = state.orders.get(ownKey(call.merchant.mchId, text(call, 'out_trade_no') ?? ''))
  const asked = askedIn(call, 'micropay')
  if (known?.payment && !known.reversal && changesOf(known, asked).length === 0) return told(state, known, now)
  if (known) refuseRepeat(state.settings, known, asked, subMchId, now)
  return told(state, known ?? scan(state, call, subMchId, now), now)
}

function scan(state: State, call: Call, subMchId: string | undefined, now: Instant): Order {
  const code = text(call, 'payer.auth_code') ?? ''
  if (!usePaymentCode(state, code, now)) throw new Refusal('AUTH_CODE_INVALID')
  const goods = goodsOf(call, subMchId)
  const order = bookOrder(
    state,
    {
      ...goods,
      scene: 'micropay',
      notifyUrl: undefined,
      asked: askedIn(call, 'micropay'),
      expiresAt: now + DAY_MS,
      token: state.numbers.token(),
      promptText: code,
      prepayId: '',
      scan: beginScan(state, goods.totalFee, now),
    },
    now,
  )
  runScan(state, order, now)
  return order
}

/** The code pays one order once: after a scan that failed it is used up. */
function told(state: State, order: Order, now: Instant): Reply {
  const scanned = order.payment ? 'started' : order.scan?.state
  if (scanned === 'no-funds') throw new Refusal('NOT_ENOUGH', '用户余额不足，请用户更换支付方式后重新出示付款码')
  if (scanned === 'cancelled') throw new Refusal('AUTH_CODE_INVALID')
  if (scanned !== 'waiting') return { status: 200, body: transaction(state, order, now) }
  if (state.settings.userPayingAs === '202') return { status: 202, body: { code: 'USERPAYING', message: '需要用户输入支付密码' } }
  return { status: 200, body: { trade_state: 'USERPAYING' } }
}
