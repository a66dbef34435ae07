import type { Desk } from '../desk/desk.ts'
import type { ExitCode } from '../desk/exit.ts'
import { orderLine } from './known.ts'
import type { OrderFlags } from './options.ts'
import { tellAbsent, tellPayment, tellRefund } from './tell.ts'
import { visit } from './visit.ts'

export interface QueryFlags extends OrderFlags {
  readonly outRefundNo?: string
}

/** What the wallet knows of a payment, or of one of its refunds. */
export function runQuery(desk: Desk, outTradeNo: string, flags: QueryFlags): Promise<ExitCode> {
  return visit(desk, outTradeNo, flags, async (here) => {
    const { account, order } = here
    const { outRefundNo } = flags
    if (outRefundNo === undefined) {
      const fact = await account.query(order)
      return fact.kind === 'payment' ? tellPayment(here, fact) : tellAbsent(here, fact, orderLine(desk, 'query', order))
    }
    const sentAt = order.sentAt === undefined ? {} : { refundSentAt: order.sentAt }
    const fact = await account.queryRefund({ ...order, ...sentAt, outRefundNo })
    if (fact.kind === 'refund') return tellRefund(here, fact)
    return tellAbsent(here, fact, orderLine(desk, 'query', order, '--out-refund-no', outRefundNo))
  })
}
