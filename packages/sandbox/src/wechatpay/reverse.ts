import type { Instant } from '@tpkit/core'
import { statusAt } from '../books/books.ts'
import { reversalOf } from '../books/refunds.ts'
import { DAY_MS } from '../books/time.ts'
import type { Call, Reply } from './call.ts'
import { Refusal } from './errors.ts'
import { findByNumber } from './orders.ts'
import { named, parties } from './parties.ts'
import type { State } from './state.ts'

const REVERSIBLE_MS = 7 * DAY_MS

/** 撤销订单, of payment codes only: unpaid, it can never be paid; paid, the money goes back. What is over already stays so. */
export function reverseOrder(state: State, call: Call, now: Instant, outTradeNo: string): Reply {
  const who = parties(call, 'mch')
  const order = findByNumber(state, call, outTradeNo, who.subMchId)
  if (!order.scan) throw new Refusal('INVALID_REQUEST', '只有付款码支付的订单可以撤销')
  if (now - order.createdAt > REVERSIBLE_MS) throw new Refusal('INVALID_REQUEST', '订单超过7天，不能撤销，请使用退款')
  if (order.recalls > 0) {
    order.recalls -= 1
    throw new Refusal('SYSTEM_ERROR', '系统错误，请用相同参数再次撤销')
  }
  const status = statusAt(order, now)
  if (status !== 'reversed') order.reversal = reversalOf(state, order, now)
  return { status: 200, body: { ...named(who), out_trade_no: outTradeNo } }
}
