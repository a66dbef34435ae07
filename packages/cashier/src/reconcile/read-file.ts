import { bind, type Fact, type Payee, type StatementRow } from '@tpkit/core'
import { isIn, type Span } from './day.ts'
import { type Finding, folded, keyOf, type Line, lineDigest, numbersOf, oddities, saysTheSame } from './line.ts'
import type { Ours, Owed } from './ours.ts'
import { adder, type Totals } from './totals.ts'

/** A whole file that ended well: what it adds up to, and what of it needs a closer look. */
export interface FileRead {
  readonly digest: string
  readonly rows: number
  readonly totals: Totals
  /** Lines that said exactly what we hold. */
  readonly equal: number
  /** The others. */
  readonly odd: readonly Line[]
  /** What is wrong with lines whatever our books say. */
  readonly findings: readonly Finding[]
  /** What our books have on another day. */
  readonly elsewhere: readonly Owed[]
}

export interface Reader {
  readonly ours: Ours
  readonly payee: Payee
  readonly span: Span
  readonly currency: string
}

/** Reads to the end and books nothing: whether a file may be believed is known there. Keeps no line that agrees. */
export async function readFile(lines: AsyncIterable<StatementRow>, reader: Reader): Promise<FileRead> {
  const [digest, sums] = [lineDigest(), adder(reader.currency)]
  const counts = new Map<string, number>()
  const [odd, findings, elsewhere]: [Line[], Finding[], Owed[]] = [[], [], []]
  let [rows, equal] = [0, 0]
  for await (const row of lines) {
    rows += 1
    digest.add(row)
    sums.add(row)
    findings.push(...oddities(row, reader.span))
    if (!row.fact || repeated(counts, row.fact, findings)) continue
    const owed = owedFor(row.fact, reader.ours)
    if (owed) owed.seen = true
    if (owed && !isIn(reader.span, owed.at)) elsewhere.push(owed)
    if (owed && agrees(row.fact, owed, reader.payee)) equal += 1
    else odd.push(folded(row.fact))
  }
  return { digest: digest.end(), rows, totals: sums.end(), equal, odd, findings, elsewhere }
}

function owedFor(fact: Fact, { payments, refunds }: Ours): Owed | undefined {
  return fact.kind === 'refund' ? refunds.get(fact.outRefundNo) : payments.get(fact.outTradeNo)
}

function agrees(fact: Fact, owed: Owed, payee: Payee): boolean {
  if (!saysTheSame(fact, owed)) return false
  const { outTradeNo, outRefundNo, amount } = owed
  const binding =
    fact.kind === 'refund'
      ? bind({ payee, outTradeNo, outRefundNo: outRefundNo ?? '', amount }, fact)
      : bind({ payee, outTradeNo, total: amount }, fact)
  return binding.kind === 'ours'
}

/** Told once per number, however often it comes. */
function repeated(counts: Map<string, number>, fact: Fact, findings: Finding[]): boolean {
  const key = keyOf(fact)
  const count = (counts.get(key) ?? 0) + 1
  counts.set(key, count)
  if (count === 2) findings.push({ kind: 'duplicate-line', ...numbersOf(fact), ours: '1 line', theirs: 'more than one' })
  return count > 1
}
