import type { BookedOrder } from '@tpkit/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beijingDay } from '../books/time.ts'
import type { RefundEnding } from '../wallet.ts'
import { DAY, MERCHANT, NOW, newDesk, type Operation, send } from './asking.fixture.ts'
import { fen, statementOf } from './statement.fixture.ts'

interface Move {
  readonly operation: Operation | 'pay' | 'wrong-password' | 'cancel' | 'no-funds' | 'settle'
  readonly order: number
  readonly refund: number
  readonly fen: number
  readonly ending: RefundEnding
  readonly waitMs: number
}

/** Above so many fen the payer types the password: about one order in three. */
const PASSWORD_ABOVE = 66n
const COUPON = 7n

const move: fc.Arbitrary<Move> = fc.record({
  operation: fc.constantFrom(
    ...(['order', 'micropay', 'micropay', 'pay', 'pay', 'wrong-password', 'cancel', 'no-funds'] as const),
    ...(['refund', 'refund', 'refund', 'settle', 'settle', 'close', 'reverse', 'query', 'refundQuery'] as const),
  ),
  order: fc.nat(4),
  refund: fc.nat(4),
  fen: fc.integer({ min: 1, max: 100 }),
  ending: fc.constantFrom('refunded', 'failed', 'changed', 'unsure'),
  waitMs: fc.constantFrom(0, 0, 1000, 600_000, 7_200_000, DAY),
})

const history = fc.array(move, { maxLength: 50 })

/** A desk, and a way to play moves against it. Each order has one total, each refund number one amount. */
function table() {
  const desk = newDesk({ password: PASSWORD_ABOVE, couponFee: COUPON, refundDelayMs: 5000 })
  const codes = new Map<number, string>()
  let now = NOW
  const total = (order: number): string => String(20 * (order + 1))
  const values = ({ operation, order, refund }: Move): Record<string, string> => {
    const number = { out_trade_no: `T-${order}` }
    if (operation === 'order') return { ...number, total_fee: total(order) }
    if (operation === 'micropay') return { ...number, total_fee: total(order), auth_code: codes.get(order) ?? '' }
    if (operation === 'refund') return { ...number, out_refund_no: `R-${refund}`, refund_fee: String(7 * (refund + 1)) }
    return number
  }
  const act = ({ order, operation }: Move): void => {
    const bill = desk.bills(now).find(({ outTradeNo }) => outTradeNo === `T-${order}`)
    const action = operation === 'pay' || operation === 'cancel' || operation === 'no-funds' ? operation : 'wrong-password'
    if (bill?.status === 'open') desk.act(bill.promptText, action, now)
  }
  const settle = ({ refund, ending }: Move): void => {
    const under = desk.books(now).flatMap(({ refunds }) => refunds)
    const found = under.find(({ outRefundNo, status }) => outRefundNo === `R-${refund}` && status === 'processing')
    if (found && found.status === 'processing') {
      try {
        desk.settleRefund({ mchId: MERCHANT.mchId, outRefundNo: found.outRefundNo }, ending, now)
      } catch {
        // One that the wallet is not sure of looks as if it were under way, and can only be sent again.
      }
    }
  }
  const repeat = (each: Move): void => {
    if (each.operation === 'settle') settle(each)
    else if (['pay', 'wrong-password', 'cancel', 'no-funds'].includes(each.operation)) act(each)
    else send(desk, each.operation as Operation, values(each), { now })
  }
  const play = (each: Move): void => {
    now += each.waitMs
    if (each.operation === 'micropay' && !codes.has(each.order)) codes.set(each.order, desk.paymentCode(now))
    repeat(each)
  }
  return { desk, books: () => desk.books(now), repeat, play, now: () => now }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)
/** Money that left the merchant, or may have. */
const counting = ({ refunds }: BookedOrder) => refunds.filter(({ status }) => status !== 'failed').map(({ amount }) => amount)

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
  )
})

test('a reversed order has given everything back', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      for (const each of moves) {
        const reversed = books().filter(({ status }) => status === 'reversed')
        play(each)
        if (each.operation !== 'reverse') continue
        const now = books().filter(({ status, transactionId }) => status === 'reversed' && transactionId !== undefined)
        const fresh = now.filter(({ outTradeNo }) => !reversed.some((order) => order.outTradeNo === outTradeNo))
        for (const order of fresh) expect(sum(counting(order))).toBe(order.total)
      }
    }),
  )
})

test('a request that is sent again changes nothing in the books', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play, repeat } = table()
      for (const each of moves) {
        play(each)
        const before = books()
        repeat(each)
        expect(books()).toEqual(before)
      }
    }),
  )
})

/** Where an order can go. */
const NEXT: Readonly<Record<BookedOrder['status'], readonly BookedOrder['status'][]>> = {
  open: ['open', 'paid', 'closed', 'reversed'],
  paid: ['paid', 'reversed'],
  closed: ['closed'],
  reversed: ['reversed'],
}

test('states never go back, and what was paid keeps its transaction and its moment', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      for (const each of moves) {
        const before = books()
        play(each)
        const after = new Map(books().map((order) => [order.outTradeNo, order]))
        for (const { outTradeNo, status, transactionId, paidAt } of before) {
          const order = after.get(outTradeNo)
          expect(NEXT[status]).toContain(order?.status)
          if (transactionId !== undefined) expect(order).toMatchObject({ transactionId, paidAt })
        }
      }
    }),
  )
})

test('a refund that has ended well, or went to the merchant, stays ended', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      const ended = new Map<string, string>()
      for (const each of moves) {
        play(each)
        for (const { refundId, status } of books().flatMap(({ refunds }) => refunds)) {
          if (ended.has(refundId)) expect(status).toBe(ended.get(refundId))
          if (status === 'refunded' || status === 'closed') ended.set(refundId, status)
        }
      }
    }),
  )
})

test('the statements of all days together say what the books say', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { desk, books, play, now } = table()
      moves.forEach(play)
      const paid = books().filter(({ transactionId }) => transactionId !== undefined)
      const days = Array.from({ length: Math.floor((now() - NOW) / DAY) + 2 }, (_, n) => beijingDay(NOW + n * DAY))
      const how = { now: now() + 2 * DAY }
      const files = days.map((day) => statementOf(desk, 'statement', { bill_date: day }, how))
      const column = (title: string) => files.flatMap(({ rows }) => rows.map((row) => fen(row[title])))
      const totals = (title: string) => sum(files.map((file) => fen(file.totals[title])))

      expect(totals('订单总金额')).toBe(sum(paid.map(({ total }) => total)))
      expect(totals('QQ钱包优惠总金额')).toBe(sum(paid.map(() => COUPON)))
      expect(totals('用户支付总金额')).toBe(totals('订单总金额') - totals('QQ钱包优惠总金额'))
      for (const title of ['订单', '商户应收', '用户支付', '退款', '退还QQ钱包优惠', '手续费']) {
        expect(totals(`${title}总金额`)).toBe(sum(column(`${title}金额`)))
      }
      // Refunds end after five seconds, and a file is made hours later: no one is under way in it.
      const told = files.flatMap(({ rows }) => rows.filter((row) => row.退款状态 === 'SUCCESS'))
      const back = desk.books(how.now).flatMap(({ refunds }) => refunds.filter(({ status }) => status === 'refunded'))
      const rows = told.map((row) => `${row.QQ钱包退款订单号} ${row.商户退款订单号} ${fen(row.退款金额)}`)
      expect(rows.sort()).toEqual(back.map(({ refundId, outRefundNo, amount }) => `${refundId} ${outRefundNo} ${amount}`).sort())
    }),
  )
})

test('every day of the fund statement begins with the balance that the day before ended with', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { desk, play, now } = table()
      moves.forEach(play)
      const days = Array.from({ length: Math.floor((now() - NOW) / DAY) + 2 }, (_, n) => beijingDay(NOW + n * DAY))
      let balance = 0n
      for (const day of days) {
        const { rows, totals } = statementOf(desk, 'fundStatement', { bill_date: day }, { now: now() + 2 * DAY })
        for (const row of rows) {
          balance += row.收支类型 === '收入' ? fen(row.收支金额) : -fen(row.收支金额)
          expect(fen(row.账户结余)).toBe(balance)
        }
        expect(totals.资金流水总笔数).toBe(String(rows.length))
      }
    }),
  )
})
