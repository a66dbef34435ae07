import type { Instant } from '@tpkit/core'
import { statusAt } from '../books/books.ts'
import { reversalOf } from '../books/refunds.ts'
import type { Call } from './call.ts'
import { Refusal } from './errors.ts'
import { findByOwnNumber } from './lookup.ts'
import { checkOperator } from './operator.ts'
import type { Reply } from './sign.ts'
import type { State } from './state.ts'

/**
 * 撤销订单, of payment-code orders only: unpaid, it can never be paid; paid, the money that is still there goes back.
 * What is over anyway (closed, expired) stays what it is: the table of codes lists no ORDERCLOSED here, and nobody can pay it.
 */
export function reverse(state: State, call: Call, now: Instant): Reply {
  checkOperator(call)
  const order = findByOwnNumber(state, call, now)
  if (!order.scan) throw new Refusal('PARAM_ERROR', '只有付款码支付的订单可以撤销')
  const status = statusAt(order, now)
  if (status !== 'open' && status !== 'paid') return recall('N', state)
  if (order.recalls > 0) {
    order.recalls -= 1
    return recall('Y', state)
  }
  order.reversal = reversalOf(state, order, now)
  return recall('N', state)
}

function recall(word: 'Y' | 'N', { settings: { recallAs } }: State): Reply {
  return { recall: recallAs === 'Y/N' ? word : String(Number(word === 'Y')) }
}
