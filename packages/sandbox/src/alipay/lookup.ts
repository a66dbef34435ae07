import { type Order, ownKey } from '../books/books.ts'
import { invalid, Refusal } from './errors.ts'
import { type Origin, text } from './origin.ts'
import { check, NAMED } from './rules.ts'
import type { State, Trade } from './state.ts'

/** What stands of a trade beyond the books. */
export function tradeOf({ trades }: Pick<State, 'trades'>, order: Order): Trade {
  const found = trades.get(order)
  if (!found) throw new Error(`sandbox: expected the trade of order ${order.outTradeNo}, found none`)
  return found
}

/** The trade of an order number, whichever application of the merchant's made it. */
export function tradeUnder({ orders }: State, { payee }: Origin, outTradeNo: string): Order | undefined {
  return orders.get(ownKey(payee.party.mchId, outTradeNo))
}

/** The trade that a call names. Throws a `Refusal`. */
export function namedTrade(state: State, origin: Origin): Order {
  const found = soughtTrade(state, origin)
  if (!found) throw new Refusal('ACQ.TRADE_NOT_EXIST')
  return found
}

/** 支付宝交易号 counts where both are there. A merchant finds its own trades alone. */
export function soughtTrade(state: State, origin: Origin): Order | undefined {
  check(origin, NAMED)
  const [tradeNo, outTradeNo] = [text(origin, 'trade_no'), text(origin, 'out_trade_no')]
  if (tradeNo === undefined && outTradeNo === undefined) throw invalid('out_trade_no', '与trade_no不能同时为空')
  if (tradeNo === undefined) return tradeUnder(state, origin, outTradeNo ?? '')
  const found = state.byTransaction.get(tradeNo)
  return found?.merchant === origin.payee.party ? found : undefined
}
