import type { Fact } from '@tpkit/core'
import type { AttemptRow, Held } from '../books/rows.ts'
import { readAccountsOf, readOrder, type Work, write } from '../books/work.ts'
import type { Booker } from './booker.ts'
import { type Compared, compareLine } from './compare.ts'
import { isIn } from './day.ts'
import { open, record, SETTLED } from './differences.ts'
import { type Finding, numbersOf } from './line.ts'
import { owedPayment, owedRefund } from './ours.ts'
import { bookingWorld, type Run } from './run.ts'

/** What became of one line. `open`: the id of a difference that stands. */
export interface Taken {
  readonly kind: 'equal' | 'settled' | 'differs'
  readonly open?: string
}

/** Looks at a line that did not simply agree: books what it proves, opens a difference for the rest. */
export function* takeLine(fact: Fact, run: Run, booker: Booker): Work<Taken> {
  const { account } = run
  const held = yield* readOrder({ account, outTradeNo: fact.outTradeNo })
  const attempt = held && attemptOf(held, account, fact)
  if (!held || !attempt) return yield* differs(yield* unknownNumber(fact, run), run)
  const elsewhere = fact.kind === 'refund' ? yield* orderOfRefund(fact, held, run) : undefined
  if (elsewhere) return yield* differs(elsewhere, run)
  const compared = compareLine(held, attempt, fact, run.ports.wallets.account(account))
  const taken = yield* act(compared, { held, attempt, fact }, run, booker)
  yield* recordDay(fact, run)
  return taken
}

interface Subject {
  readonly held: Held
  readonly attempt: AttemptRow
  readonly fact: Fact
}

function* act(compared: Compared, subject: Subject, run: Run, booker: Booker): Work<Taken> {
  if (compared.kind === 'equal') {
    // It may still teach us the wallet's number.
    if (learns(subject)) yield* book(subject, run, booker)
    return { kind: 'equal' }
  }
  const { as: kind, ours, theirs } = compared
  const finding: Finding = { kind, ...numbersOf(subject.fact), orderId: subject.held.order.id, ours, theirs }
  if (compared.kind === 'differs' || !(yield* book(subject, run, booker))) return yield* differs(finding, run)
  yield* record(finding, SETTLED, run)
  return { kind: 'settled' }
}

/** True where the books moved. */
function* book({ held, attempt, fact }: Subject, run: Run, { bookPayment, bookRefund }: Booker): Work<boolean> {
  const world = bookingWorld(run, held.order)
  const refund = fact.kind === 'refund' ? held.refunds.find(({ outRefundNo }) => outRefundNo === fact.outRefundNo) : undefined
  const booking =
    fact.kind === 'refund' ? bookRefund(held, attempt, refund, fact, world) : bookPayment(held, attempt, fact, world)
  if (booking.changes.length > 0) yield* write(booking.changes)
  return booking.verdict === 'moved' || booking.verdict === 'late'
}

function learns({ held, attempt, fact }: Subject): boolean {
  if (fact.kind === 'payment') return fact.transactionId !== undefined && attempt.transactionId === undefined
  const refund = held.refunds.find(({ outRefundNo }) => outRefundNo === fact.outRefundNo)
  return refund !== undefined && fact.refundId !== undefined && refund.refundId === undefined
}

function* differs(finding: Finding, run: Run): Work<Taken> {
  const id = yield* open(finding, run)
  return { kind: 'differs', ...(id !== undefined && { open: id }) }
}

/** Another merchant may use the same number: what stands at its accounts is none of this one's business. */
function* unknownNumber(fact: Fact, run: Run): Work<Finding> {
  const { account } = run
  const numbers = numbersOf(fact)
  const others = (yield* readAccountsOf(fact.outTradeNo)).filter((name) => name !== account && isOwn(name, run))
  if (others.length > 0) return { kind: 'other-account', ...numbers, ours: others.join(', '), theirs: account }
  return { kind: fact.kind === 'refund' ? 'refund-missing-here' : 'missing-here', ...numbers, theirs: fact.status }
}

function isOwn(name: string, { ports, merchant }: Run): boolean {
  try {
    return ports.wallets.account(name).merchant === merchant
  } catch {
    // It left the configuration: whose it was is not known.
    return false
  }
}

/** The number of the refund stands under another payment than the line says. */
function* orderOfRefund(fact: Extract<Fact, { kind: 'refund' }>, held: Held, { account }: Run): Work<Finding | undefined> {
  const owner = yield* readOrder({ account, outRefundNo: fact.outRefundNo })
  const refund = owner?.refunds.find((row) => row.account === account && row.outRefundNo === fact.outRefundNo)
  if (!refund || refund.outTradeNo === fact.outTradeNo) return undefined
  const orderId = held.order.id
  return { kind: 'refund-order', ...numbersOf(fact), orderId, ours: refund.outTradeNo, theirs: fact.outTradeNo }
}

/** That this day's statement shows what is, or will be, another day's with us. */
function* recordDay(fact: Fact, run: Run): Work<void> {
  const held = yield* readOrder({ account: run.account, outTradeNo: fact.outTradeNo })
  const attempt = held && attemptOf(held, run.account, fact)
  if (!held || !attempt) return
  const refund = fact.kind === 'refund' ? held.refunds.find(({ outRefundNo }) => outRefundNo === fact.outRefundNo) : undefined
  const owed = refund ? owedRefund(refund) : fact.kind === 'payment' ? owedPayment(attempt) : undefined
  const isLater = refund?.status === 'processing'
  if (isLater || (owed && !isIn(run.span, owed.at))) yield* recordShown({ ...numbersOf(fact), orderId: held.order.id }, run)
}

export function* recordShown(about: Omit<Finding, 'kind'>, run: Run): Work<void> {
  yield* record({ ...about, kind: 'other-day', theirs: run.day }, `shown by the statement of ${run.day}`, run)
}

function attemptOf({ attempts }: Held, account: string, { outTradeNo }: Fact): AttemptRow | undefined {
  return attempts.find((one) => one.account === account && one.outTradeNo === outTradeNo)
}
