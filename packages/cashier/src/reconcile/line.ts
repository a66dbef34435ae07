import { createHash } from 'node:crypto'
import { type Fact, type Money, type StatementRow, sameMoney, showMoney } from '@tpkit/core'
import { isIn, type Span } from './day.ts'
import type { DifferenceKind } from './kinds.ts'

/** What does not agree, as it is written down. */
export interface Finding {
  readonly kind: DifferenceKind
  readonly outTradeNo: string
  readonly outRefundNo?: string
  readonly orderId?: string
  readonly ours?: string
  readonly theirs?: string
}

/** A line that waits for the end of its file. Its columns are folded into one text: a disastrous day has many. */
export interface Line {
  readonly fact: Fact
  readonly raw: string
}

export function folded(fact: Fact): Line {
  return { fact: { ...fact, raw: {} }, raw: JSON.stringify(fact.raw) }
}

export function unfolded({ fact, raw }: Line): Fact {
  // `folded` wrote it.
  return { ...fact, raw: JSON.parse(raw) as Fact['raw'] }
}

/** The numbers of a line: a payment's, or a refund's with its payment's. */
export function numbersOf(fact: Fact): Pick<Finding, 'outTradeNo' | 'outRefundNo'> {
  const { outTradeNo } = fact
  return fact.kind === 'refund' ? { outTradeNo, outRefundNo: fact.outRefundNo } : { outTradeNo }
}

/** One line per number and state: a payment that was reversed may have two. */
export function keyOf(fact: Fact): string {
  const number = fact.kind === 'refund' ? fact.outRefundNo : fact.outTradeNo
  return `${fact.kind === 'refund' ? 'r' : 'p'}${fact.status}:${number}`
}

/** What is wrong with a line whatever our books say. */
export function oddities({ fact, fee, at }: StatementRow, span: Span): readonly Finding[] {
  if (!fact) return []
  const found: Finding[] = []
  const numbers = numbersOf(fact)
  if (fee && !isPossibleFee(fee, fact)) found.push({ kind: 'fee', ...numbers, theirs: showMoney(fee), ...boundOf(fact) })
  if (fact.kind === 'payment' && at !== undefined && !isIn(span, at))
    found.push({ kind: 'line-day', ...numbers, theirs: new Date(at).toISOString() })
  return found
}

/** A payment's fee is part of it. A line about money that went back may give some of it back, or say how much it was, by its sign. */
function isPossibleFee(fee: Money, fact: Fact): boolean {
  const amount = moneyOf(fact)
  if (!amount) return true
  if (fee.currency !== amount.currency || fee.amount > amount.amount) return false
  const wentBack = fact.kind === 'refund' || fact.status === 'reversed'
  return fee.amount >= (wentBack ? -amount.amount : 0n)
}

function boundOf(fact: Fact): Pick<Finding, 'ours'> {
  const amount = moneyOf(fact)
  return amount ? { ours: `at most ${showMoney(amount)}` } : {}
}

export function moneyOf(fact: Fact): Money | undefined {
  return fact.kind === 'refund' ? fact.amount : fact.total
}

/** Whether a line says exactly what we hold; anything else gets a closer look. */
export function saysTheSame(fact: Fact, owed: { readonly outTradeNo: string; readonly amount: Money; readonly known?: string }) {
  const amount = moneyOf(fact)
  const known = fact.kind === 'refund' ? fact.refundId : fact.transactionId
  const done = fact.status === (fact.kind === 'refund' ? 'refunded' : 'paid')
  return (
    done && amount !== undefined && sameMoney(amount, owed.amount) && fact.outTradeNo === owed.outTradeNo && known === owed.known
  )
}

/** SHA-256 over the columns of each line, in their order. */
export function lineDigest() {
  const hash = createHash('sha256')
  return {
    add: ({ columns }: StatementRow): void => void hash.update(`${JSON.stringify(Object.entries(columns))}\n`),
    end: (): string => hash.digest('hex'),
  }
}
