import type { BookedOrder } from '@tpkit/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ask, DAY, notified, query, refund, refundQuery, refused, textIn } from './asking.fixture.ts'
import { backOf, counting, history, type Move, RUNS, type Table, table } from './books.fixture.ts'

/** Plays a history and looks at the books after every move. */
function watched(look: (played: Table, before: readonly BookedOrder[], each: Move) => void): void {
  fc.assert(
    fc.property(history, (moves) => {
      const played = table()
      for (const each of moves) {
        const before = played.books()
        played.play(each)
        look(played, before, each)
      }
    }),
    RUNS,
  )
}

test('what went back never exceeds what was paid, and only paid orders have refunds', () => {
  watched(({ books }) => {
    for (const order of books()) {
      expect(counting(order) <= order.total).toBe(true)
      expect(order.transactionId !== undefined || order.refunds.length === 0).toBe(true)
    }
  })
})

/** Where an order can go. */
const NEXT: Readonly<Record<BookedOrder['status'], readonly BookedOrder['status'][]>> = {
  open: ['open', 'paid', 'closed'],
  paid: ['paid', 'reversed'],
  closed: ['closed'],
  reversed: ['reversed'],
}

test('states never go back, a payment keeps its number and moment, and a cancel gives everything back', () => {
  watched(({ books }, before) => {
    const after = new Map(books().map((order) => [order.outTradeNo, order]))
    for (const { outTradeNo, status, transactionId, paidAt } of before) {
      const order = after.get(outTradeNo)
      expect(NEXT[status]).toContain(order?.status)
      if (transactionId !== undefined) expect(order).toMatchObject({ transactionId, paidAt })
      if (order?.status === 'reversed') expect(counting(order)).toBe(order.total)
    }
  })
})

test('what is asked again changes nothing', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play, repeat } = table()
      for (const each of moves) {
        play(each)
        const after = books()
        // This one moves on to the next refund of that number.
        if (each.operation !== 'settle') repeat(each)
        expect(tellable(books())).toEqual(tellable(after))
      }
    }),
    RUNS,
  )
})

/** A refund that had failed is on its way again when it is repeated: that is what a repeat is for. */
function tellable(orders: readonly BookedOrder[]): readonly object[] {
  return orders.map(({ refunds, ...order }) => ({
    ...order,
    refunds: refunds.map(({ outRefundNo, amount }) => ({ outRefundNo, amount })),
  }))
}

/** 交易状态 as the books say it. */
function expectedStatus(order: BookedOrder, now: number): string {
  if (order.status === 'open') return 'WAIT_BUYER_PAY'
  if (order.status !== 'paid' || backOf(order) === order.total) return 'TRADE_CLOSED'
  return now - (order.paidAt ?? now) >= 365 * DAY ? 'TRADE_FINISHED' : 'TRADE_SUCCESS'
}

test('a query tells the books: every order that is there, in its state, and none that is not', () => {
  watched(({ wallet, books, now }, _, each) => {
    const how = { now: now() }
    const order = books().find(({ outTradeNo }) => outTradeNo === `T_${each.order}`)
    const asked = query({ out_trade_no: `T_${each.order}` })
    if (!order) {
      expect(refused(wallet, asked, how)).toBe('40004 ACQ.TRADE_NOT_EXIST')
      return
    }
    const told = ask(wallet, asked, how)
    expect(told.trade_status).toBe(expectedStatus(order, now()))
    expect(String(told.total_amount).replace('.', '').replace(/^0+/, '')).toBe(String(order.total))
    if (order.transactionId !== undefined) expect(told.trade_no).toBe(order.transactionId)
    expect('send_pay_date' in told).toBe(order.paidAt !== undefined)
  })
})

test('a refund query tells the books: what is back, and of everything else nothing', () => {
  watched(({ wallet, books, now }, _, { order }) => {
    for (const { outTradeNo, refunds } of books().filter(({ outTradeNo }) => outTradeNo === `T_${order}`)) {
      for (const { outRefundNo, amount, status } of refunds) {
        const told = ask(wallet, refundQuery({ out_trade_no: outTradeNo, out_request_no: outRefundNo }), { now: now() })
        expect(told.refund_status).toBe(status === 'refunded' ? 'REFUND_SUCCESS' : undefined)
        if (status === 'refunded') expect(told.refund_amount).toBe(`0.${String(amount).padStart(2, '0')}`)
      }
    }
  })
})

test('the answer to a refund that was done says the sum of all that went back, whoever asks', () => {
  watched(({ wallet, books, now }) => {
    for (const order of books()) {
      const done = order.refunds.find(({ outRefundNo, status }) => status === 'refunded' && outRefundNo !== order.outTradeNo)
      if (!done) continue
      const biz = { out_trade_no: order.outTradeNo, out_request_no: done.outRefundNo, refund_amount: `0.0${done.amount}` }
      const told = ask(wallet, refund(biz), { now: now() })
      expect([told.fund_change, told.refund_fee]).toEqual(['N', `0.${String(backOf(order)).padStart(2, '0')}`])
    }
  })
})

test('every notify is signed and tells a payment or money that went back; the last one of a refund tells the sum', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { wallet, play, now } = table()
      moves.forEach(play)
      const later = now() + DAY
      const told = wallet.due(later).map((each) => notified(each))
      for (const order of wallet.books(later)) {
        const own = told.filter(({ out_trade_no }) => out_trade_no === order.outTradeNo)
        const payments = own.filter(({ out_biz_no }) => out_biz_no === undefined)
        expect(payments.map(({ trade_status }) => trade_status)).toEqual(order.paidAt === undefined ? [] : ['TRADE_SUCCESS'])
        const refunds = order.refunds.filter(
          ({ status, outRefundNo }) => status === 'refunded' && outRefundNo !== order.outTradeNo,
        )
        const sums = own.flatMap((each) => (each.out_biz_no === undefined ? [] : [textIn(each, 'refund_fee')]))
        expect(sums).toHaveLength(refunds.length)
        const most = sums.map((sum) => BigInt(sum.replace('.', ''))).reduce((a, b) => (a > b ? a : b), 0n)
        expect(most).toBe(refunds.reduce((sum, { amount }) => sum + amount, 0n))
      }
    }),
    RUNS,
  )
})
