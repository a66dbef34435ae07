import { isTPError } from 'tpkit'
import { runKeptQuery } from '../cashier/query.ts'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { remarked } from '../desk/remark.ts'
import type { NextStep } from '../desk/steps.ts'
import { orderLine, TIME } from './known.ts'
import type { QueryFlags } from './options.ts'
import { isOtherQuestion, tellAbsent, tellPayment, tellRefund } from './tell.ts'
import { type Visit, visit } from './visit.ts'

/** What the wallet knows of a payment, or of one of its refunds. */
export function runQuery(desk: Desk, outTradeNo: string, flags: QueryFlags): Promise<ExitCode> {
  return visit(desk, outTradeNo, flags, {
    kept: (cashier) => runKeptQuery(desk, cashier, outTradeNo, flags),
    plain: (here) => asked(here, flags),
  })
}

async function asked(here: Visit, { outRefundNo }: QueryFlags): Promise<ExitCode> {
  try {
    return await (outRefundNo === undefined ? payment(here) : refund(here, outRefundNo))
  } catch (error) {
    throw explained(here, error, outRefundNo)
  }
}

async function payment(here: Visit): Promise<ExitCode> {
  const fact = await here.account.query(here.order)
  return fact.kind === 'payment' ? tellPayment(here, fact) : tellAbsent(here, fact, [])
}

async function refund(here: Visit, outRefundNo: string): Promise<ExitCode> {
  const { account, order } = here
  const sentAt = order.sentAt === undefined ? {} : { refundSentAt: order.sentAt }
  const fact = await account.queryRefund({ ...order, ...sentAt, outRefundNo })
  return fact.kind === 'refund' ? tellRefund(here, fact) : tellAbsent(here, fact, ['--out-refund-no', outRefundNo])
}

/** "No such order" that is not final: what was found comes first, then the options that would make it final. */
function explained(here: Visit, error: unknown, outRefundNo: string | undefined): unknown {
  if (!isTPError(error)) return error
  const { words, order } = here
  const more = outRefundNo === undefined ? [] : ['--out-refund-no', outRefundNo]
  if (isOtherQuestion(error) && order.transactionId !== undefined)
    return remarked(error, {
      lead: words.otherQuestion(order.transactionId),
      next: '',
      steps: [bareStep(here, more)],
      exit: EXIT.unknown,
    })
  if (error.code !== 'NOT_FOUND') return error
  if (order.transactionId === undefined) {
    const lead = words.unproven[outRefundNo === undefined ? 'order' : 'refund']
    return remarked(error, { lead, steps: provingSteps(here, more), exit: EXIT.unknown })
  }
  return remarked(error, { lead: words.strange, steps: [bareStep(here, more)], exit: EXIT.unknown })
}

function bareStep({ desk, words, order }: Visit, more: readonly string[]): NextStep {
  const { transactionId, ...bare } = order
  return { what: words.leaveTransaction, line: orderLine(desk, 'query', bare, ...more) }
}

function provingSteps({ desk, words, order }: Visit, more: readonly string[]): readonly NextStep[] {
  const { startedAt, sentAt, ...bare } = order
  const line = (...given: readonly string[]): string => orderLine(desk, 'query', bare, ...more, ...given)
  return [
    { what: words.sayTimes, line: line('--started-at', TIME, '--sent-at', TIME) },
    { what: words.sayTransaction, line: line('--transaction-id', '<number>') },
  ]
}
