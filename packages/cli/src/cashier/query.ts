import type { OrderView, RefundView, RunningCashier } from 'tpkit/cashier'
import type { Desk } from '../desk/desk.ts'
import { EXIT, type ExitCode } from '../desk/exit.ts'
import { tellSteps } from '../desk/steps.ts'
import type { QueryFlags } from '../order/options.ts'
import { refundJson } from './json.ts'
import { keptLine } from './kept-order.ts'
import { refuseKnown } from './open.ts'
import { showOrder, tellNoOrder, tellOrder } from './tell.ts'
import { KEPT } from './words.ts'

/** What became of an order: the wallets are asked about all of it that is not final. */
export async function runKeptQuery(desk: Desk, cashier: RunningCashier, orderNo: string, flags: QueryFlags): Promise<ExitCode> {
  refuseOrderFlags(flags)
  const { merchant = 'main', config, outRefundNo } = flags
  const order = await cashier.ask({ merchant, orderNo })
  if (!order) return tellNoOrder(desk, orderNo)
  if (outRefundNo === undefined) return tellOrder(desk, order, config)
  const refund = order.refunds.find((one) => one.refundNo === outRefundNo || one.outRefundNo === outRefundNo)
  if (!refund) return tellNoOrder(desk, outRefundNo)
  return tellRefund(desk, order, refund, config)
}

/** 0 where the money is back, and for nothing else. */
function tellRefund(desk: Desk, order: OrderView, refund: RefundView, config: string): ExitCode {
  const words = KEPT[desk.lang]
  const kept = { orderNo: order.orderNo, merchant: order.merchant, config }
  const line = keptLine(desk, 'query', kept, '--out-refund-no', refund.refundNo ?? refund.outRefundNo)
  const steps = refund.status === 'processing' ? [{ what: words.step.ask, line }] : []
  showOrder(desk, order)
  desk.answer({ orderNo: order.orderNo, refund: refundJson(refund), next: steps.map((step) => step.line) })
  tellSteps(desk, steps, steps.length === 0 ? words.nothing : '')
  if (refund.status === 'refunded') return EXIT.done
  return refund.status === 'processing' ? EXIT.unknown : EXIT.failed
}

/** What the commands about one order take where no ledger knows it. */
export function refuseOrderFlags({ total, account, transactionId, startedAt, sentAt }: QueryFlags): void {
  refuseKnown({
    ...{ '--total': total, '--account': account, '--transaction-id': transactionId },
    ...{ '--started-at': startedAt, '--sent-at': sentAt },
  })
}
