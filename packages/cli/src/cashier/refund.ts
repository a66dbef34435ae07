import { type Money, moneyToJson, parseMoney, showMoney } from 'tpkit'
import type { OrderView, RefundView, RunningCashier } from 'tpkit/cashier'
import { confirmed } from '../desk/confirm.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { drawNumber } from '../order/number.ts'
import type { RefundFlags } from '../order/options.ts'
import { refundJson } from './json.ts'
import { keptLine } from './kept-order.ts'
import { refuseKnown } from './open.ts'
import { refuseOrderFlags } from './query.ts'
import { tellFailed, tellNoOrder } from './tell.ts'
import { KEPT } from './words.ts'

/** Gives money of a kept order back, all that is left where no amount is said. */
export async function runKeptRefund(desk: Desk, cashier: RunningCashier, orderNo: string, flags: RefundFlags): Promise<ExitCode> {
  refuseOrderFlags(flags)
  refuseKnown({ '--after-unknown': flags.afterUnknown })
  const { merchant = 'main', outRefundNo, reason, config } = flags
  const words = KEPT[desk.lang]
  const order = await cashier.get({ merchant, orderNo })
  if (!order) return tellNoOrder(desk, orderNo)
  const amount = amountOf(order, flags)
  const refundNo = outRefundNo ?? drawNumber('R', desk.terminal.nowMs())
  const said = await confirmed(desk, flags.yes, words.really.refund(showMoney(amount), orderNo))
  if (said !== 'yes') return leftAlone(desk, said)
  desk.say(words.refundNumber(refundNo, showMoney(amount), orderNo))
  desk.answer({ event: 'sending', orderNo, refundNo, amount: moneyToJson(amount) })
  const refund = { merchant, orderNo, refundNo, amount, ...(reason !== undefined && { reason }) }
  const answer = await interruptible(desk.terminal, (signal) => cashier.refund(refund, { signal }))
  const ask = { what: words.step.ask, line: keptLine(desk, 'query', { orderNo, merchant, config }, '--out-refund-no', refundNo) }
  if (answer.kind === 'done') return told(desk, answer.value, ask)
  return tellFailed(desk, answer, answer.kind === 'unknown' ? [ask] : [], { event: 'final', orderNo, refundNo })
}

export function leftAlone(desk: Desk, said: 'no' | 'gone'): ExitCode {
  const { leftAlone: words } = KEPT[desk.lang]
  desk.say(said === 'gone' ? `\n${words}` : words)
  return said === 'gone' ? EXIT.interrupted : EXIT.failed
}

function amountOf({ total, refunded, refunding }: OrderView, { amount, currency }: RefundFlags): Money {
  if (amount !== undefined) return parseMoney(amount, currency)
  const left = total.amount - refunded.amount - refunding.amount
  // Of an order with nothing left the cashier says what is wrong with it.
  return { amount: left > 0n ? left : total.amount, currency: total.currency }
}

/** Accepted is what a refund that was sent wanted. */
function told(desk: Desk, refund: RefundView, ask: NextStep): ExitCode {
  const words = KEPT[desk.lang]
  const steps = refund.status === 'processing' ? [ask] : []
  desk.say(words.status(words.refund[refund.status]))
  desk.answer({ event: 'final', refund: refundJson(refund), next: steps.map(({ line }) => line) })
  tellSteps(desk, steps, steps.length === 0 ? words.nothing : '')
  return refund.status === 'processing' || refund.status === 'refunded' ? EXIT.done : EXIT.failed
}
