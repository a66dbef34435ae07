import { type AttemptRef, type PaymentFact, type PaymentStatus, type Source, sameMoney, showMoney } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Fields, fromRfc3339 } from '@tpkit/wire'
import { amountIfReadable, amountOf, checkEcho, demand, payeeOf, stateOf } from './reading.ts'

/** 交易状态. */
export const TRADE_STATES: ReadonlyMap<string, PaymentStatus> = new Map(
  Object.entries<PaymentStatus>({
    // Also after time_expire: the wallet does not close an order by itself.
    NOTPAY: 'pending',
    USERPAYING: 'pending',
    ACCEPT: 'pending',
    SUCCESS: 'paid',
    // 转入退款: a refund was accepted, whole or in part. The payment stays paid; refunds are facts of their own.
    REFUND: 'paid',
    CLOSED: 'closed',
    REVOKED: 'reversed',
    PAYERROR: 'failed',
  }),
)

/** A verified message about a payment, as a fact. Throws `MALFORMED` for a state that is not in the table. */
export function paymentFact(fields: Fields, source: Source): PaymentFact {
  const status = stateOf(fields, 'trade_state', TRADE_STATES)
  return status === 'paid' ? paidFact(fields, source) : otherFact(fields, status, source)
}

/** 查询订单: the fact about exactly the order that was asked for. */
export function queriedFact(fields: Fields, ref: AttemptRef): PaymentFact {
  checkEcho(fields, 'out_trade_no', ref.outTradeNo)
  if (ref.transactionId && fields.transaction_id) checkEcho(fields, 'transaction_id', ref.transactionId)
  return paymentFact(fields, 'query')
}

/** 付款码支付: the fact about exactly the order that was sent. */
export function repliedFact(fields: Fields, { outTradeNo, total }: Pick<AttemptRef, 'outTradeNo' | 'total'>): PaymentFact {
  checkEcho(fields, 'out_trade_no', outTradeNo)
  const fact = paymentFact(fields, 'reply')
  if (fact.status === 'paid' && !sameMoney(fact.total, total)) {
    const found = `amount.total: expected ${showMoney(total)}, found ${showMoney(fact.total)}`
    throw tpError('UNVERIFIED', `${found}; the wallet took another amount, query the order and compare`)
  }
  return fact
}

/** 关闭订单: the answer has no body, so the fact takes its number from the command and names no merchant. */
export function closedFact({ outTradeNo }: AttemptRef, raw: Fields): PaymentFact {
  return { kind: 'payment', status: 'closed', outTradeNo, source: 'reply', raw }
}

/** 撤销订单. */
export function reversedFact(fields: Fields, { outTradeNo }: AttemptRef): PaymentFact {
  checkEcho(fields, 'out_trade_no', outTradeNo)
  return { kind: 'payment', status: 'reversed', outTradeNo, payee: payeeOf(fields), source: 'reply', raw: fields }
}

function paidFact(fields: Fields, source: Source): PaymentFact {
  const paidAt = fromRfc3339(fields.success_time)
  const payerTotal = amountIfReadable(fields, 'amount.payer_total', fields['amount.payer_currency'] ?? 'CNY')
  const id = payerIn(fields)
  const { bank_type } = fields
  return {
    kind: 'payment',
    status: 'paid',
    outTradeNo: demand(fields, 'out_trade_no'),
    total: amountOf(fields, 'amount.total', demand(fields, 'amount.currency')),
    transactionId: demand(fields, 'transaction_id'),
    payee: payeeOf(fields),
    ...(paidAt !== undefined && { paidAt }),
    ...(payerTotal && { payerTotal }),
    ...((id || bank_type) && { payer: { ...(id && { id }), ...(bank_type && { channel: bank_type }) } }),
    source,
    raw: fields,
  }
}

function payerIn(fields: Fields): string | undefined {
  return fields['payer.openid'] ?? fields['payer.sub_openid'] ?? fields['payer.sp_openid']
}

function otherFact(fields: Fields, status: Exclude<PaymentStatus, 'paid'>, source: Source): PaymentFact {
  const total = amountIfReadable(fields, 'amount.total', fields['amount.currency'] ?? 'CNY')
  const { transaction_id } = fields
  return {
    kind: 'payment',
    status,
    outTradeNo: demand(fields, 'out_trade_no'),
    ...(total && { total }),
    ...(transaction_id && { transactionId: transaction_id }),
    payee: payeeOf(fields),
    source,
    raw: fields,
  }
}
