import type { BookedOrder } from '@tpkit/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DAY } from './asking.fixture.ts'
import { fenOf, sum } from './bills.fixture.ts'
import { billsOf, COUPON, counting, history, RUNS, table } from './books.fixture.ts'

test('what went back never exceeds what was paid, and only paid orders have refunds', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      for (const each of moves) {
        play(each)
        for (const order of books()) {
          expect(sum(counting(order)) <= order.total).toBe(true)
          expect(order.transactionId !== undefined || order.refunds.length === 0).toBe(true)
        }
      }
    }),
    RUNS,
  )
})

test('a reverse gives everything back', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      for (const each of moves) {
        const before = new Map(books().map((order) => [order.outTradeNo, order.status]))
        play(each)
        for (const order of books()) {
          if (order.status !== 'reversed' || before.get(order.outTradeNo) === 'reversed') continue
          expect(sum(counting(order))).toBe(order.transactionId === undefined ? 0n : order.total)
        }
      }
    }),
    RUNS,
  )
})

/** Where an order can go. */
const NEXT: Readonly<Record<BookedOrder['status'], readonly BookedOrder['status'][]>> = {
  open: ['open', 'paid', 'closed', 'reversed'],
  paid: ['paid', 'reversed'],
  closed: ['closed'],
  reversed: ['reversed'],
}

test('states never go back, a payment keeps its number and moment, and what is asked again changes nothing', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play, repeat } = table()
      for (const each of moves) {
        const before = books()
        play(each)
        const after = new Map(books().map((order) => [order.outTradeNo, order]))
        for (const { outTradeNo, status, transactionId, paidAt } of before) {
          const order = after.get(outTradeNo)
          expect(NEXT[status]).toContain(order?.status)
          if (transactionId !== undefined) expect(order).toMatchObject({ transactionId, paidAt })
        }
        // These two move on to the next refund.
        if (each.operation !== 'settle' && each.operation !== 'abnormal') repeat(each)
        expect(books()).toEqual([...after.values()])
      }
    }),
    RUNS,
  )
})

test('the trade bills of all days together say what the books say, and every sum is that of its column', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const played = table()
      moves.forEach(played.play)
      const bills = billsOf(played, 'trade')
      const paid = played.books().filter(({ transactionId }) => transactionId !== undefined)
      const rows = bills.flatMap((bill) => bill.rows)
      const column = (title: string): bigint => sum(rows.map((row) => fenOf(row[title])))
      const totals = (title: string): bigint => sum(bills.map((bill) => fenOf(bill.totals[title])))

      expect(column('订单金额')).toBe(sum(paid.map(({ total }) => total)))
      expect(column('代金券金额')).toBe(COUPON * BigInt(paid.length))
      expect(column('应结订单金额') + column('代金券金额')).toBe(column('订单金额'))
      expect(column('退款金额') + column('充值券退款金额')).toBe(column('申请退款金额'))
      for (const title of ['应结订单', '退款', '充值券退款', '订单', '申请退款'])
        expect(totals(`${title}总金额`)).toBe(column(`${title}金额`))
      for (const bill of bills) {
        expect(bill.totals.总交易单数).toBe(`${bill.rows.length}.0`)
        const fees = bill.rows.reduce((all, row) => all + Number(row.手续费), 0)
        expect(Math.abs(Number(bill.totals.手续费总金额) - fees)).toBeLessThanOrEqual(0.005 + 1e-9)
      }
      // A refund has one line, whatever became of it.
      const back = played.wallet.books(played.now() + DAY).flatMap(({ refunds }) => refunds)
      const told = rows.filter((row) => row.商户退款单号 !== '0')
      const shown = (id: unknown, amount: unknown): string => `${String(id)} ${String(amount)}`
      expect(told.map((row) => shown(row.微信退款单号, fenOf(row.申请退款金额))).sort()).toEqual(
        back.map(({ refundId, amount }) => shown(refundId, amount)).sort(),
      )
    }),
    RUNS,
  )
})

test('the fund bills end with what the merchant still has', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const played = table()
      moves.forEach(played.play)
      const rows = billsOf(played, 'fundflow').flatMap((bill) => bill.rows)
      let balance = 0n
      for (const row of rows) {
        balance += row.收支类型 === '收入' ? fenOf(row.收支金额) : -fenOf(row.收支金额)
        expect(fenOf(row.账户结余)).toBe(balance)
      }
      const end = played.wallet.books(played.now() + DAY)
      const paid = end.filter(({ transactionId }) => transactionId !== undefined)
      const fees = sum(rows.filter((row) => row.业务类型 === '扣除交易手续费').map((row) => fenOf(row.收支金额)))
      expect(balance).toBe(sum(paid.map(({ total }) => total)) - sum(paid.flatMap(counting)) - fees)
    }),
    RUNS,
  )
})
