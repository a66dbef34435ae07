import { readDifference, readEndpoint, readNotice, readStatementDay } from '@tpkit/cashier'
import { describe, expect, test } from 'vitest'
import { attempt, DAY, delivery, type EngineUnderTest, event, notice, opened, order, put, refund, T0 } from './books.fixture.ts'

export function lists({ open }: EngineUnderTest): void {
  describe('a list of orders', () => {
    test('comes in pages, the newest first, and ends', async () => {
      const { ledger } = await open()
      for (let index = 1; index <= 5; index += 1) await put(ledger, opened(`T-${index}`))
      const pages: string[][] = []
      for (let after: string | undefined; ; ) {
        const page = await ledger.read.orders({ limit: 2, ...(after !== undefined && { after }) })
        pages.push(page.rows.map(({ order: { orderNo } }) => orderNo))
        if (page.next === undefined) break
        after = page.next
      }
      expect(pages).toEqual([['T-5', 'T-4'], ['T-3', 'T-2'], ['T-1']])
    })

    test('is filtered by each of its properties', async () => {
      const { ledger } = await open()
      const unknown = { asked: 'pay', since: T0, code: 'TIMEOUT' } as const
      await put(ledger, opened('T-1'))
      const second = order('T-2', { merchant: 'other', status: 'paid', method: 'counter', createdAt: T0 + DAY })
      const paid = attempt('T-2', 'T-2', { account: 'qq-2', transactionId: 'W-2', unknown })
      await put(ledger, [
        { put: 'order', row: second },
        { put: 'attempt', row: paid },
      ])
      await put(ledger, [{ put: 'refund', row: refund('R-2', 'T-2') }])
      const found = async (filter: object) =>
        (await ledger.read.orders({ limit: 10, ...filter })).rows.map(({ order: { orderNo } }) => orderNo)
      const filters = [
        { merchant: 'other' },
        { status: 'paid' },
        { method: 'counter' },
        { account: 'qq-2' },
        { from: T0 + 1 },
        { unknown: true },
        { text: '-2' },
        { text: 't-2' },
        { text: 'W-2' },
        { text: 'R-2' },
      ]
      for (const filter of filters) expect(await found(filter), JSON.stringify(filter)).toEqual(['T-2'])
      expect(await found({ until: T0 + 1 })).toEqual(['T-1'])
      expect(await found({ text: '%' })).toEqual([])
    })

    test('of a day holds what was paid and what went back in it', async () => {
      const { ledger } = await open()
      await put(ledger, [...opened('paid'), { put: 'attempt', row: attempt('paid', 'paid', { status: 'paid', paidAt: T0 }) }])
      await put(ledger, [
        ...opened('back'),
        { put: 'refund', row: refund('R', 'back', { status: 'refunded', refundedAt: T0 + 5 }) },
      ])
      await put(ledger, opened('neither'))
      const booked: string[] = []
      for await (const { order } of ledger.read.booked('qq-1', T0, T0 + DAY)) booked.push(order.orderNo)
      expect(booked.toSorted()).toEqual(['back', 'paid'])
      for await (const { order } of ledger.read.booked('qq-1', T0 + DAY, T0 + 2 * DAY)) booked.push(order.orderNo)
      expect(booked).toHaveLength(2)
    })
  })

  test('accounts are busy while anything of them is due', async () => {
    const { ledger } = await open()
    await put(ledger, [...opened('T-1'), { put: 'attempt', row: attempt('T-1', 'T-1', { nextCheckAt: T0 }) }])
    expect(await ledger.read.busyAccounts()).toEqual(['qq-1'])
    await put(ledger, [{ put: 'attempt', row: attempt('T-1', 'T-1', { status: 'paid' }) }])
    expect(await ledger.read.busyAccounts()).toEqual([])
  })

  test('what is open is counted by kind, with the moment since when it is', async () => {
    const { ledger } = await open()
    expect(await ledger.read.standing()).toEqual({ unknowns: [], parked: { count: 0 }, deliveries: { count: 0 } })
    const mark = (asked: 'pay' | 'refund', since: number) => ({
      unknown: { asked, since, code: 'TIMEOUT' },
      nextCheckAt: T0 + DAY,
    })
    await put(ledger, [
      { put: 'order', row: order('T-1') },
      { put: 'attempt', row: attempt('T-1', 'T-1', mark('pay', T0 + 7)) },
    ])
    await put(ledger, [
      { put: 'order', row: order('T-2') },
      { put: 'attempt', row: attempt('T-2', 'T-2') },
    ])
    await put(ledger, [{ put: 'refund', row: refund('R-2', 'T-2', mark('refund', T0 + 5)) }])
    await put(ledger, [
      { put: 'order', row: order('T-3') },
      { put: 'attempt', row: attempt('T-3', 'T-3', { account: 'qq-2', ...mark('pay', T0 + 9) }) },
    ])
    await put(ledger, [
      { put: 'notice', row: notice('N-1', { firstAt: T0 + 3 }) },
      { put: 'notice', row: notice('N-2', { state: 'booked' }) },
    ])
    await put(ledger, [
      { add: 'event', row: event('1', { at: T0 + 1 }) },
      { add: 'event', row: event('2', { at: T0 + 2 }) },
      { add: 'event', row: event('3', { at: T0 }) },
    ])
    await ledger.claim.spread('evt_1', [delivery('1'), delivery('2', { endpoint: 'books' })])
    await ledger.claim.spread('evt_3', [])
    expect(await ledger.read.standing()).toEqual({
      unknowns: [
        { account: 'qq-1', count: 2, since: T0 + 5 },
        { account: 'qq-2', count: 1, since: T0 + 9 },
      ],
      parked: { count: 1, since: T0 + 3 },
      deliveries: { count: 3, since: T0 + 1 },
    })
    const { nextCheckAt: _, ...done } = delivery('1', { state: 'delivered' })
    await put(ledger, [
      { put: 'delivery', row: done },
      { put: 'attempt', row: attempt('T-1', 'T-1') },
    ])
    expect(await ledger.read.standing()).toMatchObject({
      unknowns: [{ account: 'qq-1', count: 1 }, { account: 'qq-2' }],
      deliveries: { count: 2, since: T0 + 1 },
    })
  })

  test('notices, endpoints, statement days, differences and the audit trail are read as they were written', async () => {
    const { ledger } = await open()
    const endpoint = { merchant: 'main', endpoint: 'shop', disabledAt: T0, reason: 'gone' }
    const yuan = (amount: bigint) => ({ amount, currency: 'CNY' })
    const sums = { paid: yuan(100n), refunded: yuan(10n), fee: yuan(-1n), net: yuan(91n) }
    const day = { account: 'qq-1', day: '2026-11-23', digest: 'd', rows: 3, ...sums, at: T0 }
    const difference = {
      id: 'dif_1',
      account: 'qq-1',
      day: day.day,
      kind: 'amount',
      outTradeNo: 'T-1',
      ours: '1',
      theirs: '2',
      openedAt: T0,
    }
    const audit = { id: 'aud_1', at: T0, who: 'Li', what: 'looked', data: { why: 'because', count: 3, really: true } }
    await put(ledger, [
      { put: 'notice', row: notice('N-1', { state: 'booked' }) },
      { put: 'endpoint', row: endpoint },
      { put: 'statement', row: day },
      { put: 'difference', row: difference },
      { add: 'audit', row: audit },
    ])
    expect(await ledger.transact(() => readNotice('qq-1', 'N-1'))).toEqual(notice('N-1', { state: 'booked' }))
    expect(await ledger.transact(() => readEndpoint('main', 'shop'))).toEqual(endpoint)
    expect(await ledger.transact(() => readStatementDay('qq-1', day.day))).toEqual(day)
    expect(await ledger.transact(() => readDifference('dif_1'))).toEqual(difference)
    expect(await ledger.read.statementDays('qq-1')).toEqual([day])
    expect(await ledger.read.differences({ account: 'qq-1', open: true })).toEqual([difference])
    expect(await ledger.read.differences({ open: false })).toEqual([])
    expect(await ledger.read.audit(10)).toEqual([audit])
  })

  test('what accounts learned of their wallets’ keys is there for the next process', async () => {
    const { ledger, again } = await open()
    const keys = [{ id: 'SERIAL', pem: '-----BEGIN PUBLIC KEY-----', notAfter: T0 }]
    await ledger.keyRing.write('wx', keys)
    await ledger.keyRing.write('wx', keys)
    const other = await again()
    expect(await other.keyRing.read('wx')).toEqual(keys)
    expect(await other.keyRing.read('none')).toEqual([])
    await other.close()
  })
}
