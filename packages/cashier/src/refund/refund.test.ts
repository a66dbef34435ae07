import { cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { RefundOrder } from '../cashier.ts'
import { done, HOUR, lost, lostAfter, lostBefore, MINUTE, openShop, promptText, type Shop, unreachable } from '../shop.fixture.ts'

const refundOf = (refundNo: string, fen: number, more: Partial<RefundOrder> = {}): RefundOrder => ({
  ...{ orderNo: 'T-1', refundNo, amount: cny.fen(fen) },
  ...more,
})

async function givenASale(options: Parameters<typeof openShop>[0] = {}): Promise<Shop> {
  const shop = await openShop(options)
  await shop.sold('T-1')
  return shop
}

const refundCalls = (shop: Shop) => shop.line.calls.filter((call) => call === 'qpay_refund').length

describe('a refund', () => {
  test('goes back to the payer, and the order stays paid', async () => {
    const shop = await givenASale()
    expect(await shop.till.refund(refundOf('R-1', 990))).toMatchObject({ kind: 'done', value: { outRefundNo: 'R-1' } })
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({
      status: 'paid',
      refunded: { amount: 990n },
      refunds: [{ status: 'refunded' }],
    })
    expect(shop.booked('T-1')?.refunds).toMatchObject([{ outRefundNo: 'R-1', amount: 990n }])
    expect(await shop.events()).toEqual(['payment.succeeded', 'refund.succeeded'])
  })

  test.for([
    ['an order that is not there', { orderNo: 'T-9' }, 'NOT_FOUND', /^order: expected one of main/],
    ["another merchant's order", { merchant: 'other' }, 'NOT_FOUND', /^order: expected one of other/],
    ['more than was paid', { amount: cny.fen(1991) }, 'LIMIT', /expected at most the 19\.90 CNY that is left/],
    [
      'another currency',
      { amount: { amount: 1n, currency: 'USD' } },
      'INVALID',
      /expected CNY, in which it was paid, found 0\.01 USD/,
    ],
  ] as const)('of %s is refused, and nothing is sent', async ([, more, code, message]) => {
    const shop = await givenASale()
    const failure = { code, message: expect.stringMatching(message) }
    expect(await shop.till.refund({ ...refundOf('R-1', 10), ...more })).toMatchObject({ kind: 'refused', failure })
    expect(refundCalls(shop)).toBe(0)
  })

  test('of an unpaid or closed order is refused', async () => {
    const shop = await openShop()
    await shop.prompted('T-1')
    expect(await shop.till.refund(refundOf('R-1', 10))).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
    await shop.untilCalm()
    expect(await shop.till.refund(refundOf('R-1', 10))).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
  })

  test('repeated is the same refund; with another amount it is none', async () => {
    const shop = await givenASale()
    await shop.till.refund(refundOf('R-1', 500))
    const calls = refundCalls(shop)
    expect(await shop.till.refund(refundOf('R-1', 500))).toMatchObject({ kind: 'done', value: { outRefundNo: 'R-1' } })
    expect(refundCalls(shop)).toBe(calls)
    expect(await shop.till.refund(refundOf('R-1', 501))).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
  })

  test("under the number of another order's refund is refused", async () => {
    const shop = await givenASale()
    await shop.sold('T-2')
    await shop.till.refund(refundOf('R-1', 500))
    expect(await shop.till.refund({ ...refundOf('R-1', 500), orderNo: 'T-2' })).toMatchObject({ failure: { code: 'CONFLICT' } })
  })

  test('beyond the wallet’s window is refused', async () => {
    const shop = await givenASale()
    shop.after(366 * 24 * HOUR)
    expect(await shop.till.refund(refundOf('R-1', 10))).toMatchObject({ kind: 'refused', failure: { code: 'LIMIT' } })
  })

  test('that the wallet provably did not get failed, frees the limit, and may be asked again under its number', async () => {
    const shop = await givenASale()
    shop.line.mishap = unreachable
    expect(await shop.till.refund(refundOf('R-1', 1990))).toMatchObject({ kind: 'refused', value: { status: 'failed' } })
    expect(await shop.events()).toEqual(['payment.succeeded', 'refund.failed'])
    shop.line.mishap = ({ reach }) => reach()
    expect(await shop.till.refund(refundOf('R-1', 1990))).toMatchObject({ kind: 'done' })
    await shop.untilCalm()
    expect(shop.booked('T-1')?.refunds).toHaveLength(1)
  })
})

describe('money rule 7: the limit is checked under the lock that writes the refund', () => {
  test('money rule 7: of two at once over the limit one goes back, in 20 rounds', async () => {
    const shop = await openShop()
    for (let round = 0; round < 20; round += 1) {
      const orderNo = `T-${round}`
      await shop.sold(orderNo)
      const both = ['A', 'B'].map((name) => shop.till.refund({ orderNo, refundNo: `${name}-${round}`, amount: cny.fen(1500) }))
      const kinds = (await Promise.all(both)).map(({ kind }) => kind).toSorted()
      expect(kinds).toEqual(['done', 'refused'])
      expect(shop.booked(orderNo)?.refunds).toHaveLength(1)
    }
  })

  test('money rule 7: what is on its way counts', async () => {
    const shop = await givenASale()
    shop.line.mishap = lostBefore
    expect(await shop.till.refund(refundOf('R-1', 1500))).toMatchObject({ kind: 'unknown' })
    expect(await shop.till.refund(refundOf('R-2', 500))).toMatchObject({ kind: 'refused', failure: { code: 'LIMIT' } })
  })
})

describe('money rule 2: a refund keeps its number', () => {
  test.for([
    ['before', lostBefore],
    ['after', lostAfter],
  ] as const)(
    'money rule 2: an answer that was lost %s the wallet did it goes back once, under one number',
    async ([, mishap]) => {
      const shop = await givenASale()
      shop.line.mishap = mishap
      expect(await shop.till.refund(refundOf('R-1', 990))).toMatchObject({ kind: 'unknown', value: { unknown: true } })
      shop.line.mishap = ({ reach }) => reach()
      await shop.till.refund(refundOf('R-1', 990))
      await shop.untilCalm()
      expect(shop.booked('T-1')?.refunds).toMatchObject([{ outRefundNo: 'R-1', amount: 990n }])
      expect(await shop.order('T-1')).toMatchObject({
        refunded: { amount: 990n },
        refunds: [{ status: 'refunded', unknown: false }],
      })
    },
  )

  test('money rule 2: follow-up repeats what never arrived, under its number', async () => {
    const shop = await givenASale()
    shop.line.mishap = lostBefore
    await shop.till.refund(refundOf('R-1', 990))
    shop.line.mishap = ({ reach }) => reach()
    await shop.untilCalm()
    expect(shop.booked('T-1')?.refunds).toMatchObject([{ outRefundNo: 'R-1' }])
    expect(await shop.order('T-1')).toMatchObject({ refunds: [{ outRefundNo: 'R-1', status: 'refunded' }] })
  })

  test('a process that is gone between writing and sending leaves it to the next', async () => {
    const shop = await givenASale()
    const account = shop.accounts.get('qq-1')
    if (!account) throw new Error('expected the account')
    shop.accounts.set('qq-1', { ...account, refund: () => new Promise(() => undefined) })
    void shop.till.refund(refundOf('R-1', 990))
    await new Promise((resolve) => setTimeout(resolve, 20))
    shop.accounts.set('qq-1', account)
    shop.after(2 * MINUTE)
    await shop.untilCalm()
    expect(await shop.order('T-1')).toMatchObject({ refunds: [{ outRefundNo: 'R-1', status: 'refunded' }] })
  })
})

describe('a refund made on the wallet’s own pages', () => {
  test('is booked as external once the wallet tells of it', async () => {
    const shop = await givenASale()
    const { bookRefund } = await import('../booking/refund.ts')
    const held = await shop.books.read.order({ merchant: 'main', orderNo: 'T-1' })
    const attempt = held?.attempts[0]
    if (!held || !attempt) throw new Error('expected the attempt')
    const fact = {
      kind: 'refund',
      outTradeNo: 'T-1',
      outRefundNo: 'X-1',
      status: 'refunded',
      amount: cny.fen(100),
      source: 'query',
      raw: {},
    } as const
    const world = {
      now: shop.clock.at,
      ids: { next: (kind: string) => `${kind}_x`, number: () => 'n' },
      settings: shop.ports.settings,
      policy: shop.ports.wallets.method('wallet').policy,
      account: shop.ports.wallets.account,
    }
    const booking = bookRefund(held, attempt, undefined, fact, world)
    expect(booking.verdict).toBe('moved')
    expect(booking.held.refunds).toMatchObject([{ kind: 'external', amount: { amount: 100n }, status: 'refunded' }])
  })
})

describe('an idempotency key', () => {
  test('with another body is refused', async () => {
    const shop = await givenASale()
    done(await shop.till.refund(refundOf('R-1', 10), { idempotencyKey: 'k' }))
    expect(await shop.till.refund(refundOf('R-2', 10), { idempotencyKey: 'k' })).toMatchObject({ failure: { code: 'CONFLICT' } })
    expect(await shop.till.refund(refundOf('R-1', 10), { idempotencyKey: 'k' })).toMatchObject({ kind: 'done' })
  })
})

test('money that came twice goes back by itself, and again after the wallet refused it', async () => {
  const shop = await openShop({ policy: { switch: 'overlap' } })
  const first = await shop.prompted('T-1')
  shop.switchTo('qq-2')
  const second = await shop.prompted('T-1')
  await shop.act('T-1', 'pay', first.prompt?.kind === 'qr' ? first.prompt.text : '')
  await shop.act('T-1', 'pay', second.prompt?.kind === 'qr' ? second.prompt.text : '')
  await shop.notifies()
  shop.line.mishap = ({ verb, reach }) => (verb === 'qpay_refund' ? unreachable() : reach())
  await shop.till.followUp()
  expect((await shop.order('T-1')).refunds).toMatchObject([{ kind: 'duplicate', status: 'failed' }])
  shop.line.mishap = ({ verb, reach }) => (verb === 'qpay_refund_query' ? lost() : reach())
  await shop.untilCalm(HOUR)
  shop.line.mishap = ({ reach }) => reach()
  await shop.untilCalm()
  expect((await shop.order('T-1')).refunds).toMatchObject([{ kind: 'duplicate', status: 'refunded' }])
})

test('a wallet that refuses for days what goes back by itself is asked on, and told of once', async () => {
  const shop = await openShop({ policy: { switch: 'overlap' } })
  const first = promptText(await shop.prompted('T-1'))
  shop.switchTo('qq-2')
  const second = promptText(await shop.prompted('T-1'))
  for (const prompt of [first, second]) await shop.act('T-1', 'pay', prompt)
  await shop.notifies()
  shop.line.mishap = ({ verb, reach }) => (verb === 'qpay_refund' ? unreachable() : reach())
  await shop.untilCalm(72 * HOUR)
  expect((await shop.events()).filter((type) => type === 'refund.failed')).toHaveLength(1)
  expect((await shop.journal('T-1')).length).toBeLessThan(60)
  shop.line.mishap = ({ reach }) => reach()
  await shop.untilCalm()
  expect((await shop.order('T-1')).refunds).toMatchObject([{ kind: 'duplicate', status: 'refunded' }])
})
