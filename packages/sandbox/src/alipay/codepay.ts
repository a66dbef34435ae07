import type { Instant } from '@tpkit/core'
import type { Order, Scan } from '../books/books.ts'
import { usePaymentCode } from '../books/payment-code.ts'
import { beginScan, runScan } from '../books/scan.ts'
import { yuan } from '../books/yuan.ts'
import { buyerFields } from './buyer.ts'
import type { Call, Reply } from './call.ts'
import { Refusal } from './errors.ts'
import { AT_THE_COUNTER, expiryOf } from './expiry.ts'
import { type Goods, goodsOf } from './goods.ts'
import { tradeOf, tradeUnder } from './lookup.ts'
import { text } from './origin.ts'
import { CODEPAY, check } from './rules.ts'
import type { State } from './state.ts'
import { amountsOf, fundBills, paidAt, vouchers } from './trade-told.ts'
import { bookTrade, refuseRepeat } from './trades.ts'

const PRODUCTS = { codes: ['FACE_TO_FACE_PAYMENT', 'OFFLINE_PAYMENT'] } as const

/** 统一收单交易支付, by a payment code: paid at once, unless the payer must type the password. */
export function codepay(state: State, call: Call, now: Instant): Reply {
  const goods = goodsOf(state.settings, call, PRODUCTS)
  check(call, CODEPAY)
  const known = tradeUnder(state, call, goods.outTradeNo)
  if (known) refuseRepeat(state, known, call, goods, now)
  const code = text(call, 'auth_code') ?? ''
  const order = known && isWaitingBy(state, known, code) ? known : scanned(state, call, { goods, known, code }, now)
  return told(state, order)
}

/** The same code again, while its payer types. */
function isWaitingBy({ byPrompt }: State, order: Order, code: string): boolean {
  return order.scan?.state === 'waiting' && byPrompt.get(code) === order
}

interface Scanned {
  readonly goods: Goods
  readonly known: Order | undefined
  readonly code: string
}

/** Where the money is not there no trade is made, and the code is used up all the same. */
function scanned(state: State, call: Call, { goods, known, code }: Scanned, now: Instant): Order {
  const expiry = expiryOf(call, AT_THE_COUNTER, state.aheadMs, now)
  // Begun by a QR code or in a mini program, which is where it goes on.
  if (known && !known.scan) throw new Refusal('ACQ.CONTEXT_INCONSISTENT')
  if (!usePaymentCode(state, code, now)) throw new Refusal('ACQ.PAYMENT_AUTH_CODE_INVALID')
  const scan = beginScan(state, goods.totalFee, now)
  if (scan.state === 'no-funds') throw new Refusal('ACQ.BUYER_BALANCE_NOT_ENOUGH')
  const order = known ? again(state, known, scan, code) : first(state, call, { goods, code, scan, expiresAt: expiry(now) }, now)
  runScan(state, order, now)
  return order
}

/** Another code for a trade whose first one did not get it paid. */
function again({ byPrompt }: State, order: Order, scan: Scan, code: string): Order {
  if (order.scan) Object.assign(order.scan, scan)
  byPrompt.set(code, order)
  return order
}

function first(
  state: State,
  call: Call,
  { goods, code, scan, expiresAt }: { goods: Goods; code: string; scan: Scan; expiresAt: Instant },
  now: Instant,
): Order {
  const token = state.numbers.token()
  return bookTrade(state, { ...goods, origin: call, scene: 'micropay', token, promptText: code, expiresAt, scan }, now)
}

function told({ settings, trades }: State, order: Order): Reply {
  const fields = {
    ...buyerFields(settings, tradeOf({ trades }, order).buyer),
    out_trade_no: order.outTradeNo,
    total_amount: yuan(order.totalFee),
    trade_no: order.tradeNo,
  }
  if (!order.payment) return { code: '10003', fields }
  return {
    fields: {
      ...fields,
      ...amountsOf(order),
      ...paidAt(order, 'gmt_payment'),
      fund_bill_list: fundBills(settings, order, 'fund_channel'),
      ...(order.couponFee > 0n && { discount_amount: yuan(order.couponFee), voucher_detail_list: vouchers(order, 'answer') }),
    },
  }
}
