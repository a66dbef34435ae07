import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOW, newWallet, type Operation, send } from './asking.fixture.ts'

interface Move {
  readonly operation: Operation | 'pay'
  readonly order: number
  readonly refund: number
  readonly fen: number
  readonly waitMs: number
}

const move: fc.Arbitrary<Move> = fc.record({
  operation: fc.constantFrom('order', 'pay', 'pay', 'refund', 'refund', 'refund', 'close', 'query', 'refundQuery'),
  order: fc.nat(2),
  refund: fc.nat(4),
  fen: fc.integer({ min: 1, max: 100 }),
  waitMs: fc.constantFrom(0, 0, 1000, 600_000, 7_200_000),
})

const history = fc.array(move, { maxLength: 40 })

/** A wallet, and a way to play moves against it. Orders are of 100 fen. */
function table() {
  const wallet = newWallet()
  let now = NOW
  const values = ({ operation, order, refund, fen }: Move): Record<string, string> => {
    const number = { out_trade_no: `T-${order}` }
    if (operation === 'order') return { ...number, total_fee: '100' }
    if (operation === 'refund') return { ...number, out_refund_no: `R-${refund}`, refund_fee: String(fen) }
    return number
  }
  const payOrder = (order: number): void => {
    const bill = wallet.bills(now).find(({ outTradeNo }) => outTradeNo === `T-${order}`)
    if (bill?.status === 'open') wallet.act(bill.promptText, 'pay', now)
  }
  const repeat = (each: Move): void => {
    if (each.operation === 'pay') payOrder(each.order)
    else send(wallet, each.operation, values(each), { now })
  }
  const play = (each: Move): void => {
    now += each.waitMs
    repeat(each)
  }
  return { books: () => wallet.books(now), repeat, play }
}

test('refunds never exceed the order, and only paid orders have any', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      moves.forEach(play)
      for (const order of books()) {
        const refunded = order.refunds.reduce((sum, { amount }) => sum + amount, 0n)
        expect(refunded <= order.total).toBe(true)
        expect(order.status === 'paid' || order.refunds.length === 0).toBe(true)
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

test('what was paid stays paid, with the same transaction', () => {
  fc.assert(
    fc.property(history, (moves) => {
      const { books, play } = table()
      const paid = new Map<string, string>()
      for (const each of moves) {
        play(each)
        for (const { outTradeNo, transactionId } of books())
          if (transactionId) paid.set(outTradeNo, paid.get(outTradeNo) ?? transactionId)
      }
      for (const [outTradeNo, transactionId] of paid) {
        expect(books()).toContainEqual(expect.objectContaining({ outTradeNo, transactionId, status: 'paid' }))
      }
    }),
  )
})
