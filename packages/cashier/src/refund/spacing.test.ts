import { cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { HOUR, lostAfter, MINUTE, openShop, unreachable } from '../shop.fixture.ts'
import { weChatStand } from '../wechat-accounts.fixture.ts'

const [ORDER, OTHER] = ['TEA-0001', 'TEA-0002']

/** Two sales at a wallet that wants a minute between two refunds of one payment, and when each refund was sent. */
async function givenSales() {
  const shop = await openShop({ stand: weChatStand() })
  for (const orderNo of [ORDER, OTHER]) await shop.sold(orderNo)
  const sent: { readonly at: number; readonly number: string }[] = []
  const real = shop.ports.wallets.account('wx-1')
  shop.accounts.set('wx-1', {
    ...real,
    refund: (command, options) => {
      sent.push({ at: shop.clock.at, number: command.outRefundNo })
      return real.refund(command, options)
    },
  })
  const refund = (refundNo: string, orderNo = ORDER) => shop.till.refund({ orderNo, refundNo, amount: cny.fen(100) })
  const start = shop.clock.at
  const times = () => sent.map(({ at }) => at - start)
  return { shop, refund, sent, times }
}

describe('refunds of one payment keep the distance that their wallet wants', () => {
  test('the second is written down at once, and sent a minute later', async () => {
    const { shop, refund, times } = await givenSales()
    await refund('R-1')
    expect(await refund('R-2')).toMatchObject({ kind: 'done', value: { status: 'processing' } })
    expect(times()).toEqual([0])
    await shop.untilCalm(HOUR)
    expect(times()).toEqual([0, MINUTE])
    expect(shop.booked(ORDER)?.refunds).toHaveLength(2)
  })

  test.for([
    ['one behind the other', false],
    ['at once', true],
  ] as const)('five that are asked for %s are each a minute apart, whoever sends them', async ([, together]) => {
    const { shop, refund, times } = await givenSales()
    const numbers = ['R-1', 'R-2', 'R-3', 'R-4', 'R-5']
    if (together) await Promise.all(numbers.map((number) => refund(number)))
    else for (const number of numbers) await refund(number)
    await shop.untilCalm(HOUR)
    expect(times()).toEqual([0, 1, 2, 3, 4].map((minutes) => minutes * MINUTE))
    expect(shop.booked(ORDER)?.refunds).toHaveLength(5)
  })

  test('those of two payments do not wait for each other', async () => {
    const { refund, times } = await givenSales()
    await Promise.all([refund('R-1'), refund('R-2', OTHER)])
    expect(times()).toEqual([0, 0])
  })

  test('one whose answer was lost counts, and its repeat keeps the distance too', async () => {
    const { shop, refund, sent } = await givenSales()
    shop.line.mishap = lostAfter
    expect(await refund('R-1')).toMatchObject({ kind: 'unknown' })
    shop.line.mishap = ({ reach }) => reach()
    shop.after(MINUTE)
    await refund('R-2')
    expect(await refund('R-1')).toMatchObject({ kind: 'unknown' })
    expect(sent.map(({ number }) => number)).toEqual(['R-1', 'R-2'])
    await shop.untilCalm(HOUR)
    expect((await shop.order(ORDER)).refunds).toMatchObject([{ status: 'refunded' }, { status: 'refunded' }])
  })

  test('one that failed is asked for again no sooner', async () => {
    const { shop, refund, times } = await givenSales()
    shop.line.mishap = unreachable
    expect(await refund('R-1')).toMatchObject({ kind: 'refused' })
    shop.line.mishap = ({ reach }) => reach()
    shop.after(MINUTE)
    await refund('R-2')
    await refund('R-1')
    await shop.untilCalm(HOUR)
    expect(times()).toEqual([0, MINUTE, 2 * MINUTE])
  })

  test('a clock that steps far back holds none up', async () => {
    const { shop, refund, times } = await givenSales()
    await refund('R-1')
    shop.after(-HOUR)
    await refund('R-2')
    expect(times()).toEqual([0, -HOUR])
  })
})
