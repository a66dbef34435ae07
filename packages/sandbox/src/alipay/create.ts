import type { Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import type { Call, Reply } from './call.ts'
import { invalid, Refusal } from './errors.ts'
import { AT_THE_COUNTER, expiryOf, ONLINE } from './expiry.ts'
import { goodsOf } from './goods.ts'
import { tradeUnder } from './lookup.ts'
import { text } from './origin.ts'
import type { State } from './state.ts'
import { bookTrade, refuseRepeat } from './trades.ts'

/** JSAPI支付, with the application that it is paid in; or the older 当面付. */
const MINI_PROGRAM = 'JSAPI_PAY'
const PRODUCTS = { codes: ['FACE_TO_FACE_PAYMENT', MINI_PROGRAM] } as const

/** 统一收单交易创建: a trade for a payer who is known; the front end pays it by its number. */
export function create(state: State, call: Call, now: Instant): Reply {
  const goods = goodsOf(state.settings, call, PRODUCTS)
  checkBuyer(call)
  const inMiniProgram = text(call, 'product_code') === MINI_PROGRAM
  if (inMiniProgram && text(call, 'op_app_id') === undefined) throw invalid('op_app_id', '不能为空')
  const known = tradeUnder(state, call, goods.outTradeNo)
  if (known) refuseRepeat(state, known, call, goods, now)
  const expiry = expiryOf(call, inMiniProgram ? ONLINE : AT_THE_COUNTER, state.aheadMs, now)
  const order: Order =
    known ??
    bookTrade(
      state,
      {
        ...goods,
        origin: call,
        scene: inMiniProgram ? 'mini' : 'jsapi',
        token: state.numbers.token(),
        expiresAt: expiry(now),
      },
      now,
    )
  return { fields: { out_trade_no: order.outTradeNo, trade_no: order.tradeNo } }
}

const BUYERS = ['buyer_open_id', 'buyer_id', 'op_buyer_open_id', 'buyer_logon_id'] as const

function checkBuyer(call: Call): void {
  if (!BUYERS.some((name) => text(call, name))) throw invalid('buyer_open_id', '与buyer_id不能同时为空')
  if (text(call, 'buyer_id') === call.payee.party.mchId) throw new Refusal('ACQ.BUYER_SELLER_EQUAL')
}
