import { type AttemptRef, type Payee, type PaymentFact, type PaymentStatus, type Source, sameMoney, showMoney } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import type { Fields } from '@tpkit/wire'
import { amountIfReadable, amountOf, checkEcho, checkEchoIfThere, demand, momentIn, rawOf, stateOf } from './reading.ts'

/** 交易状态. */
const TRADE_STATES: ReadonlyMap<string, PaymentStatus> = new Map(
  Object.entries<PaymentStatus>({
    WAIT_BUYER_PAY: 'pending',
    TRADE_SUCCESS: 'paid',
    // 不可退款: as paid as before.
    TRADE_FINISHED: 'paid',
    // Unpaid, or paid and given back as a whole: `wasPaid` tells.
    TRADE_CLOSED: 'closed',
  }),
)

/** Where a message comes from, and whose money it is about. */
export interface Told {
  readonly source: Source
  readonly payee: Payee
  /** The caller knows that it was paid. */
  readonly knownPaid?: boolean
}

/** True where the state is one that this provider knows. */
export function isKnownState(fields: Fields): boolean {
  return TRADE_STATES.has(demand(fields, 'trade_status'))
}

/**
 * A verified message about a payment, as a fact. TRADE_CLOSED with any trace of money is a payment that went back as a whole, and never
 * one that was not made. Throws `MALFORMED` for a state that is not in the table.
 */
export function paymentFact(fields: Fields, told: Told): PaymentFact {
  const status = stateOf(fields, 'trade_status', TRADE_STATES)
  if (status === 'paid') return paidFact(fields, told)
  if (status === 'closed' && (told.knownPaid || wasPaid(fields))) return { ...paidFact(fields, told), refundedInFull: true }
  return otherFact(fields, status, told)
}

/** 查询: the fact about exactly the order that was asked for. The answer names nobody: it is about the account that asks. */
export function queriedFact(fields: Fields, ref: AttemptRef, payee: Payee): PaymentFact {
  checkEcho(fields, 'out_trade_no', ref.outTradeNo)
  checkEchoIfThere(fields, 'trade_no', ref.transactionId)
  return paymentFact(fields, { source: 'query', payee, knownPaid: ref.paidAt !== undefined })
}

/** 付款码支付: the fact about exactly the order that was sent. */
export function repliedFact(
  fields: Fields,
  { outTradeNo, total }: Pick<AttemptRef, 'outTradeNo' | 'total'>,
  payee: Payee,
): PaymentFact {
  checkEcho(fields, 'out_trade_no', outTradeNo)
  const fact = paidFact(fields, { source: 'reply', payee })
  if (sameMoney(fact.total, total)) return fact
  const found = `total_amount: expected ${showMoney(total)}, found ${showMoney(fact.total)}`
  throw tpError('UNVERIFIED', `${found}; the wallet took another amount, query the order and compare`)
}

/** 关闭, 撤销: the answer has numbers alone. */
export function endedFact(status: 'closed' | 'reversed', fields: Fields, ref: AttemptRef, payee: Payee): PaymentFact {
  checkEcho(fields, 'out_trade_no', ref.outTradeNo)
  checkEchoIfThere(fields, 'trade_no', ref.transactionId)
  const { trade_no } = fields
  const { outTradeNo } = ref
  return {
    kind: 'payment',
    status,
    outTradeNo,
    ...(trade_no && { transactionId: trade_no }),
    payee,
    source: 'reply',
    raw: fields,
  }
}

type PaidFact = Extract<PaymentFact, { status: 'paid' }>

function paidFact(fields: Fields, { source, payee }: Told): PaidFact {
  const paidAt = momentIn(fields, 'send_pay_date', 'gmt_payment')
  const payerTotal = amountIfReadable(fields, 'buyer_pay_amount')
  const id = fields.buyer_open_id || fields.buyer_user_id || fields.buyer_id
  const channel = fields['fund_bill_list.0.fund_channel']
  return {
    kind: 'payment',
    status: 'paid',
    outTradeNo: demand(fields, 'out_trade_no'),
    total: amountOf(fields, 'total_amount'),
    transactionId: demand(fields, 'trade_no'),
    payee,
    ...(paidAt !== undefined && { paidAt }),
    ...(payerTotal && { payerTotal }),
    ...((id || channel) && { payer: { ...(id && { id }), ...(channel && { channel }) } }),
    source,
    raw: rawOf(fields),
  }
}

function otherFact(fields: Fields, status: Exclude<PaymentStatus, 'paid'>, { source, payee }: Told): PaymentFact {
  const total = amountIfReadable(fields, 'total_amount')
  const { trade_no } = fields
  return {
    kind: 'payment',
    status,
    outTradeNo: demand(fields, 'out_trade_no'),
    ...(total && { total }),
    ...(trade_no && { transactionId: trade_no }),
    payee,
    source,
    raw: rawOf(fields),
  }
}

const MOMENTS = ['send_pay_date', 'gmt_payment', 'gmt_refund']
/** "0.00" while nobody has paid. */
const AMOUNTS = ['buyer_pay_amount', 'receipt_amount', 'invoice_amount', 'point_amount', 'refund_fee']

/** Money was taken, as far as any field of a message tells. */
function wasPaid(fields: Fields): boolean {
  const listed = Object.entries(fields).some(
    ([name, value]) => name.startsWith('fund_bill_list') && value !== '' && value !== '[]',
  )
  return listed || MOMENTS.some((name) => fields[name]) || AMOUNTS.some((name) => isAboveZero(fields, name))
}

/** What cannot be read counts as money, too. */
export function isAboveZero(fields: Fields, name: string): boolean {
  return Boolean(fields[name]) && amountIfReadable(fields, name)?.amount !== 0n
}
