import type { PaymentFact, PaymentStatus, RefundFact, Source } from '@tpkit/core'
import { tpError } from '@tpkit/core/errors'
import { type Money, money } from '@tpkit/core/money'
import type { Fields } from './wire.fixture.ts'

const STATUS: Readonly<Record<string, PaymentStatus>> = { open: 'pending', paid: 'paid', closed: 'closed' }

export function paymentFact(fields: Fields, outTradeNo: string, source: Source): PaymentFact {
  demandEcho(fields, 'number', outTradeNo)
  const [status, payee] = [STATUS[demand(fields, 'state')], { mchId: demand(fields, 'shop') }]
  if (!status) throw tpError('MALFORMED', 'state: expected open, paid or closed')
  const total = amountOf(fields, 'amount')
  const base = { kind: 'payment', outTradeNo, total, payee, source, raw: fields } as const
  return status === 'paid' ? { ...base, status, transactionId: demand(fields, 'payment') } : { ...base, status }
}

export function refundFact(fields: Fields, outTradeNo: string, outRefundNo: string, source: Source): RefundFact {
  demandEcho(fields, 'number', outTradeNo)
  demandEcho(fields, 'refund', outRefundNo)
  const status = demand(fields, 'state') === 'refunded' ? 'refunded' : 'processing'
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
