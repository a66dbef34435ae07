import type { Fact, Money, Payee, PaymentFact, RefundFact } from '@tpkit/core'
import { type Columns, demandIn, malformedStatement, timeIn, valueIn, yuanIn } from '@tpkit/wire'

/** 业务类型 of a line that is a fact; there are others, which move money and are no payment or refund. */
export type LineType = '交易' | '退款'

export function lineTypeOf(columns: Columns): LineType | undefined {
  const word = demandIn(columns, '业务类型')
  return word === '交易' || word === '退款' ? word : undefined
}

/**
 * One line as the fact that a query would have brought; undefined for other business. The bill names the merchant once, in its
 * head, and no application: for lines of ours it is the account's.
 */
export function lineFact(columns: Columns, payee: Payee): Fact | undefined {
  const type = lineTypeOf(columns)
  if (type === '交易') return paidLine(columns, payee)
  return type === '退款' ? backLine(columns, payee) : undefined
}

/** 商家实收 is what the merchant gets, and 订单金额 what was ordered; how much of it the payer gave, no column says. */
function paidLine(columns: Columns, payee: Payee): PaymentFact {
  const paidAt = timeIn(columns, '完成时间')
  return {
    kind: 'payment',
    status: 'paid',
    outTradeNo: demandIn(columns, '商户订单号'),
    total: moneyIn(columns, '交易'),
    transactionId: demandIn(columns, '支付宝交易号'),
    payee,
    ...(paidAt !== undefined && { paidAt }),
    source: 'statement',
    raw: columns,
  }
}

/** Money that went back. What a reversal (撤销) gave back is no refund: nobody gave it a number, and it is always the whole. */
function backLine(columns: Columns, payee: Payee): RefundFact | PaymentFact {
  const outRefundNo = valueIn(columns, '退款批次号/请求号')
  return outRefundNo === undefined ? reversedLine(columns, payee) : refundLine(columns, outRefundNo, payee)
}

function reversedLine(columns: Columns, payee: Payee): PaymentFact {
  return {
    kind: 'payment',
    status: 'reversed',
    outTradeNo: demandIn(columns, '商户订单号'),
    total: moneyIn(columns, '退款'),
    transactionId: demandIn(columns, '支付宝交易号'),
    payee,
    source: 'statement',
    raw: columns,
  }
}

function refundLine(columns: Columns, outRefundNo: string, payee: Payee): RefundFact {
  const refundedAt = timeIn(columns, '完成时间')
  return {
    kind: 'refund',
    status: 'refunded',
    outTradeNo: demandIn(columns, '商户订单号'),
    outRefundNo,
    amount: moneyIn(columns, '退款'),
    payee,
    ...(refundedAt !== undefined && { refundedAt }),
    source: 'statement',
    raw: columns,
  }
}

/** 订单金额: of a refund (退款) it stands below zero. */
function moneyIn(columns: Columns, type: LineType): Money {
  const found = yuanIn(columns, '订单金额')
  const amount = found !== undefined && type === '退款' ? -found : found
  if (amount !== undefined && amount >= 0n) return { amount, currency: 'CNY' }
  const sign = type === '退款' ? 'not above zero' : 'not below zero'
  throw malformedStatement(`an amount for 订单金额, ${sign}`, columns.订单金额 ?? '')
}
