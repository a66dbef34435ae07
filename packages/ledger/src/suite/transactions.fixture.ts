import { setImmediate as nextTurn } from 'node:timers/promises'
import { readAccountsOf, readIdempotency, readOrder, readUsage, type Work, write } from '@tpkit/cashier'
import { describe, expect, test } from 'vitest'
import { asked, attempt, type EngineUnderTest, entry, opened, order, put, refund, T0 } from './books.fixture.ts'

export function transactions({ open }: EngineUnderTest): void {
  describe('a transaction', () => {
    test('writes what another one reads, whole and as it was', async () => {
      const { ledger } = await open()
      await put(ledger, opened('T-1'))
      const held = await asked(ledger, () => readOrder({ merchant: 'main', orderNo: 'T-1' }))
      expect(held).toEqual({ order: order('T-1'), attempts: [attempt('T-1', 'T-1')], refunds: [] })
      expect(await ledger.read.order({ id: 'ord_T-1' })).toEqual(held)
    })

    test('finds an order by each of its numbers, and none by another account’s', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), { put: 'refund', row: refund('R-1', 'T-1') }])
      const keys = [
        { id: 'ord_T-1' },
        { merchant: 'main', orderNo: 'T-1' },
        { account: 'qq-1', outTradeNo: 'T-1' },
        { account: 'qq-1', outRefundNo: 'R-1' },
        { merchant: 'main', refundNo: 'R-1' },
      ] as const
      for (const key of keys) {
        expect((await ledger.read.order(key))?.order.id).toBe('ord_T-1')
        expect((await asked(ledger, () => readOrder(key)))?.order.id).toBe('ord_T-1')
      }
      for (const key of [
        { merchant: 'other', orderNo: 'T-1' },
        { account: 'qq-2', outTradeNo: 'T-1' },
      ] as const)
        expect(await asked(ledger, () => readOrder(key))).toBeUndefined()
    })

    test('is read whole or not at all, also while it commits', async () => {
      const { ledger, again } = await open()
      const other = await again()
      await put(ledger, opened('T-1'))
      const writing = (async () => {
        for (let checks = 1; checks <= 60; checks += 1)
          await put(other, [
            { put: 'order', row: order('T-1', { updatedAt: checks }) },
            { put: 'attempt', row: attempt('T-1', 'T-1', { checks }) },
          ])
      })()
      const seen = new Set<boolean>()
      let isWriting = true
      void writing.finally(() => {
        isWriting = false
      })
      while (isWriting) {
        await nextTurn()
        const { rows } = await ledger.read.orders({ limit: 1 })
        for (const held of [await ledger.read.order({ id: 'ord_T-1' }), rows[0]])
          if (held && held.order.updatedAt !== T0) seen.add(held.order.updatedAt === held.attempts[0]?.checks)
      }
      await writing
      expect(seen).toEqual(new Set([true]))
      await other.close()
    })

    test('of a row that is put again replaces it: what it lacks now is gone', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), { put: 'attempt', row: attempt('T-1', 'T-1', { nextCheckAt: T0, wish: 'close' }) }])
      await put(ledger, [{ put: 'attempt', row: attempt('T-1', 'T-1', { status: 'paid' }) }])
      expect((await ledger.read.order({ id: 'ord_T-1' }))?.attempts).toEqual([attempt('T-1', 'T-1', { status: 'paid' })])
    })

    test('of a row that is put again leaves what was agreed as it was', async () => {
      const { ledger } = await open()
      await put(ledger, opened('T-1'))
      const other = { subject: 'Coffee', total: { amount: 1n, currency: 'CNY' }, orderNo: 'T-2', createdAt: 1 }
      await put(ledger, [{ put: 'order', row: order('T-1', { ...other, status: 'closed' }) }])
      expect((await ledger.read.order({ id: 'ord_T-1' }))?.order).toEqual(order('T-1', { status: 'closed' }))
    })

    test('that fails leaves nothing, and those of the same turn stand', async () => {
      const { ledger } = await open()
      const results = await Promise.allSettled([
        put(ledger, opened('T-1')),
        asked(ledger, function* (): Work<void> {
          yield* write(opened('T-2'))
          throw new Error('changed its mind')
        }),
        put(ledger, opened('T-3')),
      ])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await ledger.read.orders({ limit: 10 })).rows.map(({ order: { orderNo } }) => orderNo)).toEqual(['T-3', 'T-1'])
    })

    test('that fails alone leaves nothing either, and the next one stands', async () => {
      const { ledger } = await open()
      const changing = asked(ledger, function* (): Work<void> {
        yield* write(opened('T-1'))
        throw new Error('changed its mind')
      })
      await expect(changing).rejects.toThrow('changed its mind')
      await put(ledger, opened('T-2'))
      expect((await ledger.read.orders({ limit: 10 })).rows.map(({ order: { orderNo } }) => orderNo)).toEqual(['T-2'])
    })

    test.for([0, 1])(
      'is told of the write that failed, whatever it does afterwards; %i others share its turn',
      async (others) => {
        const { ledger } = await open()
        const ofNothing = { put: 'attempt', row: attempt('T-1', 'nowhere') } as const
        const going = asked(ledger, function* (): Work<void> {
          yield* write([ofNothing])
          yield* readOrder({ id: 'ord_T-1' })
          throw new Error('what it says later hides nothing')
        })
        const beside = Array.from({ length: others }, () => put(ledger, opened('T-2')))
        await expect(going).rejects.toMatchObject({ code: 'CONFLICT' })
        await Promise.all(beside)
        expect(await ledger.read.order({ id: 'ord_T-1' })).toBeUndefined()
        expect((await ledger.read.orders({ limit: 10 })).rows).toHaveLength(others)
        await expect(put(ledger, [ofNothing])).rejects.toMatchObject({ code: 'CONFLICT' })
      },
    )

    test('sees what those before it in its turn wrote', async () => {
      const { ledger } = await open()
      const [, seen] = await Promise.all([put(ledger, opened('T-1')), asked(ledger, () => readOrder({ id: 'ord_T-1' }))])
      expect(seen?.order.orderNo).toBe('T-1')
    })

    test.for([
      ['an order number of one merchant', order('T-2', { orderNo: 'T-1' }), undefined],
      ['a number at one account', order('T-2'), attempt('X', 'T-2', { outTradeNo: 'T-1' })],
    ] as const)('refuses %s twice', async ([, row, second]) => {
      const { ledger } = await open()
      await put(ledger, opened('T-1'))
      const changes = [{ put: 'order', row }, ...(second ? [{ put: 'attempt', row: second }] : [])] as const
      await expect(put(ledger, changes as never)).rejects.toMatchObject({ code: 'CONFLICT' })
      expect(await ledger.read.order({ id: 'ord_T-2' })).toBeUndefined()
    })

    test('refuses one refund number of a merchant, or of an account, twice', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), { put: 'refund', row: refund('R-1', 'T-1') }])
      for (const more of [{ refundNo: 'R-1' }, { outRefundNo: 'R-1' }])
        await expect(put(ledger, [{ put: 'refund', row: refund('R-2', 'T-1', more) }])).rejects.toMatchObject({
          code: 'CONFLICT',
        })
    })

    test('money rule 7: of two at once that each see room for one, one finds it taken, in 20 rounds and two processes', async () => {
      const { ledger, again } = await open()
      const other = await again()
      for (let round = 0; round < 20; round += 1) {
        await put(ledger, opened(`T-${round}`))
        const took = await Promise.all([ledger, other].map((books, at) => asked(books, () => takeTheRest(`T-${round}`, at))))
        expect(took.filter(Boolean)).toHaveLength(1)
      }
      await other.close()
    })

    test('counts what was started since a moment', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), { put: 'refund', row: refund('R-1', 'T-1') }])
      expect(await asked(ledger, () => readUsage('main', T0))).toEqual({
        payments: 1,
        paymentAmount: 1990n,
        refunds: 1,
        refundAmount: 10n,
      })
      expect(await asked(ledger, () => readUsage('main', T0 + 1))).toMatchObject({ payments: 0, refunds: 0 })
      expect(await asked(ledger, () => readUsage('other', 0))).toMatchObject({ payments: 0, paymentAmount: 0n })
    })

    test('counts what one payer started', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), ...opened('T-2'), { put: 'refund', row: refund('R-2', 'T-2') }])
      await put(ledger, [{ put: 'attempt', row: attempt('T-2', 'T-2', { payerDigest: 'digest' }) }])
      const one = { payments: 1, paymentAmount: 1990n, refunds: 1, refundAmount: 10n }
      expect(await asked(ledger, () => readUsage('main', T0, 'digest'))).toEqual(one)
      expect(await asked(ledger, () => readUsage('main', T0, 'another'))).toMatchObject({ payments: 0, refunds: 0 })
    })

    test('finds the accounts under which a number stands', async () => {
      const { ledger } = await open()
      await put(ledger, [
        ...opened('T-1'),
        ...opened('T-2'),
        { put: 'attempt', row: attempt('X', 'T-2', { account: 'qq-2', outTradeNo: 'T-1' }) },
      ])
      expect((await asked(ledger, () => readAccountsOf('T-1'))).toSorted()).toEqual(['qq-1', 'qq-2'])
      expect(await asked(ledger, () => readAccountsOf('none'))).toEqual([])
    })

    test('of two that take the same key at once, the second finds the first', async () => {
      const { ledger, again } = await open()
      const other = await again()
      const took = await Promise.all([ledger, other].map((books, at) => asked(books, () => takeKey(`print-${at}`))))
      expect(new Set(took).size).toBe(1)
      await other.close()
    })

    test('after the end of the books is refused, and says so', async () => {
      const { ledger } = await open()
      await ledger.close()
      await expect(put(ledger, opened('T-1'))).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    })

    test('without its order’s row finds no journal to hang on', async () => {
      const { ledger } = await open()
      await expect(put(ledger, [entry('T-9')])).rejects.toThrow('expected the order ord_T-9')
    })
  })
}

/** Reads how much is left, and takes all of it. */
function* takeTheRest(orderNo: string, at: number): Work<boolean> {
  const held = yield* readOrder({ merchant: 'main', orderNo })
  if (!held || held.refunds.length > 0) return false
  yield* write([{ put: 'refund', row: refund(`R-${orderNo}-${at}`, orderNo) }])
  return true
}

/** Answers the fingerprint under which the key stands. */
function* takeKey(fingerprint: string): Work<string> {
  const held = yield* readIdempotency('main', 'k')
  if (held) return held.fingerprint
  yield* write([{ put: 'idempotency', row: { merchant: 'main', key: 'k', fingerprint, at: T0 } }])
  return fingerprint
}
