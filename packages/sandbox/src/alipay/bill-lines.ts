import type { Instant } from '@tpkit/core'
import type { Order } from '../books/books.ts'
import { feeOf } from '../books/fee.ts'
import type { Habits } from '../books/habits.ts'
import { isIn } from '../books/statement-day.ts'
import { backs, type StatementLine } from '../books/statement-line.ts'
import type { BillPeriod } from './bill-period.ts'

/** A payment, or a refund that reached its payer. */
export interface BillLine extends StatementLine {
  /** 完成时间. */
  readonly at: Instant
  /** 订单金额: below zero where money went back. */
  readonly total: bigint
  /** 支付宝优惠: what of it the wallet gave, or took back. */
  readonly coupon: bigint
  /** 服务费: below zero where it was taken, above where it was given back. */
  readonly fee: bigint
}

/** The lines of a period, in the order of time. */
export function billLines(orders: readonly Order[], period: BillPeriod, habits: Habits): readonly BillLine[] {
  return allLines(orders, period.madeAt, habits).filter(({ at }) => isIn(period, at))
}

/** Everything up to a moment. */
export function allLines(orders: readonly Order[], until: Instant, habits: Habits): readonly BillLine[] {
  const lines = orders.flatMap((order) => linesOf(order, until, habits))
  return lines.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)
}

function linesOf(order: Order, until: Instant, habits: Habits): readonly BillLine[] {
  const { payment, totalFee, couponFee } = order
  if (!payment) return []
  const paid = { order, payment, at: payment.paidAt, back: undefined, total: totalFee, coupon: couponFee }
  return [{ ...paid, fee: -feeOf(habits, totalFee) }, ...refundLines({ ...paid, fee: 0n }, until, habits)]
}

/** What the fees of all refunds so far come to is that of their sum: a full refund gives the whole fee back, in however many parts. */
function refundLines(paid: BillLine, until: Instant, habits: Habits): readonly BillLine[] {
  let returned = 0n
  const done = backs(paid.order, until).filter(({ state }) => state === 'refunded')
  return done
    .sort((a, b) => a.doneAt - b.doneAt)
    .map((back) => {
      const fee = feeOf(habits, returned + back.fee) - feeOf(habits, returned)
      returned += back.fee
      return { ...paid, back, at: back.doneAt, total: -back.fee, coupon: -back.couponFee, fee }
    })
}

export function sumOf(lines: readonly BillLine[], amount: (line: BillLine) => bigint): bigint {
  return lines.reduce((sum, line) => sum + amount(line), 0n)
}
