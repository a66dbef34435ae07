import { cny, fail } from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { describe, expect, test } from 'vitest'
import { done, HOUR, MINUTE, openShop } from '../shop.fixture.ts'
import { weChatStand } from '../wechat-accounts.fixture.ts'

const ORDER = 'TEA-0001'
const REFUND = { orderNo: ORDER, refundNo: 'R-1', amount: cny.fen(990) }
const KEY = { merchant: 'main', orderNo: ORDER }
const NAME = { mchId: '1900000109', outRefundNo: 'R-1' }

async function givenASale() {
  const stand = weChatStand()
  const shop = await openShop({ stand })
  await shop.sold(ORDER)
  return {
    shop,
    settle: (ending: 'refunded' | 'failed' | 'unsure') => stand.wallet.settleRefund(NAME, ending, shop.clock.at),
    refund: async () => (await shop.order(ORDER)).refunds[0],
    told: async () => ({
      events: (await shop.events()).filter((type) => type === 'refund.needs-operator').length,
      entries: (await shop.journal(ORDER)).filter((kind) => kind === 'refund.needs-operator').length,
    }),
    /** On the wallet's own pages: the money shall go to the merchant's card, and is under way again. */
    act: async () => {
      const { outTradeNo, outRefundNo, refundId = '', amount } = (await shop.books.read.order(KEY))?.refunds[0] ?? none()
      const extra = { wechatpay: { abnormal: { refundId, type: 'MERCHANT_BANK_CARD' } } } as const
      const total = cny.fen(1990)
      const outcome = await shop.ports.wallets.account('wx-1').refund({ outTradeNo, outRefundNo, amount, total, extra })
      expect(outcome).toMatchObject({ kind: 'done', value: { status: 'processing' } })
    },
    /** The account as it is, but for some calls. */
    around: (change: (real: Account) => Partial<Account>) => {
      const real = shop.ports.wallets.account('wx-1')
      shop.accounts.set('wx-1', { ...real, ...change(real) })
    },
  }
}

/** A sale at WeChat Pay, of which a part is on its way back. */
async function givenARefund() {
  const given = await givenASale()
  done(await given.shop.till.refund(REFUND))
  return given
}

const ONCE = { events: 1, entries: 1 }
const WAITS = { status: 'processing', unknown: true, needsOperator: true }

describe('a refund at which the wallet stands still (退款异常)', () => {
  test('told by a notify: it is marked, and told once, however often the notify comes', async () => {
    const { shop, settle, refund, told } = await givenARefund()
    settle('unsure')
    expect(await shop.notifies(3)).toEqual(['moved', 'seen', 'seen'])
    expect(await refund()).toMatchObject(WAITS)
    expect(await told()).toEqual(ONCE)
    const { rows } = await shop.books.read.events('main', undefined, 200)
    expect(JSON.parse(rows.at(-1)?.data ?? '')).toMatchObject({
      refund: { outRefundNo: 'R-1', status: 'processing', needsOperator: true },
    })
  })

  test('found by a query: the same, and the polls that find it again tell nothing', async () => {
    const { shop, settle, refund, told } = await givenARefund()
    settle('unsure')
    shop.loseNotifies()
    await shop.untilCalm(4 * HOUR)
    expect(await refund()).toMatchObject(WAITS)
    expect(await told()).toEqual(ONCE)
  })

  test('is asked for at the slow pace, and never sent again', async () => {
    const { shop, settle } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    const before = shop.line.calls.length
    await shop.untilCalm(5 * HOUR)
    expect(shop.line.calls.slice(before)).toEqual(Array.from({ length: shop.line.calls.length - before }, () => 'query-refund'))
    expect(shop.line.calls.length - before).toBeGreaterThanOrEqual(9)
    expect(shop.line.calls.length - before).toBeLessThanOrEqual(10)
  })

  test('keeps its money: another refund of it is over the limit', async () => {
    const { shop, settle } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    shop.after(2 * MINUTE)
    const more = { orderNo: ORDER, refundNo: 'R-2' }
    expect(await shop.till.refund({ ...more, amount: cny.fen(1001) })).toMatchObject({ failure: { code: 'LIMIT' } })
    expect(await shop.till.refund({ ...more, amount: cny.fen(1000) })).toMatchObject({ kind: 'done' })
  })

  test('asked for again under its number is the same refund, and nothing is sent', async () => {
    const { shop, settle } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    const before = shop.line.calls.length
    expect(await shop.till.refund(REFUND)).toMatchObject({ kind: 'done', value: WAITS })
    expect(shop.line.calls.length).toBe(before)
  })

  test('is found among what is unknown', async () => {
    const { shop, settle } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    expect((await shop.till.list({ unknown: true, limit: 10 })).rows).toMatchObject([{ orderNo: ORDER }])
  })

  test.for([
    ['refunded', 'refunded', 'refund.succeeded'],
    ['failed', 'closed', 'refund.failed'],
  ] as const)('ends when the wallet says %s: the mark goes with it', async ([ending, status, event]) => {
    const { shop, settle, refund, told, act } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    await act()
    settle(ending)
    await shop.notifies()
    expect(await refund()).toMatchObject({ status, unknown: false, needsOperator: false })
    expect((await shop.events()).at(-1)).toBe(event)
    expect(await told()).toEqual(ONCE)
    expect((await shop.till.list({ unknown: true, limit: 10 })).rows).toEqual([])
  })

  test('goes on when somebody acted: the mark goes, and a second standstill is told again', async () => {
    const { shop, settle, refund, told, act } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    await act()
    await shop.till.ask({ orderNo: ORDER })
    expect(await refund()).toMatchObject({ status: 'processing', unknown: false, needsOperator: false })
    expect((await shop.journal(ORDER)).at(-1)).toBe('refund.processing')
    settle('unsure')
    await shop.notifies()
    expect(await refund()).toMatchObject(WAITS)
    expect(await told()).toEqual({ events: 2, entries: 2 })
  })

  test('is ended by an operator’s decision, and its money is free again', async () => {
    const { shop, settle, refund } = await givenARefund()
    settle('unsure')
    await shop.notifies()
    const about = { about: 'refund', account: 'wx-1', outRefundNo: 'R-1', who: 'Li', why: 'paid out in cash' } as const
    expect(await shop.till.decide({ ...about, verdict: 'refunded' })).toMatchObject({ kind: 'done' })
    expect(await refund()).toMatchObject({ status: 'refunded', unknown: false, needsOperator: false })
    await shop.untilCalm()
  })
})

describe('a standstill that is told while a call is under way', () => {
  test('before our own refund call returned: its answer of before takes no mark away', async () => {
    const { shop, settle, refund, told, around } = await givenASale()
    around((real) => ({
      refund: async (command, options) => {
        const outcome = await real.refund(command, options)
        settle('unsure')
        shop.after(1000)
        await shop.notifies()
        return outcome
      },
    }))
    expect(await shop.till.refund(REFUND)).toMatchObject({ kind: 'done', value: WAITS })
    expect(await refund()).toMatchObject(WAITS)
    expect(await told()).toEqual(ONCE)
  })

  test('before our own refund call failed without an answer: the standstill stands', async () => {
    const { shop, settle, refund, told, around } = await givenASale()
    around((real) => ({
      refund: async (command, options) => {
        await real.refund(command, options)
        settle('unsure')
        await shop.notifies()
        return { kind: 'unknown', failure: fail('TIMEOUT', 'no answer came in time') }
      },
    }))
    expect(await shop.till.refund(REFUND)).toMatchObject({ kind: 'done', value: WAITS })
    await shop.untilCalm(2 * HOUR)
    expect(await refund()).toMatchObject(WAITS)
    expect(await told()).toEqual(ONCE)
  })

  test('while a query of before is on its way: what it says is older', async () => {
    const { shop, settle, refund, told, around } = await givenARefund()
    around((real) => ({
      queryRefund: async (ref) => {
        const found = await real.queryRefund(ref)
        settle('unsure')
        await shop.notifies()
        return found
      },
    }))
    await shop.till.ask({ orderNo: ORDER })
    expect(await refund()).toMatchObject(WAITS)
    expect(await told()).toEqual(ONCE)
  })
})

function none(): never {
  throw new Error('expected the refund in the books')
}
