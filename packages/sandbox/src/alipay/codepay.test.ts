import { describe, expect, test } from 'vitest'
import {
  ask,
  cancel,
  codepay,
  create,
  DAY,
  MINUTE,
  NOW,
  newWallet,
  notified,
  only,
  PROVIDER,
  query,
  refused,
  SECOND,
  send,
  type TestedWallet,
  told,
  type Values,
} from './asking.fixture.ts'
import type { AlipayWalletOptions } from './wallet.ts'

/** A wallet whose payer has shown a code; `scan` scans it, as often as it is called. */
function counter(options: Partial<AlipayWalletOptions> = {}, biz: Values = {}) {
  const wallet = newWallet(options)
  const code = wallet.paymentCode(NOW)
  return { wallet, code, scan: codepay(code, biz) }
}

/** A counter where the payer has to type a password, and the code was scanned. */
function waiting(): ReturnType<typeof counter> {
  const found = counter({ password: 'always' })
  ask(found.wallet, found.scan)
  return found
}

const statusOf = (wallet: TestedWallet, now = NOW): unknown => ask(wallet, query(), { now }).trade_status

describe('a code that is scanned', () => {
  test('has eighteen digits from 28 on, pays at once, and the answer says everything', () => {
    const { wallet, code, scan } = counter()
    expect(code).toMatch(/^28[0-9]{16}$/)
    expect(ask(wallet, scan)).toEqual({
      code: '10000',
      msg: 'Success',
      buyer_logon_id: '159****5620',
      buyer_user_id: expect.stringMatching(/^2088[0-9]{12}$/),
      buyer_open_id: expect.any(String),
      out_trade_no: 'T_10001',
      total_amount: '19.90',
      trade_no: expect.stringMatching(/^[0-9]{28}$/),
      buyer_pay_amount: '19.90',
      invoice_amount: '19.90',
      point_amount: '0.00',
      receipt_amount: '19.90',
      gmt_payment: '2026-01-05 12:00:00',
      fund_bill_list: [{ amount: '19.90', fund_channel: 'ALIPAYACCOUNT' }],
    })
    expect(statusOf(wallet)).toBe('TRADE_SUCCESS')
  })

  test('is notified as well, where an address is given', () => {
    const { wallet, scan } = counter()
    ask(wallet, scan)
    expect(notified(only(wallet.due(NOW)))).toMatchObject({ out_trade_no: 'T_10001', trade_status: 'TRADE_SUCCESS' })
    const quiet = newWallet()
    ask(quiet, codepay(quiet.paymentCode(NOW), {}, {}))
    expect(quiet.due(NOW)).toEqual([])
  })

  test('is taken for a merchant behind a service provider too', () => {
    const { wallet, scan } = counter()
    expect(ask(wallet, scan, { as: PROVIDER })).toMatchObject({ code: '10000' })
    expect(wallet.books(NOW)).toMatchObject([{ mchId: PROVIDER.mchId, status: 'paid' }])
  })

  test('pays one order once', () => {
    const { wallet, code, scan } = counter()
    ask(wallet, scan)
    expect(refused(wallet, codepay(code, { out_trade_no: 'T_10002' }))).toBe('40004 ACQ.PAYMENT_AUTH_CODE_INVALID')
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test('has to be one that was shown, and lately', () => {
    const { wallet, scan } = counter()
    expect(refused(wallet, codepay('280000000000000000'))).toBe('40004 ACQ.PAYMENT_AUTH_CODE_INVALID')
    expect(refused(wallet, scan, { now: NOW + 5 * MINUTE })).toBe('40004 ACQ.PAYMENT_AUTH_CODE_INVALID')
    expect(wallet.books(NOW)).toEqual([])
  })

  test.each<[string, Values]>([
    ['no code', { auth_code: undefined }],
    ['letters', { auth_code: 'x'.repeat(18) }],
    ['another scene', { scene: 'wave_code' }],
    ['no amount', { total_amount: undefined }],
    ['another product', { product_code: 'QUICK_WAP_WAY' }],
  ])('%s is refused, and the code is still good', (_, biz) => {
    const { wallet, code, scan } = counter()
    expect(refused(wallet, codepay(code, biz))).toBe('40004 ACQ.INVALID_PARAMETER')
    expect(ask(wallet, scan)).toMatchObject({ code: '10000' })
  })
})

describe('a payer who has to type the password', () => {
  test('is told as 10003: the trade is there and waits', () => {
    const { wallet, scan } = counter({ password: 'always' })
    expect(ask(wallet, scan)).toMatchObject({ code: '10003', msg: ' order success pay inprocess', out_trade_no: 'T_10001' })
    expect(ask(wallet, scan)).toMatchObject({ code: '10003' })
    expect(statusOf(wallet)).toBe('WAIT_BUYER_PAY')
    expect(wallet.due(NOW)).toEqual([])
  })

  test('pays with the right one; the wrong one leaves it waiting', () => {
    const { wallet, code, scan } = waiting()
    wallet.act(code, 'wrong-password', NOW)
    expect(ask(wallet, scan)).toMatchObject({ code: '10003' })
    wallet.act(code, 'pay', NOW)
    expect(refused(wallet, scan)).toBe('40004 ACQ.TRADE_HAS_SUCCESS')
    expect(statusOf(wallet)).toBe('TRADE_SUCCESS')
  })

  test.each(['no-funds', 'cancel'] as const)('%s ends the code, not the trade: another code pays it', (action) => {
    const { wallet, code, scan } = waiting()
    wallet.act(code, action, NOW)
    expect(refused(wallet, scan)).toBe('40004 ACQ.PAYMENT_AUTH_CODE_INVALID')
    expect(statusOf(wallet)).toBe('WAIT_BUYER_PAY')
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/waits for no password any more/)
    const another = wallet.paymentCode(NOW)
    expect(ask(wallet, codepay(another))).toMatchObject({ code: '10003' })
    wallet.act(another, 'pay', NOW)
    expect(statusOf(wallet)).toBe('TRADE_SUCCESS')
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test('is one above the limit', () => {
    const at = (total_amount: string): unknown => {
      const { wallet, scan } = counter({ password: 999n }, { total_amount })
      return ask(wallet, scan).code
    }
    expect([at('9.99'), at('10.00')]).toEqual(['10000', '10003'])
  })

  test('who has not acted after three hours finds the trade closed', () => {
    const { wallet, code } = waiting()
    expect(statusOf(wallet, NOW + 180 * MINUTE)).toBe('TRADE_CLOSED')
    expect(() => wallet.act(code, 'pay', NOW + 180 * MINUTE)).toThrow(/has expired/)
  })
})

describe('magic amounts', () => {
  test('no funds at once: no trade, and the code is used up', () => {
    const { wallet, scan } = counter({}, { total_amount: '953.01' })
    expect(refused(wallet, scan)).toBe('40004 ACQ.BUYER_BALANCE_NOT_ENOUGH')
    expect(told(send(wallet, scan)).values).toMatchObject({ out_trade_no: 'T_10001', receipt_amount: '0.00' })
    expect(refused(wallet, query())).toBe('40004 ACQ.TRADE_NOT_EXIST')
  })

  test('a password that is typed after ten seconds', () => {
    const { wallet, scan } = counter({}, { total_amount: '953.03' })
    expect(ask(wallet, scan)).toMatchObject({ code: '10003' })
    expect(statusOf(wallet, NOW + 10 * SECOND - 1)).toBe('WAIT_BUYER_PAY')
    expect(ask(wallet, query(), { now: NOW + 11 * SECOND })).toMatchObject({
      trade_status: 'TRADE_SUCCESS',
      send_pay_date: '2026-01-05 12:00:10',
    })
  })

  test('a discount of the wallet is told beside what the payer paid', () => {
    const { wallet, scan } = counter({}, { total_amount: '953.04' })
    const amounts = { total_amount: '953.04', buyer_pay_amount: '933.04', receipt_amount: '953.04', discount_amount: '20.00' }
    expect(ask(wallet, scan)).toMatchObject({
      ...amounts,
      fund_bill_list: [
        { amount: '933.04', fund_channel: 'ALIPAYACCOUNT' },
        { amount: '20.00', fund_channel: 'COUPON' },
      ],
      voucher_detail_list: [{ amount: '20.00', merchant_contribute: '0.00', other_contribute: '20.00' }],
    })
    expect(ask(wallet, query())).toMatchObject(amounts)
    expect(ask(wallet, query())).not.toHaveProperty('voucher_detail_list')
    expect(ask(wallet, query({ query_options: ['voucher_detail_list'] })).voucher_detail_list).toHaveLength(1)
  })
})

describe('a repeat', () => {
  test('with another amount, or of a trade that was begun otherwise, is refused', () => {
    const { wallet, code } = waiting()
    expect(refused(wallet, codepay(code, { total_amount: '0.01' }))).toBe('40004 ACQ.CONTEXT_INCONSISTENT')
    ask(wallet, create({ out_trade_no: 'T_10002' }))
    const mixed = codepay(wallet.paymentCode(NOW), { out_trade_no: 'T_10002' })
    expect(refused(wallet, mixed)).toBe('40004 ACQ.CONTEXT_INCONSISTENT')
    expect(wallet.books(NOW)).toHaveLength(2)
  })

  test('of what was cancelled is refused', () => {
    const { wallet, scan } = waiting()
    ask(wallet, cancel())
    expect(refused(wallet, scan)).toBe('40004 ACQ.TRADE_HAS_CLOSE')
    expect(refused(wallet, scan, { now: NOW + DAY })).toBe('40004 ACQ.TRADE_HAS_CLOSE')
  })
})
