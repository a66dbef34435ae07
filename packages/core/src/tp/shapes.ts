import type { Absent, Fact, Notice, PaymentFact, RefundFact } from '../contract/fact.ts'
import type { HttpAnswer } from '../contract/http.ts'
import type { Outcome } from '../contract/outcome.ts'
import type { PayReply } from '../contract/reply.ts'
import type { StatementRow } from '../contract/statement.ts'
import type { ProbeReport, ReturnHint } from '../contract/tp.ts'

/* What the types promise of an answer, looked at where a program decides about money by it: a plugin may be JavaScript. */

type Fields = Readonly<Record<string, unknown>>

const PAYMENT: readonly unknown[] = ['pending', 'paid', 'closed', 'reversed', 'failed']
const REFUND: readonly unknown[] = ['processing', 'refunded', 'failed', 'closed']
const SOURCES: readonly unknown[] = ['reply', 'query', 'notify', 'statement']

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null
}

export function isOutcome<Done>(value: unknown, isDone: (done: unknown) => done is Done): value is Outcome<Done> {
  if (!isFields(value)) return false
  if (value.kind === 'done') return isDone(value.value)
  const { kind, failure, checkAfterMs } = value
  const ended = kind === 'refused' || kind === 'unknown'
  return ended && isFailure(failure) && (checkAfterMs === undefined || Number.isFinite(checkAfterMs))
}

function isFailure(value: unknown): boolean {
  return isFields(value) && isText(value.code) && isText(value.message) && isText(value.retry)
}

export function isPayReply(value: unknown): value is PayReply {
  if (!isFields(value) || !isText(value.outTradeNo)) return false
  const { prompt, fact } = value
  return (prompt === undefined || (isFields(prompt) && isText(prompt.kind))) && (fact === undefined || isPaymentFact(fact))
}

export function isPaymentFact(value: unknown): value is PaymentFact {
  if (!isFields(value) || value.kind !== 'payment' || !isText(value.outTradeNo)) return false
  if (!PAYMENT.includes(value.status) || !SOURCES.includes(value.source)) return false
  const whole = isMoney(value.total) && isText(value.transactionId) && isPayee(value.payee)
  return value.status === 'paid' ? whole : value.total === undefined || isMoney(value.total)
}

export function isRefundFact(value: unknown): value is RefundFact {
  if (!isFields(value) || value.kind !== 'refund' || !isText(value.outTradeNo) || !isText(value.outRefundNo)) return false
  const known = REFUND.includes(value.status) && SOURCES.includes(value.source)
  return known && (value.amount === undefined || isMoney(value.amount))
}

export function isAbsent(value: unknown): value is Absent {
  if (!isFields(value) || value.kind !== 'absent') return false
  return value.mayAppearUntil === undefined || Number.isFinite(value.mayAppearUntil)
}

export function isNotice(value: unknown): value is Notice {
  return isFields(value) && isText(value.id) && Array.isArray(value.facts) && value.facts.every(isFact)
}

export function isRow(value: unknown): value is StatementRow {
  return isFields(value) && isFields(value.columns) && (value.fact === undefined || isFact(value.fact))
}

export function isReport(value: unknown): value is ProbeReport {
  return isFields(value) && typeof value.ok === 'boolean' && typeof value.message === 'string'
}

export function isHint(value: unknown): value is ReturnHint {
  return isFields(value) && isText(value.outTradeNo)
}

export function isAnswer(value: unknown): value is HttpAnswer {
  return isFields(value) && Number.isInteger(value.status) && Array.isArray(value.headers) && typeof value.body === 'string'
}

export function isPayee(value: unknown): boolean {
  return isFields(value) && isText(value.mchId)
}

function isFact(value: unknown): value is Fact {
  return isPaymentFact(value) || isRefundFact(value)
}

function isMoney(value: unknown): boolean {
  return isFields(value) && typeof value.amount === 'bigint' && isText(value.currency)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
