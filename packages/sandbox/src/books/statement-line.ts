import type { Instant } from '@tpkit/core'
import type { RefundEnding } from '../wallet.ts'
import type { Order, Payment, Refund } from './books.ts'
import { isIn, type StatementDay } from './statement-day.ts'

/** Money that went back, or one sending of it: a refund that failed and was repeated is told twice. */
export interface LineBack {
  /** What a reverse returns stands under the order's own number, because the merchant gave none for it. */
  readonly outRefundNo: string
  readonly isReversal: boolean
  readonly refundId: string
  readonly fee: bigint
  readonly couponFee: bigint
  readonly state: RefundEnding | 'processing'
  readonly at: Instant
  readonly doneAt: Instant
  /** 退款资金来源, where the merchant named one. */
  readonly account: string | undefined
  /** The money left the merchant with it; the repeat of an unsure one finds it gone. */
  readonly leaves: boolean
}

/** One line of a trade statement: a payment, or money that went back. */
export interface StatementLine {
  readonly order: Order
  readonly payment: Payment
  readonly back: LineBack | undefined
}

/** The day's payments, and after them the day's refunds, each in the order of the books. */
export function linesOf(orders: readonly Order[], day: StatementDay): readonly StatementLine[] {
  const paid = orders.flatMap((order) => (order.payment ? [{ order, payment: order.payment, back: undefined }] : []))
  const payments = paid.filter(({ payment }) => isIn(day, payment.paidAt))
  const back = paid.flatMap((line) => backsOf(line.order, day).map((each) => ({ ...line, back: each })))
  return [...payments, ...back]
}

/** Of several sendings in one day the last one tells. */
function backsOf(order: Order, day: StatementDay): readonly LineBack[] {
  const latest = new Map<string, LineBack>()
  for (const back of backs(order, day.madeAt)) if (isIn(day, back.at)) latest.set(back.refundId, back)
  return [...latest.values()]
}

/** Everything that went back of an order, as it stood at a moment. */
export function backs(order: Order, at: Instant): readonly LineBack[] {
  return [...order.refunds.flatMap((refund) => refundBacks(refund, at)), ...reversalBack(order)]
}

function refundBacks({ outRefundNo, refundId, fee, account, tries }: Refund, now: Instant): readonly LineBack[] {
  return tries.map(({ at, doneAt, ending, couponFee }, index) => {
    const state = now < doneAt ? 'processing' : ending
    const leaves = tries[index - 1]?.ending !== 'unsure'
    return { outRefundNo, isReversal: false, refundId, fee, couponFee, state, at, doneAt, account, leaves }
  })
}

function reversalBack({ outTradeNo, reversal }: Order): readonly LineBack[] {
  if (!reversal?.back) return []
  const { at, back } = reversal
  const done = { state: 'refunded', at, doneAt: at, account: undefined, leaves: true } as const
  return [{ ...back, ...done, outRefundNo: outTradeNo, isReversal: true }]
}
