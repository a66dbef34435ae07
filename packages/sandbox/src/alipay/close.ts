import type { Instant } from '@tpkit/core'
import { type Order, statusAt } from '../books/books.ts'
import type { Call, Reply } from './call.ts'
import { Refusal } from './errors.ts'
import { checkAddress } from './goods.ts'
import { namedTrade } from './lookup.ts'
import { tellClosed } from './notify.ts'
import { parameter } from './origin.ts'
import type { State } from './state.ts'

/** 统一收单交易关闭: only what waits for its payer. What nobody has come to yet is no trade, and stays payable. */
export function closeTrade(state: State, call: Call, now: Instant): Reply {
  const url = parameter(call, 'notify_url')
  checkAddress('notify_url', url, state.settings)
  const order = namedTrade(state, call)
  if (statusAt(order, now) !== 'open') throw new Refusal(state.settings.closeRefusedAs)
  endUnpaid(state, order, url, now)
  return { fields: { out_trade_no: order.outTradeNo, trade_no: order.tradeNo } }
}

export function endUnpaid(state: State, order: Order, url: string | undefined, now: Instant): void {
  order.closed = true
  state.typing.delete(order)
  tellClosed(state, order, url, now)
}
