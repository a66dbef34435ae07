/** A day of one account whose statement is written by the test. */
import type { Fact, Payee, PaymentFact, RefundFact, StatementRow } from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { tpError } from '@tpkit/core/errors'
import type { AttemptRow, OrderRow, RefundRow } from '../books/rows.ts'
import { type Change, write } from '../books/work.ts'
import { DAY, HOUR, NOON, openShop, type Shop } from '../shop.fixture.ts'

export const TODAY = '2026-11-23'
export const TOMORROW = '2026-11-24'

export const yuan = (fen: number) => ({ amount: BigInt(fen), currency: 'CNY' })

export interface PaidDay {
  readonly shop: Shop
  readonly payee: Payee
  /** What the wallet will say of the day. */
  readonly lines: StatementRow[]
  readonly reconcile: (day?: string) => ReturnType<Shop['till']['reconcile']>
  /** The differences that stand open, as `kind number`. */
  readonly open: () => Promise<readonly string[]>
}

/** `end`: how the file ends; a summary that is wrong throws there. */
export async function givenADay(end: () => void = () => undefined): Promise<PaidDay> {
  const shop = await openShop()
  const lines: StatementRow[] = []
  const account = shop.accounts.get('qq-1') as Account // the shop has it
  const statement = async function* () {
    yield* lines
    end()
  }
  shop.accounts.set('qq-1', { ...account, statement })
  shop.clock.at = NOON + DAY
  return {
    ...{ shop, lines, payee: account.payee },
    reconcile: (day = TODAY) => shop.till.reconcile('qq-1', day),
    open: async () => {
      const found = await shop.books.read.differences({ account: 'qq-1', open: true })
      return found
        .map(({ kind, outTradeNo, outRefundNo }) => [kind, outTradeNo, outRefundNo].filter(Boolean).join(' '))
        .toSorted()
    },
  }
}

export function wrongSummary(): never {
  throw tpError('MALFORMED', 'statement: expected the totals of the file to be those of its lines, found others')
}

export interface Paid {
  readonly no: string
  readonly fen?: number
  readonly at?: number
  readonly account?: string
}

export function orderRow({ no, fen = 1000, at = NOON }: Paid): OrderRow {
  return {
    ...{ id: `ord_${no}`, merchant: 'main', orderNo: no, method: 'wallet', subject: 'Tea', total: yuan(fen), status: 'paid' },
    ...{ paidAttemptId: `att_${no}`, createdAt: at, updatedAt: at, expiresAt: at + HOUR },
  }
}

export function attemptRow({ no, fen = 1000, at = NOON, account = 'qq-1' }: Paid, more: Partial<AttemptRow> = {}): AttemptRow {
  return {
    ...{ id: `att_${no}`, orderId: `ord_${no}`, account, outTradeNo: no, scene: 'native', total: yuan(fen), status: 'paid' },
    ...{ transactionId: `W-${no}`, createdAt: at, sentAt: at, expiresAt: at + HOUR, paidAt: at, checks: 0 },
    ...more,
  }
}

export function refundRow(
  { no, at = NOON, account = 'qq-1' }: Paid,
  refundNo: string,
  fen: number,
  more: Partial<RefundRow> = {},
): RefundRow {
  return {
    ...{ id: `rfd_${refundNo}`, merchant: 'main', orderId: `ord_${no}`, attemptId: `att_${no}`, account, outTradeNo: no },
    ...{ refundNo, outRefundNo: refundNo, refundId: `WR-${refundNo}`, kind: 'requested', amount: yuan(fen), status: 'refunded' },
    ...{ createdAt: at, sentAt: at, refundedAt: at, checks: 0 },
    ...more,
  }
}

/** In the books, in batches that share commits. */
export async function book({ books }: Shop, all: readonly (readonly Change[])[]): Promise<void> {
  for (let at = 0; at < all.length; at += 250)
    await Promise.all(all.slice(at, at + 250).map((changes) => books.transact(() => write(changes))))
}

export function booked(paid: Paid, more: Partial<AttemptRow> = {}): Change[] {
  return [
    { put: 'order', row: orderRow(paid) },
    { put: 'attempt', row: attemptRow(paid, more) },
  ]
}

/** The line of a payment, as it agrees with the books. */
export function paidLine(
  { no, fen = 1000, at = NOON }: Paid,
  payee: Payee,
  more: Partial<PaymentFact> = {},
  fee = 6,
): StatementRow {
  const fact = {
    kind: 'payment',
    outTradeNo: no,
    source: 'statement',
    status: 'paid',
    total: yuan(fen),
    transactionId: `W-${no}`,
    payee,
    paidAt: at,
    raw: {},
  }
  return line({ ...fact, ...more } as Fact, at, fee) // a fact with some fields put in another's place
}

export function refundLine({ no, at = NOON }: Paid, refundNo: string, fen: number, more: Partial<RefundFact> = {}): StatementRow {
  const fact = {
    kind: 'refund',
    outTradeNo: no,
    outRefundNo: refundNo,
    refundId: `WR-${refundNo}`,
    status: 'refunded',
    amount: yuan(fen),
    source: 'statement',
    raw: {},
  }
  return line({ ...fact, ...more } as Fact, at, 0) // as above
}

function line(fact: Fact, at: number, fee: number): StatementRow {
  return { fact, at, fee: yuan(fee), columns: { number: fact.outTradeNo, status: fact.status, at: String(at) } }
}
