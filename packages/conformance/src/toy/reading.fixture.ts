import type {
  Finding,
  Instant,
  NotThere,
  PaymentFact,
  PaymentStatus,
  RefundCommand,
  RefundFact,
  RefundStatus,
  Source,
} from '@tpkit/core'
import { type FailureCode, fail, tpError } from '@tpkit/core/errors'
import { type Money, money } from '@tpkit/core/money'
import type { Fields } from './wire.fixture.ts'

const STATUS: Readonly<Record<string, PaymentStatus>> = { open: 'pending', paid: 'paid', closed: 'closed', reversed: 'reversed' }
const REFUND_STATUS: Readonly<Record<string, RefundStatus>> = {
  processing: 'processing',
  unsure: 'processing',
  refunded: 'refunded',
  failed: 'failed',
  closed: 'closed',
}

/** The codes that refuse. Every other one, a new one too, says nothing about what was done. */
const REFUSALS: Readonly<Record<string, FailureCode>> = {
  NO_ORDER: 'NOT_FOUND',
  OTHER_CONTENT: 'CONFLICT',
  PAID: 'CONFLICT',
  CLOSED: 'CONFLICT',
  NOT_PAID: 'CONFLICT',
  TOO_MUCH: 'LIMIT',
  WRONG_CODE: 'DECLINED',
  BAD_SIGNATURE: 'UNAUTHORIZED',
}

export function refused({ code = '', status }: Fields): Finding<never> {
  const refusal = REFUSALS[code]
  const failure = fail(refusal ?? 'UNAVAILABLE', `ToyPay said ${code}`, { provider: { code } })
  if (!refusal) return { kind: 'unknown', failure }
  return { kind: 'refused', failure, evidence: status ? { unsigned: { status: Number(status), code } } : 'verified' }
}

/** "No such order", which may be known later, where a payer can still open a link. */
export function absent({ code = '', status }: Fields, expected: string, lastScan: Instant | undefined, nowMs: Instant): NotThere {
  if (code !== expected || status) throw tpError('UNAVAILABLE', `code: expected ${expected}, found ${code}`)
  const mayAppearUntil = lastScan !== undefined && lastScan > nowMs ? { mayAppearUntil: lastScan } : {}
  return { kind: 'absent', evidence: 'verified', ...mayAppearUntil }
}

export function paymentFact(fields: Fields, outTradeNo: string, source: Source): PaymentFact {
  demandEcho(fields, 'number', outTradeNo)
  const [status, payee] = [STATUS[demand(fields, 'state')], { mchId: demand(fields, 'shop') }]
  if (!status) throw tpError('MALFORMED', `state: expected ${Object.keys(STATUS).join(', ')}, found another`)
  const total = amountOf(fields, 'amount')
  const base = { kind: 'payment', outTradeNo, total, payee, source, raw: fields } as const
  if (status !== 'paid') return { ...base, status }
  const payerTotal = fields.given ? { payerTotal: amountOf(fields, 'given') } : {}
  const paidAt = Number(demand(fields, 'paid'))
  const moment = Number.isSafeInteger(paidAt) ? { paidAt } : {}
  return { ...base, status, transactionId: demand(fields, 'payment'), ...moment, ...payerTotal }
}

export function answeredRefund(fields: Fields, { outTradeNo, outRefundNo }: RefundCommand): RefundFact {
  return refundFact(fields, outTradeNo, outRefundNo, 'reply')
}

export function refundFact(fields: Fields, outTradeNo: string, outRefundNo: string, source: Source): RefundFact {
  demandEcho(fields, 'number', outTradeNo)
  demandEcho(fields, 'refund', outRefundNo)
  const status = REFUND_STATUS[demand(fields, 'state')]
  if (!status) throw tpError('MALFORMED', `state: expected ${Object.keys(REFUND_STATUS).join(', ')}, found another`)
  const amount = amountOf(fields, 'part')
  const payee = { mchId: demand(fields, 'shop') }
  return { kind: 'refund', outTradeNo, outRefundNo, refundId: demand(fields, 'id'), status, amount, payee, source, raw: fields }
}

function amountOf(fields: Fields, name: string): Money {
  const text = demand(fields, name)
  if (!/^[0-9]{1,18}$/.test(text)) throw tpError('MALFORMED', `${name}: expected minor units`)
  return money(BigInt(text), demand(fields, 'currency'))
}

function demandEcho(fields: Fields, name: string, expected: string): void {
  if (demand(fields, name) !== expected) throw tpError('UNVERIFIED', `${name}: the answer is to another question`)
}

export function demand(fields: Fields, name: string): string {
  const value = fields[name]
  if (value) return value
  throw tpError('MALFORMED', `${name}: expected a value, found none`)
}
