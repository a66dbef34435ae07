import { cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { openShop } from '../shop.fixture.ts'
import { amountAndVelocity } from './rules.ts'

describe('risk rules', () => {
  test('refuse a payment above their amount: nothing is opened, and the audit trail shows it', async () => {
    const shop = await openShop({ risk: amountAndVelocity({ maxAmount: cny.fen(1000) }) })
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused', failure: { code: 'DECLINED' } })
    expect(await shop.till.get({ orderNo: 'T-1' })).toBeUndefined()
    expect(await shop.books.read.audit(10)).toMatchObject([{ what: 'pay.denied', data: { orderNo: 'T-1' } }])
  })

  test('count the payments of an hour and of a day, those at the same moment too', async () => {
    const shop = await openShop({ risk: amountAndVelocity({ payments: { perHour: { count: 3 } } }) })
    const kinds = await Promise.all(Array.from({ length: 5 }, async (_, index) => (await shop.pay(`T-${index}`)).kind))
    expect(kinds.filter((kind) => kind === 'done')).toHaveLength(3)
    shop.after(3_600_001)
    expect(await shop.pay('T-9')).toMatchObject({ kind: 'done' })
  })

  test('add up amounts, and bind refunds as well', async () => {
    const perDay = { amount: cny.fen(1500) }
    const shop = await openShop({ risk: amountAndVelocity({ refunds: { perDay } }) })
    await shop.sold('T-1')
    const refund = (refundNo: string, fen: number) => shop.till.refund({ orderNo: 'T-1', refundNo, amount: cny.fen(fen) })
    expect(await refund('R-1', 1000)).toMatchObject({ kind: 'done' })
    expect(await refund('R-2', 501)).toMatchObject({ kind: 'refused', failure: { code: 'DECLINED' } })
    expect(await refund('R-3', 500)).toMatchObject({ kind: 'done' })
  })

  test('are asked once: a repeat of an order passes', async () => {
    const shop = await openShop({ risk: amountAndVelocity({ payments: { perHour: { count: 1 } } }) })
    const order = await shop.prompted('T-1')
    expect(await shop.prompted('T-1')).toEqual(order)
  })
})
