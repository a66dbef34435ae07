import { test } from '@tpkit/sandbox/vitest'
import { describe, expect } from 'vitest'
import { everyEvent, everyOrder, findings, ledgerLines, unfinished, walletLines } from './compare.fixture.ts'
import { openStage, until } from './stage.fixture.ts'

const SALES = Array.from({ length: 30 }, (_none, index) => ({
  orderNo: `T-${index}`,
  ...(index % 3 === 0 && { refund: 500 + index }),
}))

describe('a gateway on SQLite that is told to end under load', () => {
  test.for([
    ['SIGTERM', 'answers what is under way and ends with code 0', 0],
    ['SIGKILL', 'is gone at once', null],
  ] as const)(
    '%s: it %s; what it acknowledged stands, and once it is back the rest is finished',
    async ([signal, , code], { merchant }) => {
      const stage = await openStage(merchant, { ledger: 'sqlite', gateways: 1 })
      const { app, heard } = stage
      const gateway = await stage.start()
      const selling = app.sellAll(SALES, 8)
      await until(() => app.sold >= 10 && app.underWayAt(0) >= 3, 'a load')
      const told = performance.now()
      gateway.kill(signal)
      expect(await gateway.ended()).toBe(code)
      expect(performance.now() - told).toBeLessThan(10_000)

      const books = await stage.books()
      const held = await everyOrder(books)
      const numbers = new Set(held.flatMap(({ order, refunds }) => [order.orderNo, ...refunds.map(({ refundNo }) => refundNo)]))
      expect([...app.acknowledged].filter((number) => !numbers.has(number))).toEqual([])
      expect(await findings(books)).toEqual([])
      const taken = new Set(
        merchant.notifies().flatMap(({ id, answer }) => ('status' in answer && answer.status === 200 ? [id] : [])),
      )
      expect(taken.size).toBeGreaterThan(0)
      expect(held.filter(({ order }) => order.status === 'paid').length).toBeGreaterThanOrEqual(taken.size)

      const again = await stage.start()
      again.hurry()
      await selling
      await expect.poll(() => unfinished(books, heard()), { timeout: 60_000, interval: 250 }).toEqual([])
      const theirs = walletLines(merchant.books())
      expect(await ledgerLines(books)).toEqual(theirs)
      expect(theirs).toHaveLength(SALES.length)
      expect(theirs.flatMap(({ refunds }) => refunds)).toHaveLength(SALES.length / 3)
      expect(await everyEvent(books)).toHaveLength(SALES.length + SALES.length / 3)
      expect(await findings(books)).toEqual([])
    },
  )
})
