import type { Fact, Payee, PaymentFact, RefundFact, RefundStatus } from '@tpkit/core'
import { type Columns, demandAmount, demandIn, malformedStatement, timeIn, valueIn } from '@tpkit/wire'
import type { Account } from './account.ts'
import { REFUND_STATES } from './refund.ts'

/** 交易状态 of a line. */
type LineState = 'SUCCESS' | 'REFUND' | 'REVOKED'

export function stateOfLine(columns: Columns): LineState {
  const word = demandIn(columns, '交易状态')
  if (word === 'SUCCESS' || word === 'REFUND' || word === 'REVOKED') return word
  throw malformedStatement('交易状态 SUCCESS, REFUND or REVOKED', word)
}

/** One line as the fact that a query would have brought. What a reversal gave back is no refund: nobody gave it a number. */
export function lineFact(columns: Columns, { payee }: Account): Fact {
  const state = stateOfLine(columns)
  if (state === 'REFUND') return refundLine(columns, payee)
  return state === 'SUCCESS' ? paidLine(columns, payee) : reversedLine(columns, payee)
}

function paidLine(columns: Columns, ours: Payee): PaymentFact {
  const paidAt = timeIn(columns, '交易时间')
  const [id, channel] = [valueIn(columns, '用户标识'), valueIn(columns, '付款银行')]
  const payer = { ...(id && { id }), ...(channel && { channel }) }
  return {
    kind: 'payment',
    status: 'paid',
    outTradeNo: demandIn(columns, '商户订单号'),
    total: demandAmount(columns, '订单金额'),
    transactionId: demandIn(columns, '微信订单号'),
    payee: payeeIn(columns, ours),
    ...(paidAt !== undefined && { paidAt }),
    ...((id || channel) && { payer }),
    source: 'statement',
    raw: columns,
  }
}

function reversedLine(columns: Columns, ours: Payee): PaymentFact {
  return {
    kind: 'payment',
    status: 'reversed',
    outTradeNo: demandIn(columns, '商户订单号'),
    transactionId: demandIn(columns, '微信订单号'),
    payee: payeeIn(columns, ours),
    source: 'statement',
    raw: columns,
  }
}

function refundLine(columns: Columns, ours: Payee): RefundFact {
  const refundedAt = timeIn(columns, '退款成功时间')
  return {
    kind: 'refund',
    status: refundStatus(columns),
    outTradeNo: demandIn(columns, '商户订单号'),
    outRefundNo: demandIn(columns, '商户退款单号'),
    refundId: demandIn(columns, '微信退款单号'),
    amount: demandAmount(columns, refundedColumn(columns)),
    payee: payeeIn(columns, ours),
    ...(refundedAt !== undefined && { refundedAt }),
    source: 'statement',
    raw: columns,
  }
}

/** 申请退款金额 is what was asked for; 退款金额 is less where the wallet's coupons take their part. */
function refundedColumn(columns: Columns): string {
  return '申请退款金额' in columns ? '申请退款金额' : '退款金额'
}

/** A line is written when the refund is accepted and never touched again: what it does not know is still under way. */
function refundStatus(columns: Columns): RefundStatus {
  const word = valueIn(columns, '退款状态')
  if (word === undefined) return 'processing'
  const status = REFUND_STATES.get(word)
  if (status !== undefined) return status
  throw malformedStatement(`退款状态 ${[...REFUND_STATES.keys()].join(', ')}`, word)
}

/** `0` stands for nobody. A bill names no application of a sub-merchant: for lines of ours it is the account's. */
function payeeIn(columns: Columns, ours: Payee): Payee {
  const [appId, subMchId] = ['公众账号ID', '特约商户号'].map((title) => valueIn(columns, title))
  return {
    mchId: demandIn(columns, '商户号'),
    ...(appId && { appId }),
    ...(subMchId && subMchId !== '0' && { subMchId }),
    ...(ours.subAppId && ours.subMchId === subMchId && { subAppId: ours.subAppId }),
  }
}
