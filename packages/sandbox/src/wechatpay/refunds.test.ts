import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  DAY,
  fen,
  MERCHANT,
  NOW,
  newWallet,
  OTHER,
  PROVIDER,
  PROVIDER_OF_ANOTHER,
  paidOrder,
  prepay,
  refund,
  refundQuery,
  refused,
  SECOND,
  type Values,
} from './asking.fixture.ts'
import type { WeChatWallet, WeChatWalletOptions } from './wallet.ts'

const REFUSED = '400 INVALID_REQUEST'

function paidWallet(options: Partial<WeChatWalletOptions> = {}): WeChatWallet {
  const wallet = newWallet(options)
  paidOrder(wallet)
  return wallet
}

const backOf = (wallet: WeChatWallet, now = NOW): readonly bigint[] =>
  wallet.books(now).flatMap(({ refunds }) => refunds.map(({ amount }) => amount))

describe('a refund', () => {
  test('is accepted, and done later', () => {
    const wallet = newWallet()
    const transaction_id = paidOrder(wallet)
    const told = ask(wallet, refund())
    expect(told).toMatchObject({
      refund_id: expect.stringMatching(/^50[0-9]{26}$/),
      out_refund_no: 'R-1',
      out_trade_no: 'T-10001',
      transaction_id,
      channel: 'ORIGINAL',
      create_time: '2026-01-05T12:00:00+08:00',
      status: 'PROCESSING',
      amount: { total: 1990, refund: 500, payer_total: 1990, payer_refund: 500, discount_refund: 0, currency: 'CNY' },
    })
    expect(told).not.toHaveProperty('success_time')
    expect(ask(wallet, refundQuery(), { now: NOW + 2 * SECOND - 1 })).toEqual(told)
    expect(ask(wallet, refundQuery(), { now: NOW + 2 * SECOND })).toEqual({
      ...told,
      status: 'SUCCESS',
      success_time: '2026-01-05T12:00:02+08:00',
    })
  })

  test('of a transaction id is one of that order, whatever number stands beside it', () => {
    const wallet = newWallet()
    const transaction_id = paidOrder(wallet)
    paidOrder(wallet, prepay('native', { out_trade_no: 'T-10002' }))
    expect(ask(wallet, refund({ transaction_id, out_trade_no: 'T-10002' }))).toMatchObject({ out_trade_no: 'T-10001' })
    expect(ask(wallet, refund({ transaction_id, out_trade_no: undefined }))).toMatchObject({ out_trade_no: 'T-10001' })
  })

  test('names a paid order: neither an open nor a closed nor an unknown one', () => {
    const wallet = newWallet()
    ask(wallet, prepay())
    expect(refused(wallet, refund())).toBe('404 RESOURCE_NOT_EXISTS')
    ask(wallet, close())
    expect(refused(wallet, refund())).toBe('404 RESOURCE_NOT_EXISTS')
    expect(refused(wallet, refund({ out_trade_no: 'T-unknown' }))).toBe('404 RESOURCE_NOT_EXISTS')
    expect(refused(wallet, refund({ out_trade_no: undefined }))).toBe('400 PARAM_ERROR')
    expect(refused(wallet, refundQuery())).toBe('404 RESOURCE_NOT_EXISTS')
  })

  test.each<[string, Values]>([
    ['a number of another alphabet', { out_refund_no: 'R 1' }],
    ['a long number', { out_refund_no: 'R'.repeat(65) }],
    ['no number', { out_refund_no: undefined }],
    ['nothing', fen(0)],
    ['less than nothing', fen(-1)],
    ['half a fen', fen(0.5)],
    ['yuan as text', { amount: { refund: '5.00', total: 1990, currency: 'CNY' } }],
    ['no currency', { amount: { refund: 500, total: 1990 } }],
    ['a reason of 81 bytes', { reason: '一'.repeat(27) }],
    ['an account that nobody has', { funds_account: 'SAVINGS' }],
    ['a notify_url with a query', { notify_url: 'http://127.0.0.1:9/refunds?shop=1' }],
  ])('%s is refused', (_, values) => {
    const wallet = paidWallet()
    expect(refused(wallet, refund(values))).toBe('400 PARAM_ERROR')
    expect(backOf(wallet)).toEqual([])
  })

  test('may have a number that an order may not', () => {
    expect(ask(paidWallet(), refund({ out_refund_no: '@-1', reason: '一'.repeat(26) }))).toHaveProperty('refund_id')
  })

  test('names the total of its order', () => {
    expect(refused(paidWallet(), refund(fen(500, 1991)))).toBe(REFUSED)
  })
})

describe('a number that is asked again', () => {
  test('is the same refund, as it stands', () => {
    const wallet = paidWallet()
    const { refund_id } = ask(wallet, refund())
    expect(ask(wallet, refund(), { now: NOW + DAY })).toMatchObject({ refund_id, status: 'SUCCESS' })
    expect(backOf(wallet)).toEqual([500n])
  })

  test('with another amount, or for another order, is refused', () => {
    const wallet = paidWallet()
    paidOrder(wallet, prepay('native', { out_trade_no: 'T-10002' }))
    ask(wallet, refund())
    expect(refused(wallet, refund(fen(501)))).toBe(REFUSED)
    expect(refused(wallet, refund({ out_trade_no: 'T-10002' }))).toBe(REFUSED)
    expect(backOf(wallet)).toEqual([500n])
  })
})

describe('how much goes back', () => {
  const take = (wallet: WeChatWallet, number: number, amount: number, now = NOW): string =>
    refused(wallet, refund({ ...fen(amount), out_refund_no: `R-${number}` }), { now })

  test('is the order in all, in as many parts as one likes', () => {
    const wallet = paidWallet()
    expect([take(wallet, 1, 1000), take(wallet, 2, 991), take(wallet, 2, 990), take(wallet, 3, 1)]).toEqual([
      '200 undefined',
      REFUSED,
      '200 undefined',
      REFUSED,
    ])
    expect(backOf(wallet)).toEqual([1000n, 990n])
  })

  test('goes in fifty parts at most', () => {
    const wallet = paidWallet()
    for (let number = 1; number <= 50; number += 1) expect(take(wallet, number, 1)).toBe('200 undefined')
    expect(take(wallet, 51, 1)).toBe(REFUSED)
    expect(take(wallet, 50, 1)).toBe('200 undefined')
  })

  test('goes within a year of the payment', () => {
    const wallet = paidWallet()
    expect(take(wallet, 1, 1, NOW + 365 * DAY)).toBe('200 undefined')
    expect(take(wallet, 2, 1, NOW + 365 * DAY + 1)).toBe(REFUSED)
    expect(take(wallet, 1, 1, NOW + 365 * DAY + 1)).toBe('200 undefined')
  })

  test("is not more than the merchant's funds, and the same number goes once they are there", () => {
    const wallet = paidWallet({ merchants: [{ ...MERCHANT, refundableFunds: 600n }] })
    expect([take(wallet, 1, 601), take(wallet, 1, 600), take(wallet, 2, 1)]).toEqual([
      '403 NOT_ENOUGH',
      '200 undefined',
      '403 NOT_ENOUGH',
    ])
  })

  test('a payer whose account is gone gets nothing', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total: 95_356 } }))
    expect(refused(wallet, refund(fen(95_356, 95_356)))).toBe('403 USER_ACCOUNT_ABNORMAL')
    expect(backOf(wallet)).toEqual([])
  })
})

test('a coupon goes back beside what the payer paid, and in all exactly so much', () => {
  const wallet = newWallet({ couponFee: 90n })
  paidOrder(wallet)
  const parts = [50, 60, 1880].map((amount, index) =>
    Object(ask(wallet, refund({ ...fen(amount), out_refund_no: `R-${index}` })).amount),
  )
  for (const { refund: back, payer_refund, discount_refund } of parts) expect(payer_refund + discount_refund).toBe(back)
  expect(parts.reduce((sum, { discount_refund }) => sum + discount_refund, 0)).toBe(90)
  expect(parts[0]).toMatchObject({ total: 1990, payer_total: 1900 })
})

describe('whose refund it is', () => {
  test('another merchant, and another sub-merchant, finds neither order nor refund', () => {
    const wallet = newWallet()
    const transaction_id = paidOrder(wallet)
    ask(wallet, refund())
    expect(refused(wallet, refund({ transaction_id }), { as: OTHER })).toBe('404 RESOURCE_NOT_EXISTS')
    expect(refused(wallet, refundQuery(), { as: OTHER })).toBe('404 RESOURCE_NOT_EXISTS')
    paidOrder(wallet, prepay(), { as: PROVIDER })
    ask(wallet, refund(), { as: PROVIDER })
    for (const question of [refund(), refundQuery()])
      expect(refused(wallet, question, { as: PROVIDER_OF_ANOTHER })).toBe('404 RESOURCE_NOT_EXISTS')
    expect(ask(wallet, refundQuery(), { as: PROVIDER })).toMatchObject({ out_refund_no: 'R-1' })
  })

  test('numbers are unique within a merchant alone', () => {
    const wallet = paidWallet()
    paidOrder(wallet, prepay(), { as: OTHER })
    const ours = ask(wallet, refund())
    expect(ask(wallet, refund(), { as: OTHER }).refund_id).not.toBe(ours.refund_id)
  })

  test('a merchant that is no service provider names no sub-merchant', () => {
    expect(refused(paidWallet(), refund({ sub_mchid: '1900000201' }))).toBe('403 NO_AUTH')
  })
})

test('where the distance is kept, a second refund of an order within a minute is answered 429, a repeat of the first is not', () => {
  const wallet = paidWallet({ refundSpacingMs: 60_000 })
  const first = refund({ ...fen(100), out_refund_no: 'R-first-1' })
  const second = refund({ ...fen(100), out_refund_no: 'R-second-1' })
  expect(refused(wallet, first)).toBe('200 undefined')
  expect(refused(wallet, second, { now: NOW + 59_000 })).toBe('429 FREQUENCY_LIMITED')
  expect(refused(wallet, first, { now: NOW + 59_000 })).toBe('200 undefined')
  expect(refused(wallet, second, { now: NOW + 60_000 })).toBe('200 undefined')
  expect(backOf(wallet)).toEqual([100n, 100n])
})
