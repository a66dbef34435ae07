import { readIdempotency } from '@tpkit/cashier'
import { describe, expect, test } from 'vitest'
import { asked, DAY, delivery, type EngineUnderTest, entry, event, findings, opened, order, put, T0 } from './books.fixture.ts'
import { withoutGuards } from './tamper.fixture.ts'

export function purge({ open, name }: EngineUnderTest): void {
  describe('a purge', () => {
    const keep = { orderDays: 1827, eventDays: 30 }

    test('deletes final orders past their time, and leaves every chain and seal verifiable', async () => {
      const { ledger } = await open()
      await put(ledger, opened('old', { status: 'paid', updatedAt: T0 }))
      await put(ledger, opened('new', { status: 'paid', updatedAt: T0 + 2000 * DAY }))
      await put(ledger, opened('open', { updatedAt: T0 }))
      await ledger.seal(T0)
      expect(await ledger.purge(T0 + 1900 * DAY, keep)).toMatchObject({ orders: 1 })
      expect((await ledger.read.orders({ limit: 10 })).rows.map(({ order: { orderNo } }) => orderNo).toSorted()).toEqual([
        'new',
        'open',
      ])
      expect(await ledger.read.journal('ord_old')).toEqual([])
      expect(await findings(ledger)).toEqual([])
    })

    test('beside an audit gives it nothing to find', async () => {
      const { ledger, tamper } = await open()
      for (let index = 0; index < 5; index += 1) await put(ledger, opened(`T-${index}`, { status: 'closed' }))
      await ledger.seal(T0)
      await tamper(withoutGuards(name, "update journal set hash = 'abc' where order_id = 'ord_T-0'"))
      // It stops at its first finding, with the ends of all chains read.
      const audit = ledger.verify()[Symbol.asyncIterator]()
      expect(await audit.next()).toMatchObject({ value: { kind: 'changed', orderId: 'ord_T-0' } })
      expect(await ledger.purge(T0 + 9000 * DAY, keep)).toMatchObject({ orders: 5 })
      expect(await audit.next()).toMatchObject({ done: true })
      expect(await findings(ledger)).toEqual([])
    })

    test('takes events that were delivered, with what they were delivered by, and keys of repeats', async () => {
      const { ledger } = await open()
      for (const id of ['done', 'due', 'unspread']) await put(ledger, [{ add: 'event', row: event(id) }])
      const { nextCheckAt: _, ...sent } = delivery('1', { eventId: 'evt_done', state: 'delivered' })
      await ledger.claim.spread('evt_done', [sent])
      await ledger.claim.spread('evt_due', [delivery('2', { eventId: 'evt_due' })])
      await put(ledger, [{ put: 'idempotency', row: { merchant: 'main', key: 'k', fingerprint: 'f', at: T0 } }])
      expect(await ledger.purge(T0 + 30 * DAY - 1, keep)).toMatchObject({ events: 0 })
      expect(await ledger.purge(T0 + 30 * DAY, keep)).toMatchObject({ events: 1 })
      const left = (await ledger.read.events(undefined, undefined, 10)).rows.map(({ id }) => id)
      expect(left.toSorted()).toEqual(['evt_due', 'evt_unspread'])
      expect(await ledger.read.deliveries('evt_done')).toEqual([])
      expect(await asked(ledger, () => readIdempotency('main', 'k'))).toBeUndefined()
    })

    test('never takes what is not sealed, or not final', async () => {
      const { ledger } = await open()
      await put(ledger, opened('unsealed', { status: 'paid' }))
      expect(await ledger.purge(T0 + 9000 * DAY, keep)).toMatchObject({ orders: 0 })
      await put(ledger, [{ put: 'order', row: order('due', { status: 'closed', nextCheckAt: T0 }) }, entry('due')])
      await ledger.seal(T0)
      expect(await ledger.purge(T0 + 9000 * DAY, keep)).toMatchObject({ orders: 1 })
      expect(await ledger.read.order({ id: 'ord_due' })).toBeDefined()
    })

    test('deletes evidence by its own date', async () => {
      const { ledger } = await open()
      const evidence = {
        id: 'evd_1',
        account: 'qq-1',
        kind: 'raw',
        text: '{}',
        digest: 'd',
        at: T0,
        deleteAfter: T0 + DAY,
      } as const
      await put(ledger, [
        { add: 'evidence', row: evidence },
        { add: 'evidence', row: { ...evidence, id: 'evd_2', deleteAfter: T0 + 2 * DAY } },
      ])
      expect(await ledger.purge(T0 + DAY, keep)).toMatchObject({ evidence: 1 })
      expect(await ledger.read.evidence('evd_1')).toBeUndefined()
      expect(await ledger.read.evidence('evd_2')).toBeDefined()
    })
  })
}
