import { describe, expect, test } from 'vitest'
import {
  ask,
  create,
  DAY,
  MERCHANT,
  MINUTE,
  NOW,
  newWallet,
  OTHER,
  PROVIDER,
  paidTrade,
  precreate,
  query,
  refund,
  refundQuery,
  refused,
  SECOND,
  SISTER,
  send,
  type TestedWallet,
  told,
  type Values,
} from './asking.fixture.ts'
import type { AlipayWalletOptions } from './wallet.ts'

function paidWallet(options: Partial<AlipayWalletOptions> = {}, biz: Values = {}): TestedWallet {
  const wallet = newWallet(options)
  paidTrade(wallet, precreate(biz))
  return wallet
}

const statusOf = (wallet: TestedWallet): unknown => ask(wallet, query()).trade_status

describe('a refund', () => {
  test('moves its money at once: fund_change Y, and refund_fee is everything so far', () => {
    const wallet = paidWallet()
    const { trade_no } = ask(wallet, query())
    expect(ask(wallet, refund())).toEqual({
      code: '10000',
      msg: 'Success',
      buyer_logon_id: '159****5620',
      buyer_user_id: expect.any(String),
      buyer_open_id: expect.any(String),
      fund_change: 'Y',
      gmt_refund_pay: '2026-01-05 12:00:00',
      out_trade_no: 'T_10001',
      refund_fee: '5.00',
      trade_no,
    })
    expect(ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '1.10' }))).toMatchObject({ refund_fee: '6.10' })
    expect(wallet.books(NOW)[0]?.refunds).toMatchObject([
      { outRefundNo: 'R_1', amount: 500n, status: 'refunded' },
      { outRefundNo: 'R_2', amount: 110n, status: 'refunded' },
    ])
    expect(statusOf(wallet)).toBe('TRADE_SUCCESS')
  })

  test('of everything closes the trade; what was paid stays told', () => {
    const wallet = paidWallet()
    ask(wallet, refund({ refund_amount: '19.90' }))
    expect(ask(wallet, query())).toMatchObject({
      trade_status: 'TRADE_CLOSED',
      send_pay_date: '2026-01-05 12:00:00',
      total_amount: '19.90',
    })
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
    expect(refused(wallet, refund({ out_request_no: 'R_2' }))).toBe('40004 ACQ.TRADE_HAS_CLOSE')
  })

  test('takes a number for its amount too, as some clients write it', () => {
    expect(ask(paidWallet(), refund({ refund_amount: 5 }))).toMatchObject({ refund_fee: '5.00' })
  })

  test('may be asked for by either number of the trade, and by a sister application', () => {
    const wallet = paidWallet()
    const { trade_no } = ask(wallet, query())
    expect(ask(wallet, refund({ trade_no, out_trade_no: undefined }))).toMatchObject({ fund_change: 'Y' })
    expect(ask(wallet, refund({ out_request_no: 'R_2' }), { as: SISTER })).toMatchObject({ refund_fee: '10.00' })
  })

  test('of a merchant behind a service provider needs its token', () => {
    const wallet = newWallet()
    paidTrade(wallet, precreate(), { as: PROVIDER })
    expect(ask(wallet, refund(), { as: PROVIDER })).toMatchObject({ fund_change: 'Y' })
    expect(refused(wallet, refund())).toBe('40004 ACQ.TRADE_NOT_EXIST')
  })

  test('tells what went back by which means, on demand; the discount goes back first', () => {
    const wallet = paidWallet({ couponFee: 300n })
    const told = ask(wallet, refund({ query_options: ['refund_detail_item_list'] }))
    const items = [
      { amount: '2.00', fund_channel: 'ALIPAYACCOUNT' },
      { amount: '3.00', fund_channel: 'COUPON' },
    ]
    expect(told).toMatchObject({ refund_detail_item_list: items, send_back_fee: '5.00' })
    expect(ask(wallet, refundQuery({ query_options: ['refund_detail_item_list'] }))).toMatchObject({
      refund_detail_item_list: items,
    })
  })
})

describe('a number', () => {
  test('repeated with the same amount moves nothing more: fund_change N', () => {
    const wallet = paidWallet()
    ask(wallet, refund())
    const before = wallet.books(NOW)
    const again = ask(wallet, refund(), { now: NOW + DAY })
    expect(again).toMatchObject({ code: '10000', fund_change: 'N', refund_fee: '5.00' })
    expect(again).not.toHaveProperty('gmt_refund_pay')
    expect(wallet.books(NOW)).toEqual(before)
  })

  test('of a trade that is closed by it still tells so', () => {
    const wallet = paidWallet()
    ask(wallet, refund({ refund_amount: '19.90' }))
    expect(ask(wallet, refund({ refund_amount: '19.90' }))).toMatchObject({ fund_change: 'N', refund_fee: '19.90' })
  })

  test('with another amount is refused, and changes nothing', () => {
    const wallet = paidWallet()
    ask(wallet, refund())
    const before = wallet.books(NOW)
    expect(refused(wallet, refund({ refund_amount: '5.01' }))).toBe('40004 ACQ.DISCORDANT_REPEAT_REQUEST')
    expect(wallet.books(NOW)).toEqual(before)
  })

  test('is unique within its trade alone', () => {
    const wallet = paidWallet()
    paidTrade(wallet, precreate({ out_trade_no: 'T_10002' }))
    ask(wallet, refund())
    expect(ask(wallet, refund({ out_trade_no: 'T_10002', refund_amount: '7.00' }))).toMatchObject({ fund_change: 'Y' })
    expect(ask(wallet, refundQuery())).toMatchObject({ refund_amount: '5.00' })
    expect(ask(wallet, refundQuery({ out_trade_no: 'T_10002' }))).toMatchObject({ refund_amount: '7.00' })
  })

  test('that is left out stands for everything, under the number of the order', () => {
    const wallet = paidWallet()
    const biz = { out_request_no: undefined }
    expect(refused(wallet, refund(biz))).toBe('40004 ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')
    expect(ask(wallet, refund({ ...biz, refund_amount: '19.90' }))).toMatchObject({ fund_change: 'Y', refund_fee: '19.90' })
    expect(ask(wallet, refundQuery({ out_request_no: 'T_10001' }))).toMatchObject({ refund_amount: '19.90' })
  })
})

describe('what stands against it', () => {
  test.each(['ACQ.REASON_TRADE_REFUND_FEE_ERR', 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'] as const)(
    'more than is left: %s',
    (tooMuchAs) => {
      const wallet = paidWallet({ tooMuchAs })
      ask(wallet, refund())
      expect(refused(wallet, refund({ out_request_no: 'R_2', refund_amount: '14.91' }))).toBe(`40004 ${tooMuchAs}`)
      expect(ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '14.90' }))).toMatchObject({ refund_fee: '19.90' })
    },
  )

  test.each(['ACQ.TRADE_STATUS_ERROR', 'ACQ.TRADE_NOT_ALLOW_REFUND'] as const)('nobody paid: %s', (unpaidRefundAs) => {
    const wallet = newWallet({ unpaidRefundAs })
    ask(wallet, create())
    const answer = told(send(wallet, refund())).values
    expect(answer).toMatchObject({
      sub_code: unpaidRefundAs,
      out_trade_no: 'T_10001',
      refund_fee: '0.00',
      send_back_fee: '0.00',
    })
    expect(refused(wallet, refund(), { now: NOW + 180 * MINUTE })).toBe('40004 ACQ.TRADE_HAS_CLOSE')
    expect(wallet.books(NOW)[0]?.refunds).toEqual([])
  })

  test('the time is over', () => {
    const wallet = paidWallet({ refundWindowMs: 90 * DAY })
    expect(refused(wallet, refund(), { now: NOW + 90 * DAY })).toBe('40004 ACQ.TRADE_HAS_FINISHED')
  })

  test('the money of the merchant', () => {
    const wallet = paidWallet({ merchants: [{ ...MERCHANT, refundableFunds: 500n }] })
    expect(refused(wallet, refund({ refund_amount: '5.01' }))).toBe('40004 ACQ.SELLER_BALANCE_NOT_ENOUGH')
    expect(ask(wallet, refund())).toMatchObject({ fund_change: 'Y' })
  })

  test('another one a moment ago, where the wallet keeps the pages', () => {
    const wallet = paidWallet({ refundSpacingMs: 3 * SECOND })
    ask(wallet, refund())
    const next = refund({ out_request_no: 'R_2' })
    expect(refused(wallet, next, { now: NOW + 3 * SECOND - 1 })).toBe('40005 isv.method-call-limited')
    expect(ask(wallet, refund(), { now: NOW + 1 })).toMatchObject({ fund_change: 'N' })
    expect(ask(wallet, next, { now: NOW + 3 * SECOND })).toMatchObject({ fund_change: 'Y' })
  })

  test.each<[string, Values, string]>([
    ['no amount', { refund_amount: undefined }, 'ACQ.INVALID_PARAMETER'],
    ['three decimals', { refund_amount: '5.001' }, 'ACQ.INVALID_PARAMETER'],
    ['a float that is none', { refund_amount: 0.1 + 0.2 }, 'ACQ.INVALID_PARAMETER'],
    ['below zero', { refund_amount: '-5.00' }, 'ACQ.INVALID_PARAMETER'],
    ['nothing', { refund_amount: '0.00' }, 'ACQ.REFUND_FEE_ERROR'],
    ['no trade', { out_trade_no: undefined }, 'ACQ.INVALID_PARAMETER'],
    ['a trade that is not there', { out_trade_no: 'T_10009' }, 'ACQ.TRADE_NOT_EXIST'],
    ['a number with a slash', { out_request_no: 'a/b' }, 'ACQ.INVALID_PARAMETER'],
  ])('%s', (_, biz, code) => expect(refused(paidWallet(), refund(biz))).toBe(`40004 ${code}`))

  test('another merchant', () => {
    expect(refused(paidWallet(), refund(), { as: OTHER })).toBe('40004 ACQ.TRADE_NOT_EXIST')
  })
})

describe('a refund query', () => {
  test('tells this refund, and not the sum', () => {
    const wallet = paidWallet()
    const { trade_no } = ask(wallet, query())
    ask(wallet, refund())
    ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '1.00' }))
    expect(ask(wallet, refundQuery())).toEqual({
      code: '10000',
      msg: 'Success',
      out_request_no: 'R_1',
      out_trade_no: 'T_10001',
      refund_amount: '5.00',
      refund_status: 'REFUND_SUCCESS',
      total_amount: '19.90',
      trade_no,
    })
  })

  test('tells its time and whether a card is waited for, on demand', () => {
    const wallet = paidWallet()
    ask(wallet, refund(), { now: NOW + SECOND })
    const options = { query_options: ['gmt_refund_pay', 'deposit_back_info'] }
    expect(ask(wallet, refundQuery(options), { now: NOW + DAY })).toMatchObject({
      gmt_refund_pay: '2026-01-05 12:00:01',
      deposit_back_info: { has_deposit_back: 'false' },
    })
  })

  test('of a number that is not there says nothing, and that is no refusal', () => {
    expect(ask(paidWallet(), refundQuery())).toEqual({ code: '10000', msg: 'Success' })
  })

  test('of a trade that is not there is refused; so is one without a number', () => {
    expect(refused(newWallet(), refundQuery())).toBe('40004 ACQ.TRADE_NOT_EXIST')
    expect(refused(paidWallet(), refundQuery(), { as: OTHER })).toBe('40004 ACQ.TRADE_NOT_EXIST')
    expect(refused(paidWallet(), refundQuery({ out_request_no: undefined }))).toBe('40004 ACQ.INVALID_PARAMETER')
  })
})
