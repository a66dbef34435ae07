import { describe, expect, test } from 'vitest'
import { NOON } from '../shop.fixture.ts'
import {
  attemptRow,
  book,
  booked,
  givenADay,
  orderRow,
  type Paid,
  type PaidDay,
  paidLine,
  refundLine,
  refundRow,
  yuan,
} from './day.fixture.ts'
import { DIFFERENCE_KINDS } from './kinds.ts'

const PAYMENTS = 9_000
const REFUNDS = 1_000

/** Ten thousand lines that agree, and differences of every kind among them, two each; answers what must be found. */
async function givenADisaster(day: PaidDay): Promise<readonly string[]> {
  const { shop, payee, lines } = day
  const all: Paid[] = Array.from({ length: PAYMENTS }, (_, index) => ({ no: `P${index}`, fen: 1000 + (index % 500) }))
  const refunded = all.slice(0, REFUNDS)
  await book(shop, [
    ...all.map((paid, index) => [
      ...booked(paid),
      ...(index < REFUNDS ? [{ put: 'refund' as const, row: refundRow(paid, `R${index}`, 100) }] : []),
    ]),
  ])
  lines.push(...all.map((paid) => paidLine(paid, payee)), ...refunded.map((paid, index) => refundLine(paid, `R${index}`, 100)))
  const planted: string[] = []
  for (const twice of [1, 2]) planted.push(...(await plantAll(day, String(twice))))
  return planted.toSorted()
}

async function plantAll({ shop, payee, lines }: PaidDay, nth: string): Promise<readonly string[]> {
  const found: string[] = []
  /** A payment in the books, and the line that does not fit it. */
  const pay = async (
    kind: string,
    make: (paid: Paid) => Parameters<typeof lines.push>,
    own: (paid: Paid) => Parameters<typeof book>[1] = (paid) => [booked(paid)],
  ) => {
    const paid = { no: `X-${kind}-${nth}` }
    await book(shop, own(paid))
    lines.push(...make(paid))
    found.push(`${kind} ${paid.no}`)
  }
  await pay(
    'missing-here',
    (paid) => [paidLine(paid, payee)],
    () => [],
  )
  await pay('missing-there', () => [])
  await pay(
    'other-account',
    (paid) => [paidLine(paid, payee)],
    (paid) => [
      [
        { put: 'order', row: orderRow(paid) },
        { put: 'attempt', row: attemptRow({ ...paid, account: 'qq-2' }) },
      ],
    ],
  )
  await pay('payee', (paid) => [paidLine(paid, { ...payee, mchId: '1900000999' })])
  await pay('amount', (paid) => [paidLine(paid, payee, { total: yuan(999) })])
  await pay('currency', (paid) => [
    { ...paidLine(paid, payee, { total: { amount: 1000n, currency: 'USD' } }), fee: { amount: 6n, currency: 'USD' } },
  ])
  await pay('transaction', (paid) => [paidLine(paid, payee, { transactionId: 'W-of-somebody-else' })])
  await pay('state', (paid) => [paidLine(paid, payee, { status: 'closed' })])
  await pay('fee', (paid) => [paidLine(paid, payee, {}, 1001)])
  await pay('duplicate-line', (paid) => [paidLine(paid, payee), paidLine(paid, payee)])
  await pay('line-day', (paid) => [{ ...paidLine(paid, payee), at: NOON - 5 * 86_400_000 }])
  const refund = async (kind: string, make: (paid: Paid, refundNo: string) => Parameters<typeof lines.push>, isBooked = true) => {
    const paid = { no: `X-${kind}-${nth}` }
    const refundNo = `XR-${kind}-${nth}`
    await book(shop, [[...booked(paid), ...(isBooked ? [{ put: 'refund' as const, row: refundRow(paid, refundNo, 100) }] : [])]])
    lines.push(paidLine(paid, payee), ...make(paid, refundNo))
    found.push(`${kind} ${paid.no} ${refundNo}`)
  }
  await refund('refund-missing-there', () => [])
  await refund('refund-amount', (paid, no) => [refundLine(paid, no, 99)])
  await refund('refund-transaction', (paid, no) => [refundLine(paid, no, 100, { refundId: 'WR-of-somebody-else' })])
  await refund('refund-state', (paid, no) => [refundLine(paid, no, 100, { status: 'failed' })])
  await refund(
    'incomplete',
    (paid, no) => {
      const { fact, ...rest } = refundLine(paid, no, 100)
      const { amount: _, ...silent } = fact as { amount?: unknown } & NonNullable<typeof fact>
      return [{ ...rest, fact: silent as NonNullable<typeof fact> }]
    },
    false,
  )
  // A refund of a payment that nobody here knows.
  lines.push(refundLine({ no: `Y-${nth}` }, `YR-${nth}`, 10))
  found.push(`refund-missing-here Y-${nth} YR-${nth}`)
  // A refund whose number stands under another payment.
  const owner = { no: `Z-${nth}` }
  const named = { no: `ZZ-${nth}` }
  await book(shop, [[...booked(owner), { put: 'refund', row: refundRow(owner, `ZR-${nth}`, 10) }], booked(named)])
  lines.push(paidLine(owner, payee), paidLine(named, payee), refundLine(named, `ZR-${nth}`, 10))
  found.push(`refund-order ZZ-${nth} ZR-${nth}`)
  return found
}

describe('a statement of ten thousand lines with differences of every kind', () => {
  test('all that were planted are found, none is invented, and a second run changes nothing', async () => {
    const day = await givenADay()
    const planted = await givenADisaster(day)
    const kinds = new Set(planted.map((text) => text.split(' ')[0]))
    expect(kinds.size).toBeGreaterThanOrEqual(12)
    expect([...kinds].toSorted()).toEqual(
      Object.keys(DIFFERENCE_KINDS)
        .filter((kind) => kind !== 'other-day')
        .toSorted(),
    )

    const first = await day.reconcile()
    expect(first).toMatchObject({ kind: 'done', lines: day.lines.length })
    expect(await day.open()).toEqual(planted)
    expect(first.differences).toHaveLength(planted.length)

    const { cursor } = await day.shop.books.read.events(undefined, undefined, 200)
    const second = await day.reconcile()
    expect(second).toMatchObject({ equal: first.equal, settled: 0 })
    expect(await day.open()).toEqual(planted)
    expect((await day.shop.books.read.events(undefined, cursor, 200)).rows).toEqual([])
  }, 120_000)
})
