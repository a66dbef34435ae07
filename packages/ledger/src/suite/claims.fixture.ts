import { readDelivery, write } from '@tpkit/cashier'
import { describe, expect, test } from 'vitest'
import { attempt, delivery, type EngineUnderTest, event, notice, opened, order, put, T0 } from './books.fixture.ts'

const lease = (now: number, limit = 10) => ({ now, until: now + 60_000, limit })

export function claims({ open }: EngineUnderTest): void {
  describe('due work', () => {
    test('is handed to one worker, the oldest first, and comes back when its lease ends', async () => {
      const { ledger } = await open()
      for (const [id, nextCheckAt] of [
        ['B', T0 + 2],
        ['A', T0 + 1],
        ['C', T0 + 99],
      ] as const)
        await put(ledger, [...opened(id), { put: 'attempt', row: attempt(id, id, { nextCheckAt }) }])
      expect(await ledger.claim.orders(lease(T0 + 10))).toEqual(['ord_A', 'ord_B'])
      expect(await ledger.claim.orders(lease(T0 + 10))).toEqual([])
      await ledger.claim.release(['ord_B'])
      expect(await ledger.claim.orders(lease(T0 + 10))).toEqual(['ord_B'])
      expect(await ledger.claim.orders(lease(T0 + 60_010))).toEqual(['ord_A', 'ord_B', 'ord_C'])
    })

    test('of an order is the earliest of its own, its attempts’ and its refunds’', async () => {
      const { ledger } = await open()
      await put(ledger, [
        ...opened('T-1', { nextCheckAt: T0 + 50 }),
        { put: 'attempt', row: attempt('T-1', 'T-1', { nextCheckAt: T0 + 20 }) },
      ])
      expect(await ledger.claim.nextDueAt()).toBe(T0 + 20)
      await put(ledger, [{ put: 'attempt', row: attempt('T-1', 'T-1', { status: 'paid' }) }])
      expect(await ledger.claim.nextDueAt()).toBe(T0 + 50)
      await put(ledger, [{ put: 'order', row: order('T-1', { status: 'paid' }) }])
      expect(await ledger.claim.nextDueAt()).toBeUndefined()
    })

    test('that is leased is due when the lease ends', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1', { nextCheckAt: T0 })])
      await ledger.claim.orders(lease(T0))
      expect(await ledger.claim.nextDueAt()).toBe(T0 + 60_000)
    })

    test('is never handed to two processes at once', async () => {
      const { ledger, again } = await open()
      const other = await again()
      for (let index = 0; index < 30; index += 1) await put(ledger, opened(`T-${index}`, { nextCheckAt: T0 }))
      const taken: string[] = []
      for (let round = 0; round < 5; round += 1)
        for (const ids of await Promise.all([ledger, other].map((books) => books.claim.orders(lease(T0, 4))))) taken.push(...ids)
      expect(new Set(taken).size).toBe(taken.length)
      expect(taken.length).toBe(30)
      await other.close()
    })

    test('of a delivery ends its lease when it is written', async () => {
      const { ledger } = await open()
      await put(ledger, [
        { add: 'event', row: event('1') },
        { put: 'delivery', row: delivery('1') },
      ])
      expect(await ledger.claim.deliveries(lease(T0))).toEqual([delivery('1')])
      expect(await ledger.claim.deliveries(lease(T0))).toEqual([])
      await put(ledger, [{ put: 'delivery', row: delivery('1', { tries: 1, nextCheckAt: T0 + 5 }) }])
      expect(await ledger.claim.deliveries(lease(T0 + 5))).toHaveLength(1)
    })

    test('events are spread once, with their deliveries', async () => {
      const { ledger } = await open()
      await put(ledger, [{ add: 'event', row: event('1') }])
      expect(await ledger.claim.events(lease(T0))).toEqual([event('1')])
      await ledger.claim.spread('evt_1', [delivery('1')])
      await ledger.claim.spread('evt_1', [delivery('2')])
      expect(await ledger.read.deliveries('evt_1')).toEqual([delivery('1')])
      expect(await ledger.claim.events(lease(T0 + 99_999))).toEqual([])
    })

    test('parked notices are due once their attempt stands', async () => {
      const { ledger } = await open()
      await put(ledger, [
        { put: 'notice', row: notice('T-1') },
        { put: 'notice', row: notice('T-2') },
      ])
      expect(await ledger.claim.parked(lease(T0))).toEqual([])
      await put(ledger, opened('T-1'))
      expect(await ledger.claim.parked(lease(T0))).toEqual([notice('T-1')])
      expect(await ledger.claim.parked(lease(T0))).toEqual([])
    })
  })

  describe('events behind a cursor', () => {
    test('come in the order of their commits, each once, whoever wrote them', async () => {
      const { ledger, again } = await open()
      const other = await again()
      const seen: string[] = []
      let cursor: string | undefined
      const writing = Promise.all(
        [ledger, other].map(async (books, at) => {
          for (let index = 0; index < 25; index += 1) await put(books, [{ add: 'event', row: event(`${at}-${index}`) }])
        }),
      )
      const read = async () => {
        const page = await ledger.read.events('main', cursor, 7)
        seen.push(...page.rows.map(({ id }) => id))
        cursor = page.cursor
        return page.rows.length
      }
      for (let round = 0; round < 20; round += 1) await read()
      await writing
      while ((await read()) > 0);
      expect(seen.length).toBe(50)
      expect(new Set(seen).size).toBe(50)
      await other.close()
    })

    test('are those of one merchant, and begin anew behind a cursor that is none', async () => {
      const { ledger } = await open()
      await put(ledger, [
        { add: 'event', row: event('1') },
        { add: 'event', row: event('2', { merchant: 'other' }) },
      ])
      expect((await ledger.read.events('other', 'nonsense', 10)).rows).toEqual([event('2', { merchant: 'other' })])
      expect((await ledger.read.events(undefined, undefined, 10)).rows).toHaveLength(2)
    })
  })

  test('a delivery is read as it stands', async () => {
    const { ledger } = await open()
    await ledger.transact(() => write([{ put: 'delivery', row: delivery('1') }]))
    expect(await ledger.transact(() => readDelivery('dlv_1'))).toEqual(delivery('1'))
  })
}
