import { type AttemptRef, type PaymentFact, type PaymentStatus, type Source, sameMoney, showMoney } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'
import { fromBeijing } from '@tpkit/wire'
import { amountIfReadable, amountOf, checkEcho, demand, payeeOf, stateOf } from './reading.ts'

/** 交易状态. Letter case is ignored: older pages print `Success`. */
export const TRADE_STATES: ReadonlyMap<string, PaymentStatus> = new Map(
  Object.entries<PaymentStatus>({
    NOTPAY: 'pending',
    USERPAYING: 'pending',
    SUCCESS: 'paid',
    // 转入退款, 退款处理中: the payment stays paid; refunds are facts of their own.
    REFUND: 'paid',
    PROCESSING: 'paid',
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

/** 订单查询: the fact about exactly the order that was asked for. */
export function queriedFact(fields: Fields, ref: AttemptRef): PaymentFact {
  checkEcho(fields, 'out_trade_no', ref.outTradeNo)
  if (ref.transactionId && fields.transaction_id) checkEcho(fields, 'transaction_id', ref.transactionId)
  return paymentFact(fields, 'query')
}

/**
 * 付款码支付: the fact about exactly the order that was sent. A success without `trade_state` is a payment (the page asks to
 * look at the state "when present"), and must have everything else that a payment has.
 */
export function repliedFact(fields: Fields, { outTradeNo, total }: Pick<AttemptRef, 'outTradeNo' | 'total'>): PaymentFact {
  checkEcho(fields, 'out_trade_no', outTradeNo)
  const fact = fields.trade_state ? paymentFact(fields, 'reply') : paidFact(fields, 'reply')
  if (fact.status === 'paid' && !sameMoney(fact.total, total)) {
    const found = `total_fee: expected ${showMoney(total)}, found ${showMoney(fact.total)}`
    throw tpError('UNVERIFIED', `${found}; the wallet took another amount, query the order and compare`)
  }
  return fact
}

/** 撤销订单: the answer names no order, so the fact takes its number from the command. */
export function reversedFact(fields: Fields, { outTradeNo }: AttemptRef): PaymentFact {
  if (fields.out_trade_no) checkEcho(fields, 'out_trade_no', outTradeNo)
  return { kind: 'payment', status: 'reversed', outTradeNo, payee: payeeOf(fields), source: 'reply', raw: fields }
}

/** 关闭订单: the answer names no order, so the fact takes its number from the command. */
export function closedFact(fields: Fields, { outTradeNo }: AttemptRef): PaymentFact {
  return { kind: 'payment', status: 'closed', outTradeNo, payee: payeeOf(fields), source: 'reply', raw: fields }
}

function paidFact(fields: Fields, source: Source): PaymentFact {
  const paidAt = fromBeijing(fields.time_end)
  // 用户实际支付: what is left after the wallet's own discounts. Binding compares the order's total, never this.
  const payerTotal = amountIfReadable(fields, 'cash_fee')
  const { openid, bank_type } = fields
  return {
    kind: 'payment',
    status: 'paid',
    outTradeNo: demand(fields, 'out_trade_no'),
    total: amountOf(fields, 'total_fee'),
    transactionId: demand(fields, 'transaction_id'),
    payee: payeeOf(fields),
    ...(paidAt !== undefined && { paidAt }),
    ...(payerTotal && { payerTotal }),
    ...((openid || bank_type) && { payer: { ...(openid && { id: openid }), ...(bank_type && { channel: bank_type }) } }),
    source,
    raw: fields,
  }
}

function otherFact(fields: Fields, status: Exclude<PaymentStatus, 'paid'>, source: Source): PaymentFact {
  const total = amountIfReadable(fields, 'total_fee')
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
