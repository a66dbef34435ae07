import { type Failure, showMoney } from 'tpkit'
import type { AttemptView, OrderView, RefundView } from 'tpkit/cashier'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { commandLine, configArgs } from '../desk/line.ts'
import { type NextStep, tellSteps } from '../desk/steps.ts'
import { alignRows } from '../desk/table.ts'
import { localTime } from '../desk/time.ts'
import { visibleLines } from '../desk/visible.ts'
import { spoken } from '../desk/zh/spoken.ts'
import { failureJson } from '../order/json.ts'
import { orderJson } from './json.ts'
import { type KeptOrder, keptLine, merchantArgs } from './kept-order.ts'
import { KEPT, type KeptWords } from './words.ts'

/** Says how an order stands: its money, its attempts and its refunds. */
export function showOrder(desk: Desk, order: OrderView): void {
  const words = KEPT[desk.lang]
  desk.say(words.title(order.orderNo, showMoney(order.total), visibleLines(order.subject)))
  if (order.merchant !== 'main') desk.say(words.merchant(order.merchant))
  desk.say(words.status(words.order[order.status]))
  if (order.status === 'open') desk.say(words.canPay(localTime(order.expiresAt)))
  if (order.refunds.length > 0) desk.say(words.back(showMoney(order.refunded), showMoney(order.refunding)))
  if (order.attempts.length > 0)
    desk.say(
      listed(
        words.attempts,
        order.attempts.map((one) => attemptRow(one, words)),
      ),
    )
  if (order.refunds.length > 0)
    desk.say(
      listed(
        words.refunds,
        order.refunds.map((one) => refundRow(one, words)),
      ),
    )
}

function listed(title: string, rows: readonly (readonly string[])[]): string {
  return [title, ...alignRows(rows).map((row) => `  ${row}`)].join('\n')
}

function attemptRow(
  { account, outTradeNo, scene, status, transactionId, unknown }: AttemptView,
  words: KeptWords,
): readonly string[] {
  const mark = unknown ? words.notKnown : ''
  return [
    account,
    scene,
    outTradeNo,
    words.attempt[status] ?? status,
    transactionId === undefined ? mark : words.transaction(transactionId),
  ]
}

function refundRow({ account, outRefundNo, amount, kind, status, unknown }: RefundView, words: KeptWords): readonly string[] {
  return [account, outRefundNo, showMoney(amount), words.refund[status], words.kind[kind], unknown ? words.notKnown : '']
}

/** 0 is money and nothing else, so that `if tpkit query …; then ship` ships no unpaid order. */
export function exitOf({ status, total, refunded }: OrderView): ExitCode {
  if (status === 'closed') return EXIT.failed
  if (status !== 'paid') return EXIT.unknown
  return refunded.amount >= total.amount ? EXIT.failed : EXIT.done
}

/** What may be done with an order as it stands. */
export function stepsOf(desk: Desk, order: OrderView, config: string): readonly NextStep[] {
  const { step } = KEPT[desk.lang]
  const kept: KeptOrder = { orderNo: order.orderNo, merchant: order.merchant, config }
  const line = (what: keyof KeptWords['step'], verb: string): NextStep => ({ what: step[what], line: keptLine(desk, verb, kept) })
  if (order.status === 'review') return [decideStep(desk, kept)]
  if (order.status === 'closed') return [line('look', 'order')]
  if (order.status === 'paid') {
    const isLeft = order.refunded.amount + order.refunding.amount < order.total.amount
    return [...(isLeft ? [line('refund', 'refund')] : []), line('look', 'order')]
  }
  const isCounter = order.attempts.at(-1)?.scene === 'micropay'
  return [line('ask', 'query'), isCounter ? line('reverse', 'reverse') : line('close', 'close')]
}

function decideStep(desk: Desk, { orderNo, merchant, config }: KeptOrder): NextStep {
  const asked = ['decide', 'order', orderNo, 'allow', '--who', '<name>', '--why', '<reason>']
  const line = commandLine(desk.terminal, ...asked, ...merchantArgs(merchant), ...configArgs(config))
  return { what: KEPT[desk.lang].step.decide, line }
}

/** Says how an order stands, and what to do now; answers what the command ends with. */
export function tellOrder(desk: Desk, order: OrderView, config: string, more: object = {}): ExitCode {
  const steps = stepsOf(desk, order, config)
  showOrder(desk, order)
  desk.answer({ ...more, order: orderJson(order), next: steps.map(({ line }) => line) })
  tellSteps(desk, steps, steps.length === 0 ? KEPT[desk.lang].nothing : '')
  return exitOf(order)
}

export function tellNoOrder(desk: Desk, orderNo: string): ExitCode {
  desk.say(KEPT[desk.lang].none(orderNo))
  desk.answer({ orderNo, order: null })
  return EXIT.failed
}

interface Failed {
  readonly kind: 'refused' | 'unknown'
  readonly failure: Failure
  readonly retryAt?: number
}

/** A use case that was refused, or of which nobody can say yet what came. */
export function tellFailed(
  desk: Desk,
  { kind, failure, retryAt }: Failed,
  steps: readonly NextStep[],
  more: object = {},
): ExitCode {
  const words = KEPT[desk.lang]
  desk.say(`${words[kind]}\n${failure.code}${words.colon}${visibleLines(spoken(desk.lang, failure.message))}`)
  if (retryAt !== undefined) desk.say(words.retryAt(localTime(retryAt)))
  const lines = steps.map(({ line }) => line)
  desk.answer({ ...more, outcome: kind, failure: failureJson(failure), next: lines })
  tellSteps(desk, steps, steps.length === 0 ? words.mend : '')
  return kind === 'unknown' ? EXIT.unknown : EXIT.refused
}
