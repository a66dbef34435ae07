import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { without } from '../booking/draft.ts'
import { DAY, HOUR, NOON, openShop, type Shop } from '../shop.fixture.ts'
import {
  attemptRow,
  book,
  booked,
  givenADay,
  orderRow,
  type Paid,
  paidLine,
  refundLine,
  refundRow,
  TODAY,
  TOMORROW,
  wrongSummary,
  yuan,
} from './day.fixture.ts'

/** Eleven in the morning of the next day: the wallet has the file by then. */
const FILE_READY = NOON + 23 * HOUR

async function givenTheNextMorning(): Promise<Shop> {
  const shop = await openShop()
  await shop.sold('T-1')
  shop.clock.at = FILE_READY
  return shop
}

/** Everything that a run could have changed. */
async function everything({ books }: Shop) {
  const { rows } = await books.read.orders({ limit: 100 })
  const journals = await Promise.all(rows.map(({ order }) => books.read.journal(order.id)))
  return {
    rows,
    journals,
    differences: await books.read.differences({}),
    events: (await books.read.events(undefined, undefined, 200)).rows,
  }
}

describe("held against the wallet's own statement", () => {
  test('a day that went well has no difference, and its fees and net are kept', async () => {
    const shop = await givenTheNextMorning()
    const result = await shop.till.reconcile('qq-1', TODAY)
    expect(result).toMatchObject({ kind: 'done', equal: 1, settled: 0, differences: [] })
    const { paid, refunded, fee, net } = result.statement ?? {}
    expect(paid).toEqual(yuan(1990))
    expect(refunded).toEqual(yuan(0))
    expect(net?.amount).toBe((paid?.amount ?? 0n) - (fee?.amount ?? 0n))
    expect(await shop.books.read.statementDays('qq-1')).toMatchObject([{ day: TODAY, rows: 1 }])
  })

  test('a payment whose notify was lost is settled by its line, and a second run changes nothing', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.act('T-1')
    shop.loseNotifies()
    shop.clock.at = FILE_READY
    expect(await shop.till.reconcile('qq-1', TODAY)).toMatchObject({ kind: 'done', settled: 1, differences: [] })
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid' })
    expect(await shop.events()).toEqual(['payment.succeeded'])
    const before = await everything(shop)
    expect(await shop.till.reconcile('qq-1', TODAY)).toMatchObject({ kind: 'done', equal: 1, settled: 0 })
    expect(await everything(shop)).toEqual(before)
  })

  test('a refund is found on the day on which it went back', async () => {
    const shop = await openShop()
    await shop.sold('T-1')
    await shop.till.refund({ orderNo: 'T-1', refundNo: 'R-1', amount: yuan(100) })
    await shop.untilCalm(HOUR)
    shop.clock.at = FILE_READY
    expect(await shop.till.reconcile('qq-1', TODAY)).toMatchObject({ kind: 'done', equal: 2, differences: [] })
  })

  test('a file that is not there yet is absent, and nothing is opened', async () => {
    const shop = await openShop()
    await shop.sold('T-1')
    shop.clock.at = NOON + 12 * HOUR + 60_000
    const result = await shop.till.reconcile('qq-1', TODAY).catch((error) => error)
    expect(['absent', undefined]).toContain(result.kind)
    expect(await shop.books.read.differences({})).toEqual([])
    await expect(shop.till.reconcile('qq-1', 'yesterday')).rejects.toMatchObject({ code: 'INVALID' })
  })
})

describe('a file that is not to be believed', () => {
  test('whose totals do not hold books nothing, whatever its lines said', async () => {
    const day = await givenADay(wrongSummary)
    await book(day.shop, [booked({ no: 'A' }, { status: 'pending' })])
    day.lines.push(paidLine({ no: 'A' }, day.payee), paidLine({ no: 'unknown' }, day.payee))
    const before = await everything(day.shop)
    expect(await day.reconcile()).toMatchObject({ kind: 'refused', failure: { code: 'MALFORMED' } })
    expect(await everything(day.shop)).toEqual(before)
    expect(await day.shop.books.read.statementDays()).toEqual([])
  })
})

describe('around midnight', () => {
  const late = NOON + 12 * HOUR - 1000

  test('a payment of the last second may stand in the next day’s file', async () => {
    const day = await givenADay()
    const paid: Paid = { no: 'A', at: late }
    await book(day.shop, [booked(paid)])
    await day.reconcile(TODAY)
    day.lines.push({ ...paidLine(paid, day.payee), at: late + 2000 })
    day.shop.clock.at = NOON + 2 * DAY
    expect(await day.reconcile(TOMORROW)).toMatchObject({ kind: 'done', differences: [] })
    expect(await day.open()).toEqual([])
  })

  test('one that neither file shows is missed', async () => {
    const day = await givenADay()
    await book(day.shop, [booked({ no: 'A', at: late })])
    await day.reconcile(TODAY)
    day.shop.clock.at = NOON + 2 * DAY
    await day.reconcile(TOMORROW)
    expect(await day.open()).toEqual(['missing-there A'])
  })

  test('a refund that was sent on one day and went back on another is looked for on both', async () => {
    const day = await givenADay()
    const paid: Paid = { no: 'A' }
    await book(day.shop, [[...booked(paid), { put: 'refund', row: refundRow(paid, 'R', 10, { refundedAt: NOON + DAY }) }]])
    day.lines.push(paidLine(paid, day.payee), refundLine(paid, 'R', 10))
    expect(await day.reconcile(TODAY)).toMatchObject({ differences: [] })
    day.lines.splice(0)
    day.shop.clock.at = NOON + 2 * DAY
    expect(await day.reconcile(TOMORROW)).toMatchObject({ differences: [] })
  })
})

describe('what a line proves', () => {
  test('is booked: a refund made on the wallet’s pages, a payment that was closed here', async () => {
    const day = await givenADay()
    const paid: Paid = { no: 'A' }
    await book(day.shop, [booked(paid)])
    day.lines.push(paidLine(paid, day.payee), refundLine(paid, 'X', 10))
    expect(await day.reconcile()).toMatchObject({ settled: 1, differences: [] })
    expect(await day.shop.order('A')).toMatchObject({ refunds: [{ kind: 'external', amount: { amount: 10n } }] })
    expect(await day.shop.events()).toEqual(['refund.external'])
  })

  test('teaches the wallet’s number where we lacked it', async () => {
    const day = await givenADay()
    const row = without(attemptRow({ no: 'A' }), 'transactionId')
    await book(day.shop, [
      [
        { put: 'order', row: orderRow({ no: 'A' }) },
        { put: 'attempt', row },
      ],
    ])
    day.lines.push(paidLine({ no: 'A' }, day.payee))
    expect(await day.reconcile()).toMatchObject({ equal: 1, differences: [] })
    expect(await day.shop.order('A')).toMatchObject({ transactionId: 'W-A' })
  })
})

describe('an open difference', () => {
  test('is closed by a later run that does not find it, and opened again by one that does', async () => {
    const day = await givenADay()
    day.lines.push(paidLine({ no: 'A' }, day.payee))
    await day.reconcile()
    expect(await day.open()).toEqual(['missing-here A'])
    await book(day.shop, [booked({ no: 'A' })])
    await day.reconcile()
    expect(await day.open()).toEqual([])
  })

  test('that an operator resolved stays resolved as long as both sides say the same', async () => {
    const day = await givenADay()
    day.lines.push(paidLine({ no: 'A' }, day.payee))
    const { differences } = await day.reconcile()
    await day.shop.till.decide({ who: 'Li', why: 'a test payment', about: 'difference', id: differences[0]?.id ?? '' })
    expect((await day.reconcile()).differences).toEqual([])
    expect(await day.shop.books.read.audit(5)).toMatchObject([{ what: 'difference.decided' }])
  })
})

test('whatever is booked, a statement made of it has no difference', async () => {
  const paid = fc.record({
    fen: fc.integer({ min: 1, max: 1_000_000 }),
    minute: fc.integer({ min: -600, max: 600 }),
    back: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(paid, { maxLength: 12 }), async (payments) => {
      const day = await givenADay()
      for (const [index, { fen, minute, back }] of payments.entries()) {
        const one: Paid = { no: `P${index}`, fen, at: NOON + minute * 60_000 }
        await book(day.shop, [
          [...booked(one), ...(back ? [{ put: 'refund' as const, row: refundRow(one, `R${index}`, fen) }] : [])],
        ])
        day.lines.push(paidLine(one, day.payee, {}, 0), ...(back ? [refundLine(one, `R${index}`, fen)] : []))
      }
      expect(await day.reconcile()).toMatchObject({ kind: 'done', equal: day.lines.length, settled: 0, differences: [] })
    }),
    { numRuns: 15 },
  )
})
