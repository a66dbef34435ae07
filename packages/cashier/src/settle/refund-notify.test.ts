import { cny, fail } from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { describe, expect, test } from 'vitest'
import { done, HOUR, openShop } from '../shop.fixture.ts'
import { weChatStand } from '../wechat-accounts.fixture.ts'

const ORDER = 'TEA-0001'
const REFUND = { orderNo: ORDER, refundNo: 'R-1', amount: cny.fen(990) }

async function givenASale() {
  const stand = weChatStand()
  const shop = await openShop({ stand })
  await shop.sold(ORDER)
  const settle = (ending: 'refunded' | 'failed') =>
    stand.wallet.settleRefund({ mchId: '1900000109', outRefundNo: 'R-1' }, ending, shop.clock.at)
  const refunds = async () => (await shop.order(ORDER)).refunds
  /** The refund call of the account, done otherwise. */
  const calling = (refund: (real: Account['refund']) => Account['refund']) => {
    const real = shop.ports.wallets.account('wx-1')
    shop.accounts.set('wx-1', { ...real, refund: refund(real.refund) })
  }
  return { shop, settle, refunds, calling }
}

const ENDINGS = [
  ['refunded', 'refunded', 'refund.succeeded'],
  ['failed', 'closed', 'refund.failed'],
] as const

describe('a notify of a refund', () => {
  test.for(ENDINGS)('%s: settles it, once, however often it comes', async ([ending, status, event]) => {
    const { shop, settle, refunds } = await givenASale()
    done(await shop.till.refund(REFUND))
    settle(ending)
    expect(await shop.notifies(3)).toEqual(['moved', 'seen', 'seen'])
    expect(await refunds()).toMatchObject([{ status }])
    expect(await shop.events()).toEqual(['payment.succeeded', event])
    await shop.untilCalm(HOUR)
    expect(shop.line.calls).not.toContain('query-refund')
  })

  test.for(ENDINGS)('%s, before our own call returned: the answer of before changes nothing', async ([ending, status, event]) => {
    const { shop, settle, refunds, calling } = await givenASale()
    calling((real) => async (command, options) => {
      const outcome = await real(command, options)
      settle(ending)
      await shop.notifies()
      return outcome
    })
    expect(await shop.till.refund(REFUND)).toMatchObject({ kind: 'done', value: { status } })
    await shop.untilCalm(HOUR)
    expect(await refunds()).toMatchObject([{ status, unknown: false }])
    expect(await shop.events()).toEqual(['payment.succeeded', event])
    expect(await shop.journal(ORDER)).not.toContain('fact.quarantined')
  })

  test.for(ENDINGS)('%s, before our own call broke off: it is not unknown', async ([ending, status]) => {
    const { shop, settle, refunds, calling } = await givenASale()
    calling((real) => async (command, options) => {
      await real(command, options)
      settle(ending)
      await shop.notifies()
      return { kind: 'unknown', failure: fail('TIMEOUT', 'no answer came in time') }
    })
    expect(await shop.till.refund(REFUND)).toMatchObject({ kind: 'done', value: { status } })
    expect(await refunds()).toMatchObject([{ status, unknown: false }])
  })

  test('of a refund made on the wallet’s own pages: booked as external', async () => {
    const { shop, refunds } = await givenASale()
    const account = shop.ports.wallets.account('wx-1')
    const total = cny.fen(1990)
    await account.refund({ outTradeNo: ORDER, outRefundNo: 'PAGES-1', amount: cny.fen(100), total })
    shop.after(HOUR)
    expect(await shop.notifies()).toEqual(['moved'])
    expect(await refunds()).toMatchObject([{ kind: 'external', outRefundNo: 'PAGES-1', status: 'refunded' }])
    expect(await shop.events()).toEqual(['payment.succeeded', 'refund.external'])
  })
})
