import type { Instant } from '@tpkit/core'
import { type Order, statusAt } from '../books/books.ts'
import { refundObstacle, reversalOf } from '../books/refunds.ts'
import type { Call, Reply } from './call.ts'
import { endUnpaid } from './close.ts'
import { Refusal } from './errors.ts'
import { soughtTrade } from './lookup.ts'
import { tellReversal } from './notify.ts'
import { text } from './origin.ts'
import type { State } from './state.ts'
import { refundedFee, tradeStatus } from './trade-told.ts'

type Action = 'close' | 'refund'

/** 统一收单交易撤销, for results that nobody knows: unpaid, it is closed; paid, the money goes back. */
export function cancelTrade(state: State, call: Call, now: Instant): Reply {
  const order = soughtTrade(state, call)
  if (!order) return nothing(call)
  checkCancel(state, order, now)
  if (order.recalls > 0) {
    order.recalls -= 1
    return said(order, 'Y')
  }
  return said(order, 'N', cancelled(state, order, now))
}

/** An order number that is not there is cancelled, says the wallet; a payment that is still on its way is not. */
function nothing(call: Call): Reply {
  const outTradeNo = text(call, 'out_trade_no')
  if (text(call, 'trade_no') !== undefined) throw new Refusal('ACQ.TRADE_NOT_EXIST')
  return { fields: { out_trade_no: outTradeNo, retry_flag: 'N' } }
}

function said({ outTradeNo, tradeNo }: Order, retry: 'Y' | 'N', action?: Action): Reply {
  return { fields: { action, out_trade_no: outTradeNo, retry_flag: retry, trade_no: tradeNo } }
}

const ONLINE: ReadonlySet<Order['scene']> = new Set(['page', 'h5', 'app'])

function checkCancel(state: State, order: Order, now: Instant): void {
  if (ONLINE.has(order.scene)) throw new Refusal('ACQ.CANCEL_NOT_ALLOWED')
  if (now - order.createdAt > state.settings.cancelWindowMs) throw new Refusal('ACQ.TRADE_CANCEL_TIME_OUT')
  if (!order.payment || order.reversal) return
  if (refundedFee(order, now) >= order.totalFee) throw new Refusal('ACQ.TRADE_HAS_CLOSE')
  if (tradeStatus(state.settings, order, now) === 'TRADE_FINISHED') throw new Refusal('ACQ.TRADE_HAS_FINISHED')
  const obstacle = refundObstacle(state, order, order.totalFee, now, Number.POSITIVE_INFINITY)
  if (obstacle === 'too-much') throw new Refusal('ACQ.REASON_TRADE_REFUND_FEE_ERR')
  if (obstacle === 'no-funds') throw new Refusal('ACQ.SELLER_BALANCE_NOT_ENOUGH')
}

/** What is over already stays so. */
function cancelled(state: State, order: Order, now: Instant): Action {
  const status = statusAt(order, now)
  if (status === 'open') endUnpaid(state, order, undefined, now)
  if (status === 'paid') {
    order.reversal = reversalOf(state, order, now)
    tellReversal(state, order, now)
  }
  return order.payment ? 'refund' : 'close'
}
