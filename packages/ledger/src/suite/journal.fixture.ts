import { describe, expect, test } from 'vitest'
import { type EngineUnderTest, entry, findings, opened, order, put, T0 } from './books.fixture.ts'
import { withoutGuards } from './tamper.fixture.ts'

export function journal({ open, name }: EngineUnderTest): void {
  describe('money rule 10: facts are added, not edited', () => {
    test('money rule 10: entries are numbered and chained per order, in the transaction of the change', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), entry('T-1', 'attempt.started', { total: '1990' })])
      await put(ledger, [entry('T-1', 'attempt.paid'), ...opened('T-2')])
      const entries = await ledger.read.journal('ord_T-1')
      expect(entries.map(({ seq, kind }) => [seq, kind])).toEqual([
        [1, 'order.opened'],
        [2, 'attempt.started'],
        [3, 'attempt.paid'],
      ])
      expect(entries[1]?.data).toEqual({ total: '1990' })
      expect(new Set(entries.map(({ hash }) => hash)).size).toBe(3)
      expect(await findings(ledger)).toEqual([])
    })

    test('money rule 10: what is not committed leaves no entry', async () => {
      const { ledger } = await open()
      await put(ledger, opened('T-1'))
      const failing = ledger.transact(function* () {
        yield { ask: 'write', changes: [entry('T-1', 'attempt.paid')] }
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await ledger.read.journal('ord_T-1')).toHaveLength(1)
      await put(ledger, [entry('T-1', 'attempt.closed')])
      expect(await findings(ledger)).toEqual([])
    })

    test('money rule 10: a work that fails with entries written leaves the chain whole for those behind it', async () => {
      const { ledger } = await open()
      await put(ledger, opened('T-1'))
      const failing = ledger.transact(function* () {
        yield { ask: 'write', changes: [entry('T-1', 'attempt.paid')] }
        throw new Error('no')
      })
      await Promise.allSettled([failing, put(ledger, [entry('T-1', 'attempt.closed')])])
      expect((await ledger.read.journal('ord_T-1')).map(({ seq, kind }) => [seq, kind])).toEqual([
        [1, 'order.opened'],
        [2, 'attempt.closed'],
      ])
      expect(await findings(ledger)).toEqual([])
    })

    test.for(['update journal set text = text', 'delete from journal', 'update seals set at = 1', 'delete from seal_items'])(
      'money rule 10: the database itself refuses "%s"',
      async (sql) => {
        const { ledger, tamper } = await open()
        await put(ledger, opened('T-1'))
        await ledger.seal(T0)
        await expect(tamper(sql)).rejects.toThrow(/never/)
      },
    )

    const tampered: readonly (readonly [string, string, string])[] = [
      ['a changed entry', `update journal set text = replace(text, '1990', '1') where seq = 2`, 'changed'],
      ['a removed entry', 'delete from journal where seq = 2', 'removed'],
      ['an entry that was cut off', 'delete from journal where seq = 3', 'removed'],
      [
        'an inserted entry',
        `insert into journal (order_id, seq, text, hash) values ('ord_T-1', 4, '{"seq":4,"kind":"x"}', 'abc')`,
        'inserted',
      ],
      ['a removed order', `delete from attempts; delete from orders where id = 'ord_T-1'`, 'removed'],
      ['a changed head', `update orders set journal_head = 'abc' where id = 'ord_T-1'`, 'head'],
      ['a changed seal', `update seals set hash = 'abc' where seq = 1`, 'seal'],
      ['a removed seal', 'delete from seal_items where seal = 1; delete from seals where seq = 1', 'seal'],
    ]
    test.for(tampered)('money rule 10: whoever takes the guards away is found by the audit: %s', async ([, sql, kind]) => {
      const { ledger, tamper } = await open()
      await put(ledger, [...opened('T-1'), entry('T-1', 'attempt.started', { total: '1990' }), entry('T-1', 'attempt.paid')])
      await ledger.seal(T0)
      await put(ledger, opened('T-2'))
      await ledger.seal(T0 + 60_000)
      expect(await findings(ledger)).toEqual([])
      await tamper(withoutGuards(name, sql))
      expect(await findings(ledger)).toContain(kind)
    })

    test('money rule 10: an order that is gone with its journal is missed by its seal', async () => {
      const { ledger, tamper } = await open()
      await put(ledger, opened('T-1'))
      await ledger.seal(T0)
      const sql = `delete from journal; delete from attempts; delete from orders`
      await tamper(withoutGuards(name, sql))
      expect(await findings(ledger)).toEqual(['removed'])
    })

    test('a seal takes what changed since the last, and nothing twice', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('T-1'), ...opened('T-2')])
      expect([await ledger.seal(T0), await ledger.seal(T0)]).toEqual([2, 0])
      await put(ledger, [entry('T-2', 'attempt.paid')])
      expect(await ledger.seal(T0)).toBe(1)
      expect(await findings(ledger)).toEqual([])
    })

    test('a seal takes all that changed, however many they are', async () => {
      const { ledger } = await open()
      const many = Array.from({ length: 1_001 }, (_, index) => `T-${index}`)
      await Promise.all(many.map((id) => put(ledger, [{ put: 'order', row: order(id) }, entry(id)])))
      expect([await ledger.seal(T0), await ledger.seal(T0)]).toEqual([1_001, 0])
      expect(await findings(ledger)).toEqual([])
    })

    test('an audit beside writers finds nothing', async () => {
      const { ledger } = await open()
      for (let index = 0; index < 20; index += 1) await put(ledger, opened(`T-${index}`))
      const writing = (async () => {
        for (let round = 0; round < 60; round += 1) await put(ledger, [entry(`T-${round % 20}`, 'attempt.started')])
      })()
      const sealing = (async () => {
        for (let round = 0; round < 10; round += 1) await ledger.seal(T0 + round)
      })()
      for (let round = 0; round < 5; round += 1) expect(await findings(ledger)).toEqual([])
      await Promise.all([writing, sealing])
    })
  })
}
