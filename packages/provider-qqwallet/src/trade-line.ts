import type { Fact, Payee, PaymentFact, PaymentStatus, RefundFact } from '@tpkit/core'
import type { Columns } from '@tpkit/wire'
import { amountIn, demandAmount, demandIn, malformedStatement, timeIn, valueIn } from '@tpkit/wire'
import { TRADE_STATES } from './payment.ts'
import { REFUND_STATES } from './refund-query.ts'

/** Money that went back has a line of its own, with the numbers of its payment. */
export function isBackLine(columns: Columns): boolean {
  return valueIn(columns, '商户退款订单号') !== undefined || valueIn(columns, 'QQ钱包退款订单号') !== undefined
}

/**
 * One line as the fact that a query would have brought. Throws `MALFORMED` for a word that is not in the tables.
 * What a reversal gave back is no refund, though its line looks like one: nobody gave it a number.
 */
export function lineFact(columns: Columns): Fact {
  const status = stateIn(columns, '交易状态', TRADE_WORDS, TRADE_STATES)
  if (isBackLine(columns)) return status === 'reversed' ? endedLine(columns, status) : refundLine(columns)
  return status === 'paid' ? paidLine(columns) : endedLine(columns, status)
}

type Words = ReadonlyMap<string, string>

/** 交易状态: the Chinese words, as the wallet's own constants. */
const TRADE_WORDS: Words = new Map([
  ['支付成功', 'SUCCESS'],
  ['交易成功', 'SUCCESS'],
  ['转入退款', 'REFUND'],
  ['退款处理中', 'PROCESSING'],
  ['已撤销', 'REVOKED'],
  ['撤销', 'REVOKED'],
])

/** 退款状态, likewise. */
const REFUND_WORDS: Words = new Map([
  ['退款成功', 'SUCCESS'],
  ['退款失败', 'FAIL'],
  ['处理中', 'PROCESSING'],
  ['退款处理中', 'PROCESSING'],
  ['未确定', 'NOTSURE'],
  ['转入代发', 'CHANGE'],
])

function stateIn<State>(columns: Columns, title: string, words: Words, states: ReadonlyMap<string, State>): State {
  const word = demandIn(columns, title).toUpperCase()
  const state = states.get(words.get(word) ?? word)
  if (state === undefined) throw malformedStatement(`${title} ${[...states.keys(), ...words.keys()].join(', ')}`, word)
  return state
}

function paidLine(columns: Columns): PaymentFact {
  const paidAt = timeIn(columns, '交易时间')
  const payerTotal = amountIn(columns, '用户支付金额')
  const [id, channel] = [valueIn(columns, '用户标识'), valueIn(columns, '付款银行')]
  return {
    kind: 'payment',
    status: 'paid',
    outTradeNo: demandIn(columns, '商户订单号'),
    total: demandAmount(columns, '订单金额'),
    transactionId: demandIn(columns, 'QQ钱包订单号'),
    payee: payeeIn(columns),
    ...(paidAt !== undefined && { paidAt }),
    ...(payerTotal && { payerTotal }),
    ...((id || channel) && { payer: { ...(id && { id }), ...(channel && { channel }) } }),
    source: 'statement',
    raw: columns,
  }
}

/** The order's own amount is zero where money went back, and no total is better than a wrong one. */
function endedLine(columns: Columns, status: Exclude<PaymentStatus, 'paid'>): PaymentFact {
  const total = isBackLine(columns) ? undefined : demandAmount(columns, '订单金额')
  return {
    kind: 'payment',
    status,
    outTradeNo: demandIn(columns, '商户订单号'),
    ...(total && { total }),
    transactionId: demandIn(columns, 'QQ钱包订单号'),
    payee: payeeIn(columns),
    source: 'statement',
    raw: columns,
  }
}

function refundLine(columns: Columns): RefundFact {
  const [refundId, refundedAt] = [valueIn(columns, 'QQ钱包退款订单号'), timeIn(columns, '退款成功时间')]
  return {
    kind: 'refund',
    status: stateIn(columns, '退款状态', REFUND_WORDS, REFUND_STATES),
    outTradeNo: demandIn(columns, '商户订单号'),
    outRefundNo: demandIn(columns, '商户退款订单号'),
    ...(refundId && { refundId }),
    amount: demandAmount(columns, '退款金额'),
    payee: payeeIn(columns),
    ...(refundedAt !== undefined && { refundedAt }),
    source: 'statement',
    raw: columns,
  }
}

function payeeIn(columns: Columns): Payee {
  const [appId, subMchId, subAppId] = ['商户APPID', '子商户号', '子商户APPID'].map((title) => valueIn(columns, title))
  return {
    mchId: demandIn(columns, '商户号'),
    ...(appId && { appId }),
    ...(subMchId && { subMchId }),
    ...(subAppId && { subAppId }),
  }
}
