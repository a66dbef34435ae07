import { describe, expect, test } from 'vitest'
import {
  address,
  ask,
  cancel,
  codepay,
  create,
  DAY,
  MERCHANT,
  NOW,
  newWallet,
  notified,
  OTHER,
  OURS,
  only,
  page,
  paidTrade,
  query,
  refund,
  refundQuery,
  refused,
  SECOND,
  type TestedWallet,
  type Values,
} from './asking.fixture.ts'
import type { AlipayWalletOptions } from './wallet.ts'

/** A payment at the counter. */
function sold(options: Partial<AlipayWalletOptions> = {}, biz: Values = {}): TestedWallet {
  const wallet = newWallet(options)
  ask(wallet, codepay(wallet.paymentCode(NOW), biz))
  return wallet
}

describe('a cancel', () => {
  test('of a trade that waits closes it, and nobody can pay it any more', () => {
    const wallet = newWallet({ password: 'always' })
    const code = wallet.paymentCode(NOW)
    const { trade_no } = ask(wallet, codepay(code))
    const told = { code: '10000', msg: 'Success', action: 'close', out_trade_no: 'T_10001', retry_flag: 'N', trade_no }
    expect(ask(wallet, cancel())).toEqual(told)
    expect(ask(wallet, cancel())).toEqual(told)
    expect(ask(wallet, query())).toMatchObject({ trade_status: 'TRADE_CLOSED', receipt_amount: '0.00' })
    expect(wallet.books(NOW)).toMatchObject([{ status: 'closed', refunds: [] }])
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/closed/)
  })

  test('of a paid trade gives everything back, once', () => {
    const wallet = sold()
    const { trade_no } = ask(wallet, query())
    const told = { code: '10000', msg: 'Success', action: 'refund', out_trade_no: 'T_10001', retry_flag: 'N', trade_no }
    expect(ask(wallet, cancel())).toEqual(told)
    expect(ask(wallet, cancel(), { now: NOW + SECOND })).toEqual(told)
    expect(ask(wallet, query())).toMatchObject({ trade_status: 'TRADE_CLOSED', send_pay_date: '2026-01-05 12:00:00' })
    const refunds = [{ outRefundNo: 'T_10001', amount: 1990n, status: 'refunded' }]
    expect(wallet.books(NOW)).toMatchObject([{ status: 'reversed', refunds }])
    expect(ask(wallet, refundQuery({ out_request_no: 'T_10001' }))).toMatchObject({
      refund_status: 'REFUND_SUCCESS',
      refund_amount: '19.90',
    })
    expect(refused(wallet, refund())).toBe('40004 ACQ.TRADE_HAS_CLOSE')
  })

  test('of an order number that is not there succeeds without having done anything', () => {
    const wallet = newWallet()
    expect(ask(wallet, cancel())).toEqual({ code: '10000', msg: 'Success', out_trade_no: 'T_10001', retry_flag: 'N' })
    // The payment was still on its way.
    expect(ask(wallet, codepay(wallet.paymentCode(NOW)))).toMatchObject({ code: '10000' })
  })

  test('of a trade number that is not there is refused; so is one of another merchant', () => {
    const wallet = sold()
    const { trade_no } = ask(wallet, query())
    expect(refused(wallet, cancel({ trade_no: '2026010522001000000000000000' }))).toBe('40004 ACQ.TRADE_NOT_EXIST')
    expect(refused(wallet, cancel({ trade_no }), { as: OTHER })).toBe('40004 ACQ.TRADE_NOT_EXIST')
    expect(ask(wallet, cancel(), { as: OTHER })).not.toHaveProperty('action')
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test.each<[string, Partial<AlipayWalletOptions>, Values]>([
    ['as often as the wallet is told', { recalls: 1 }, {}],
    ['at a magic amount', {}, { total_amount: '953.05' }],
  ])('may ask to be called again, having done nothing: %s', (_, options, biz) => {
    const wallet = sold(options, biz)
    const first = ask(wallet, cancel())
    expect(first).toMatchObject({ code: '10000', retry_flag: 'Y' })
    expect(first).not.toHaveProperty('action')
    expect(ask(wallet, query())).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
    expect(ask(wallet, cancel())).toMatchObject({ retry_flag: 'N', action: 'refund' })
  })

  test('is for a day; a refund takes its place then', () => {
    const wallet = sold()
    expect(refused(wallet, cancel(), { now: NOW + DAY + 1 })).toBe('40004 ACQ.TRADE_CANCEL_TIME_OUT')
    expect(ask(wallet, refund(), { now: NOW + DAY + 1 })).toMatchObject({ fund_change: 'Y' })
    expect(ask(sold(), cancel(), { now: NOW + DAY })).toMatchObject({ action: 'refund' })
  })

  test('is not for what went back already, in part or as a whole', () => {
    const part = sold()
    ask(part, refund())
    expect(refused(part, cancel())).toBe('40004 ACQ.REASON_TRADE_REFUND_FEE_ERR')
    const whole = sold()
    ask(whole, refund({ refund_amount: '19.90' }))
    expect(refused(whole, cancel())).toBe('40004 ACQ.TRADE_HAS_CLOSE')
  })

  test('is not for browsers and applications', () => {
    const wallet = newWallet()
    wallet.act(address(page()), 'cancel', NOW)
    expect(refused(wallet, cancel())).toBe('40004 ACQ.CANCEL_NOT_ALLOWED')
  })

  test('needs the money', () => {
    const wallet = sold({ merchants: [{ ...MERCHANT, refundableFunds: 1989n }] })
    expect(refused(wallet, cancel())).toBe('40004 ACQ.SELLER_BALANCE_NOT_ENOUGH')
    expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test('names one trade', () => {
    expect(refused(newWallet(), cancel({ out_trade_no: undefined }))).toBe('40004 ACQ.INVALID_PARAMETER')
  })

  test('is told only where the wallet tells of what is closed', () => {
    const quiet = newWallet()
    paidTrade(quiet, create())
    quiet.delivered(only(quiet.due(NOW)).id, { status: 200, body: 'success' }, NOW)
    ask(quiet, cancel())
    expect(quiet.due(NOW + 365 * DAY)).toEqual([])
    const wallet = newWallet({ notifiesClosed: true })
    paidTrade(wallet, create())
    wallet.delivered(only(wallet.due(NOW)).id, { status: 200, body: 'success' }, NOW)
    ask(wallet, cancel())
    expect(notified(only(wallet.due(NOW)))).toMatchObject({
      trade_status: 'TRADE_CLOSED',
      refund_fee: '19.90',
      gmt_refund: '2026-01-05 12:00:00.000',
      out_biz_no: 'T_10001',
      seller_id: OURS.mchId,
    })
  })
})
