import type { CallOptions } from '@tpkit/core'
import { type Failure, formatMoney, moneyToJson, parseMoney, type RefundCommand, showMoney } from 'tpkit'
import { runKeptRefund } from '../cashier/refund.ts'
import { confirmed } from '../desk/confirm.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import type { NextStep } from '../desk/steps.ts'
import { orderLine } from './known.ts'
import { drawNumber } from './number.ts'
import type { RefundFlags, RepeatFlags } from './options.ts'
import { type Advice, tellFailure, tellRefund, yesArgs } from './tell.ts'
import { type Visit, visit } from './visit.ts'
import { written } from './written.ts'

/** Gives money back, all of it where no amount is said. */
export function runRefund(desk: Desk, outTradeNo: string, flags: RefundFlags): Promise<ExitCode> {
  return visit(desk, outTradeNo, flags, {
    kept: (cashier) => runKeptRefund(desk, cashier, outTradeNo, flags),
    plain: (here) => refunded(here, flags),
  })
}

async function refunded(here: Visit, flags: RefundFlags): Promise<ExitCode> {
  const { desk, words, order, account } = here
  const { outTradeNo } = order
  const command = commandOf(here, flags)
  const { outRefundNo, amount } = command
  const said = await confirmed(desk, flags.yes, words.really.refund(showMoney(amount), outTradeNo))
  if (said !== 'yes') return leftAlone(here, said)
  // Before anything is sent: whoever loses the connection now still has the number.
  desk.say(words.refundNumber(outRefundNo, showMoney(amount), outTradeNo))
  desk.answer({ event: 'sending', outTradeNo, outRefundNo, amount: moneyToJson(amount), account: account.name })
  const sentAt = desk.terminal.nowMs()
  const outcome = await interruptible(desk.terminal, (signal) =>
    written({ outTradeNo, outRefundNo }, () => account.refund(command, callOptions(flags, signal)), words.unsent(outRefundNo)),
  )
  const line = orderLine(desk, 'query', { ...order, sentAt }, '--out-refund-no', outRefundNo)
  const sent = { amount, ask: { what: words.askRefund, line }, repeat: repeat(here, command) }
  const last: Visit = { ...here, mark: { event: 'final' }, more: ['--out-refund-no', outRefundNo] }
  if (outcome.kind === 'done') return tellRefund(last, outcome.value, sent)
  return tellFailure(last, outcome.kind, outcome.failure, [sent.ask, sent.repeat], refusedBecause(here, outcome.failure))
}

/** A wallet that calls the command wrong often means that there is nothing left to give back. */
function refusedBecause({ desk, words, order }: Visit, { code }: Failure): Advice {
  if (code !== 'INVALID' && code !== 'CONFLICT' && code !== 'LIMIT') return {}
  const line = orderLine(desk, 'query', order, '--out-refund-no', '<number>')
  return { advice: words.refundedBefore, steps: [{ what: words.askRefunds, line }] }
}

/** Ctrl+C stops waiting; what was on its way is then *unknown*, and said so. */
export function callOptions({ afterUnknown }: RepeatFlags, signal: AbortSignal): CallOptions {
  return { signal, ...(afterUnknown && { afterUnknown }) }
}

export function leftAlone({ desk, words }: Visit, said: 'no' | 'gone'): ExitCode {
  desk.say(said === 'gone' ? `\n${words.leftAlone}` : words.leftAlone) // "^C" stands on the line of the question
  return said === 'gone' ? EXIT.interrupted : EXIT.failed
}

function commandOf({ desk, order }: Visit, { outRefundNo, amount, reason, currency }: RefundFlags): RefundCommand {
  return {
    ...order,
    outRefundNo: outRefundNo ?? drawNumber('R', desk.terminal.nowMs()),
    amount: amount === undefined ? order.total : parseMoney(amount, currency),
    ...(reason !== undefined && { reason }),
  }
}

function repeat({ desk, words, order }: Visit, { outRefundNo, amount, reason }: RefundCommand): NextStep {
  const why = reason === undefined ? [] : ['--reason', reason]
  const more = ['--out-refund-no', outRefundNo, '--amount', formatMoney(amount), ...why, '--after-unknown', ...yesArgs(desk)]
  return { what: words.repeat, line: orderLine(desk, 'refund', order, ...more) }
}
