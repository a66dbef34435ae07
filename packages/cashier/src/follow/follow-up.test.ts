import { describe, expect, test } from 'vitest'
import { HOUR, lost, lostAfter, lostBefore, MINUTE, openShop, promptText, SECOND, unreachable } from '../shop.fixture.ts'

describe('follow-up', () => {
  test('finds a payment whose notify was lost', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.act('T-1')
    shop.loseNotifies()
    shop.after(6 * SECOND)
    expect(await shop.till.followUp()).toMatchObject({ orders: 1, moved: 1 })
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid' })
  })

  test('closes what expired at the wallet, and tells it', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed' })
    expect(shop.booked('T-1')).toMatchObject({ status: 'closed' })
    expect(await shop.events()).toEqual(['payment.closed'])
    expect(await shop.books.claim.nextDueAt()).toBeUndefined()
  })

  test('goes on for minutes while the wallet is down, and finds out when it is back', async () => {
    const shop = await openShop()
    const order = await shop.prompted('T-1')
    shop.wallet.act(promptText(order), 'pay', shop.clock.at)
    shop.loseNotifies()
    shop.line.mishap = lost
    await shop.untilCalm(40 * MINUTE)
    expect(await shop.order('T-1')).toMatchObject({ status: 'open', attempts: [{ status: 'pending' }] })
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid' })
  })

  test('asks by the manifest’s schedule, so that a long outage is no flood', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    const before = shop.line.calls.length
    shop.line.mishap = lost
    await shop.untilCalm(24 * HOUR)
    expect(shop.line.calls.length - before).toBeLessThan(150)
  })

  test.for([
    ['before', lostBefore],
    ['after', lostAfter],
  ] as const)('a close whose answer was lost %s the wallet did it is made good', async ([, mishap]) => {
    const shop = await openShop()
    await shop.prompted('T-1')
    shop.after(20 * MINUTE)
    shop.line.mishap = mishap
    await shop.till.followUp()
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed', attempts: [{ status: 'closed', unknown: false }] })
  })

  test('a clock that steps back keeps nothing from being asked', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.act('T-1')
    shop.loseNotifies()
    shop.after(HOUR)
    await shop.till.expire()
    shop.after(-30 * MINUTE)
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ status: 'paid' })
  })

  test('one order in trouble does not hold the others, and does not come back at once', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    shop.switchTo('qq-2')
    await shop.prompted('T-2')
    await shop.act('T-2')
    shop.loseNotifies()
    shop.accounts.delete('qq-1')
    shop.after(6 * SECOND)
    await shop.till.followUp()
    expect(await shop.order('T-2')).toMatchObject({ status: 'paid' })
    await shop.till.deliver()
    expect(await shop.books.claim.nextDueAt()).toBeGreaterThan(shop.clock.at)
  })

  test('two processes at once take each order once', async () => {
    const shop = await openShop()
    for (const orderNo of ['T-1', 'T-2', 'T-3', 'T-4']) await shop.prompted(orderNo)
    shop.after(6 * SECOND)
    const before = shop.line.calls.length
    const both = await Promise.all([shop.till.followUp(), shop.till.followUp()])
    expect(both.reduce((sum, { orders }) => sum + orders, 0)).toBe(4)
    expect(shop.line.calls.length - before).toBe(4)
  })
})

describe('expire', () => {
  test('begins to close what is over, and asks no wallet', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    shop.after(20 * MINUTE)
    const before = shop.line.calls.length
    expect(await shop.till.expire()).toMatchObject({ orders: 1, moved: 1 })
    expect(shop.line.calls.length).toBe(before)
    expect(await shop.pay('T-1')).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
  })

  test('closes an order without an open attempt at once', async () => {
    const shop = await openShop()
    shop.line.mishap = unreachable
    await shop.pay('T-1')
    shop.after(20 * MINUTE)
    await shop.till.expire()
    expect(await shop.order('T-1')).toMatchObject({ status: 'closed' })
    expect(await shop.events()).toEqual(['payment.closed'])
  })
})

describe('ask', () => {
  test('finds out about one order at once, a refund of it too', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    await shop.act('T-1')
    shop.loseNotifies()
    expect(await shop.till.ask({ orderNo: 'T-1' })).toMatchObject({ status: 'paid' })
    await shop.till.refund({ orderNo: 'T-1', refundNo: 'R-1', amount: { amount: 10n, currency: 'CNY' } })
    shop.after(MINUTE)
    expect(await shop.till.ask({ orderNo: 'T-1' })).toMatchObject({ refunds: [{ status: 'refunded' }] })
    expect(await shop.till.ask({ orderNo: 'T-2' })).toBeUndefined()
  })
})
