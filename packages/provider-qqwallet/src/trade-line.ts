import type { Fact, Payee, PaymentFact, RefundFact } from '@tpkit/core'
import { type Columns, malformed } from './bill.ts'
import type { Account } from './config.ts'
import { refundStates } from './refund-query.ts'
import { amountIn, billTime, demandAmount, demandIn, valueIn } from './trade-value.ts'

/** A refund has a line of its own, with the numbers of its payment. */
export function isRefundLine(columns: Columns): boolean {
  return valueIn(columns, '商户退款订单号') !== undefined || valueIn(columns, 'QQ钱包退款订单号') !== undefined
}

/** One line as the fact that a query would have brought. Throws `MALFORMED` for a word that is not in the tables. */
export function lineFact(columns: Columns, account: Account): Fact {
  return isRefundLine(columns) ? refundLine(columns, account) : paymentLine(columns)
}

/** 交易状态, in both vocabularies. A refunded payment stays paid: its refunds are lines of their own. */
const PAID = new Set(['SUCCESS', '支付成功', '交易成功', 'REFUND', '转入退款'])
const REVERSED = new Set(['REVOKED', '已撤销', '撤销'])

/** 退款状态: the Chinese words, as the wallet's own constants. */
const REFUND_WORDS: Readonly<Record<string, string>> = {
  退款成功: 'SUCCESS',
  退款失败: 'FAIL',
  处理中: 'PROCESSING',
  退款处理中: 'PROCESSING',
  未确定: 'NOTSURE',
  转入代发: 'CHANGE',
}

function paymentLine(columns: Columns): PaymentFact {
  const paidAt = billTime(columns, '交易时间')
  const payerTotal = amountIn(columns, '用户支付金额')
  const [id, channel] = [valueIn(columns, '用户标识'), valueIn(columns, '付款银行')]
  return {
    kind: 'payment',
    ...stateOf(columns),
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

function stateOf(columns: Columns): { readonly status: 'paid' } | { readonly status: 'reversed' } {
  const word = demandIn(columns, '交易状态').toUpperCase()
  if (PAID.has(word)) return { status: 'paid' }
  if (REVERSED.has(word)) return { status: 'reversed' }
  throw malformed(`交易状态 ${[...PAID, ...REVERSED].join(', ')}`, word)
}

function refundLine(columns: Columns, { doubts }: Account): RefundFact {
  const word = demandIn(columns, '退款状态').toUpperCase()
  const status = new Map(Object.entries(refundStates(doubts))).get(REFUND_WORDS[word] ?? word)
  if (status === undefined) throw malformed(`退款状态 such as SUCCESS or 退款成功`, word)
  const [refundId, refundedAt] = [valueIn(columns, 'QQ钱包退款订单号'), billTime(columns, '退款成功时间')]
  return {
    kind: 'refund',
    status,
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
