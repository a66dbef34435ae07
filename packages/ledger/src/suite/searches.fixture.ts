/** Lists that are searched: filters, pages, and bounds. */
import type { Change, OrderFilter, OrderRow, Page, RefundFilter } from '@tpkit/cashier'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ledger } from '../ledger.ts'
import { attempt, DAY, type EngineUnderTest, order, put, refund, T0 } from './books.fixture.ts'

/** Everything that a question finds, page by page. */
async function whole<Row>(ask: (after: string | undefined) => Promise<Page<Row>>) {
  const rows: Row[] = []
  let pages = 0
  for (let after: string | undefined; ; pages += 1) {
    const page = await ask(after)
    rows.push(...page.rows)
    if (page.next === undefined) return { rows, pages: pages + 1 }
    after = page.next
  }
}

async function orderNos(ledger: Ledger, filter: Omit<OrderFilter, 'limit'>, limit = 10) {
  const { rows } = await whole((after) => ledger.read.orders({ ...filter, limit, ...(after !== undefined && { after }) }))
  return rows.map((held) => held.order.orderNo)
}

async function refundNos(ledger: Ledger, filter: Omit<RefundFilter, 'limit'>, limit = 10) {
  const { rows } = await whole((after) => ledger.read.refunds({ ...filter, limit, ...(after !== undefined && { after }) }))
  return rows.map((one) => one.refund.refundNo)
}

const yuan = (amount: bigint) => ({ amount, currency: 'CNY' })

/** T-1 of `main`; T-2 of `other`, a day later and larger, paid, with a refund. */
async function twoMerchants(ledger: Ledger) {
  const other = order('T-2', { merchant: 'other', status: 'paid', total: yuan(5000n), createdAt: T0 + DAY })
  await put(ledger, [
    { put: 'order', row: order('T-1') },
    { put: 'attempt', row: attempt('T-1', 'T-1') },
    { put: 'order', row: other },
    { put: 'attempt', row: attempt('T-2', 'T-2', { account: 'qq-2', transactionId: 'W-2' }) },
  ])
  const second = { merchant: 'other', account: 'qq-2', refundId: 'WR-2', createdAt: T0 + DAY, amount: yuan(20n) }
  await put(ledger, [
    { put: 'refund', row: refund('R-1', 'T-1') },
    { put: 'refund', row: refund('R-2', 'T-2', { ...second, outRefundNo: 'O-2', status: 'refunded' }) },
  ])
}

export function searches({ open }: EngineUnderTest): void {
  describe('a search', () => {
    test('for orders takes number and amount, and a whole number of the wallet or of a refund', async () => {
      const { ledger } = await open()
      await twoMerchants(ledger)
      const filters = [
        { orderNo: 'T-2' },
        { minAmount: 1991n },
        { minAmount: 5000n, maxAmount: 5000n },
        { text: 'W-2' },
        { text: 'O-2' },
        { text: 'WR-2' },
        { text: 'R-2', merchant: 'other' },
      ]
      for (const filter of filters) expect(await orderNos(ledger, filter)).toEqual(['T-2'])
      expect(await orderNos(ledger, { maxAmount: 4999n })).toEqual(['T-1'])
      for (const text of ['W-2', 'O-2', 'WR-2', 'R-2', '-2'])
        expect(await orderNos(ledger, { text, merchant: 'main' })).toEqual([])
    })

    test('for a number that is there as a whole finds that alone, otherwise every order number that holds it', async () => {
      const { ledger } = await open()
      for (const id of ['A-1', 'A-10']) {
        await put(ledger, [
          { put: 'order', row: order(id) },
          { put: 'attempt', row: attempt(id, id) },
        ])
      }
      expect(await orderNos(ledger, { text: 'A-1' })).toEqual(['A-1'])
      expect(await orderNos(ledger, { text: 'a-1' })).toEqual(['A-10', 'A-1'])
    })

    test('for refunds takes each of their properties', async () => {
      const { ledger } = await open()
      await twoMerchants(ledger)
      const filters: readonly Omit<RefundFilter, 'limit'>[] = [
        { merchant: 'other' },
        { orderId: 'ord_T-2' },
        { refundNo: 'R-2' },
        { status: 'refunded' },
        { account: 'qq-2' },
        { from: T0 + 1 },
        { minAmount: 11n },
        { text: 'R-2', merchant: 'other' },
        { text: 'O-2' },
        { text: 'WR-2' },
        { text: 'W-2' },
        { text: 't-2' },
      ]
      for (const filter of filters)
        expect(await refundNos(ledger, filter), JSON.stringify({ ...filter, minAmount: 0 })).toEqual(['R-2'])
      expect(await refundNos(ledger, { until: T0 + 1 })).toEqual(['R-1'])
      expect(await refundNos(ledger, { maxAmount: 10n })).toEqual(['R-1'])
      expect(await refundNos(ledger, { text: 'O-2', merchant: 'main' })).toEqual([])
      expect(await refundNos(ledger, {}, 1)).toEqual(['R-2', 'R-1'])
      expect(await ledger.read.refund('rfd_R-2')).toMatchObject({ orderNo: 'T-2', refund: { refundNo: 'R-2' } })
      expect(await ledger.read.refund('rfd_none')).toBeUndefined()
    })

    test('behind what is no end of a page is refused', async () => {
      const { ledger } = await open()
      for (const after of ['', 'x', '1', '1.', '.ord_1', '99999999999999999.ord_1'])
        await expect(ledger.read.orders({ limit: 1, after })).rejects.toMatchObject({ code: 'INVALID' })
    })

    test('for what is rare looks at a bounded number of rows for each page, and goes on behind them', async () => {
      const { ledger } = await open()
      const rows: OrderRow[] = Array.from({ length: 2005 }, (_, at) => order(`N-${at}`, { createdAt: T0 + at }))
      const changes: Change[] = rows.map((row) => ({ put: 'order', row }))
      await put(ledger, [...changes, { put: 'order', row: order('RARE', { createdAt: T0 - 1, method: 'rare' }) }])
      const first = await ledger.read.orders({ merchant: 'main', method: 'rare', limit: 10 })
      expect(first.rows).toEqual([])
      expect(first.next).toBeDefined()
      expect(await orderNos(ledger, { merchant: 'main', method: 'rare' })).toEqual(['RARE'])
      expect(await orderNos(ledger, { merchant: 'main', text: 'rar' })).toEqual(['RARE'])
    })

    test('through any filter, in pages of any size, finds what a plain look at every row finds', async () => {
      const { ledger } = await open()
      const rows = fc.sample(ANY_ORDER, { numRuns: 40, seed: 7 }).map((one, at) => order(`n-${at}`, one))
      await put(
        ledger,
        rows.map((row) => ({ put: 'order', row })),
      )
      const check = fc.asyncProperty(ANY_FILTER, fc.integer({ min: 1, max: 7 }), async (filter, limit) => {
        const expected = rows.filter((row) => fits(row, filter)).toSorted(newestFirst)
        expect(await orderNos(ledger, filter, limit)).toEqual(expected.map(({ orderNo }) => orderNo))
      })
      await fc.assert(check, { numRuns: 60 })
    })
  })
}

const ANY = {
  merchant: fc.constantFrom('main', 'other'),
  status: fc.constantFrom('open', 'paid', 'closed'),
  method: fc.constantFrom('wallet', 'counter'),
  at: fc.integer({ min: T0, max: T0 + 5 }),
  amount: fc.bigInt({ min: 1n, max: 6n }),
}

const ANY_ORDER = fc
  .record({ merchant: ANY.merchant, status: ANY.status, method: ANY.method, createdAt: ANY.at, amount: ANY.amount })
  .map(({ amount, ...rest }): Partial<OrderRow> => ({ ...rest, total: yuan(amount) }))

const ANY_FILTER = fc.record(
  {
    ...{ merchant: ANY.merchant, status: ANY.status, method: ANY.method, from: ANY.at, until: ANY.at },
    ...{ minAmount: ANY.amount, maxAmount: ANY.amount, text: fc.constantFrom('N-1', '-', '3', 'x') },
  },
  { requiredKeys: [] },
)

type Asked = Omit<OrderFilter, 'limit'>

function fits(
  row: OrderRow,
  { from = 0, until = Infinity, minAmount = 0n, maxAmount = 1_000n, text = '', ...same }: Asked,
): boolean {
  const { createdAt, total, orderNo } = row
  const isWithin = createdAt >= from && createdAt < until && total.amount >= minAmount && total.amount <= maxAmount
  const { merchant = row.merchant, status = row.status, method = row.method } = same
  const isSame = merchant === row.merchant && status === row.status && method === row.method
  return isWithin && isSame && orderNo.includes(text.toLowerCase())
}

function newestFirst(a: OrderRow, b: OrderRow): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)
}
