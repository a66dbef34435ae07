import type { Failure, PaymentStatus } from '@tpkit/core'
import { runKeptEnd } from '../cashier/end.ts'
import { confirmed } from '../desk/confirm.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { interruptible } from '../desk/interruptible.ts'
import { orderLine } from './known.ts'
import type { EndFlags } from './options.ts'
import { callOptions, leftAlone } from './refund.ts'
import { type Advice, tellFailure, tellPayment, yesArgs } from './tell.ts'
import { type Visit, visit } from './visit.ts'
import { written } from './written.ts'

/** Ends an unpaid order (close 关单), or an attempt at the counter, money included (reverse 撤销). */
export function runEnd(desk: Desk, verb: 'close' | 'reverse', outTradeNo: string, flags: EndFlags): Promise<ExitCode> {
  return visit(desk, outTradeNo, flags, {
    kept: (cashier) => runKeptEnd(desk, cashier, verb, outTradeNo, flags),
    plain: (here) => endedAt(here, verb, flags),
  })
}

async function endedAt(here: Visit, verb: 'close' | 'reverse', flags: EndFlags): Promise<ExitCode> {
  const { desk, words, order, account } = here
  const { outTradeNo } = order
  const said = verb === 'reverse' ? await confirmed(desk, flags.yes, words.really.reverse(outTradeNo)) : 'yes'
  if (said !== 'yes') return leftAlone(here, said)
  const outcome = await interruptible(desk.terminal, (signal) =>
    written({ outTradeNo }, () => account[verb](order, callOptions(flags, signal))),
  )
  const steps = [
    { what: words.askAgain, line: orderLine(desk, 'query', order) },
    { what: words.repeat, line: orderLine(desk, verb, order, '--after-unknown', ...(verb === 'reverse' ? yesArgs(desk) : [])) },
  ]
  if (outcome.kind !== 'done')
    return tellFailure(here, outcome.kind, outcome.failure, steps, refusedBecause(here, outcome.failure))
  return tellPayment(here, outcome.value, { steps, ends: ENDS })
}

/** An order that cannot be ended is what it is: nothing on the command line is to be mended before that is known. */
function refusedBecause({ desk, words, order }: Visit, { code }: Failure): Advice {
  if (code !== 'CONFLICT') return {}
  return { advice: '', steps: [{ what: words.askAgain, line: orderLine(desk, 'query', order) }] }
}

/** An answer about an order that goes on has not ended it. */
const ENDS: Readonly<Record<PaymentStatus, ExitCode>> = {
  closed: EXIT.done,
  reversed: EXIT.done,
  failed: EXIT.done,
  paid: EXIT.failed,
  pending: EXIT.unknown,
}
