import { describe, expect, test } from 'vitest'
import { done, openShop } from '../shop.fixture.ts'

const yuan = (amount: bigint) => ({ amount, currency: 'CNY' })

async function refunded() {
  const shop = await openShop()
  const order = await shop.sold('T-1')
  const refund = done(await shop.till.refund({ orderNo: 'T-1', refundNo: 'R-1', amount: yuan(90n) }))
  return { ...shop, order, refund }
}

describe('an order', () => {
  test('is read by its number and by its id, by its merchant alone', async () => {
    const { till, order } = await refunded()
    const read = await till.get({ id: order.id })
    expect(read).toEqual(await till.get({ orderNo: 'T-1' }))
    expect(await till.get({ merchant: 'other', id: order.id })).toBeUndefined()
    expect(await till.get({ id: 'ord_none' })).toBeUndefined()
  })
})

describe('a refund', () => {
  test('is read by its id, with the order that it belongs to, by its merchant alone', async () => {
    const { till, order, refund } = await refunded()
    const read = await till.getRefund({ id: refund.id })
    expect(read).toEqual({ ...refund, orderId: order.id, orderNo: 'T-1' })
    expect(await till.getRefund({ merchant: 'other', id: refund.id })).toBeUndefined()
    expect(await till.getRefund({ id: order.id })).toBeUndefined()
  })

  test('stands in the list of its merchant', async () => {
    const { till, refund } = await refunded()
    expect(await till.listRefunds({ merchant: 'main', limit: 10 })).toMatchObject({ rows: [{ id: refund.id, orderNo: 'T-1' }] })
    expect((await till.listRefunds({ merchant: 'other', limit: 10 })).rows).toEqual([])
  })

  test('is told of under the id that it is read by', async () => {
    const { books, refund, untilCalm } = await refunded()
    await untilCalm()
    const { rows } = await books.read.events('main', undefined, 10)
    const told = rows.flatMap(({ type, data }) => (type === 'refund.succeeded' ? [JSON.parse(data).refund.id] : []))
    expect(told).toEqual([refund.id])
  })
})
