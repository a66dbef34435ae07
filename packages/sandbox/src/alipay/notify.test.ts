import { describe, expect, test } from 'vitest'
import {
  AUTH_APP_ID,
  ask,
  close,
  codepay,
  create,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  newWallet,
  notified,
  OURS,
  only,
  PROVIDER,
  paidTrade,
  precreate,
  prompt,
  query,
  refund,
  SECOND,
  type TestedWallet,
  type Values,
} from './asking.fixture.ts'
import type { AlipayWalletOptions } from './wallet.ts'

const heard = (status: number, body = '') => ({ status, body })
const SUCCESS = heard(200, 'success')

function paidWallet(options: Partial<AlipayWalletOptions> = {}, biz: Values = {}): TestedWallet {
  const wallet = newWallet(options)
  paidTrade(wallet, precreate(biz))
  return wallet
}

/** The same, told of its payment and answered. */
function toldWallet(options: Partial<AlipayWalletOptions> = {}): TestedWallet {
  const wallet = paidWallet(options)
  wallet.delivered(only(wallet.due(NOW)).id, SUCCESS, NOW)
  return wallet
}

describe('the notify of a payment', () => {
  test('is a form, at once, to the address of the order, signed without sign_type', () => {
    const wallet = paidWallet({ buyerAs: 'user-id' }, { passback_params: 'a%3D1%26b+%25', body: '正文' })
    const delivery = only(wallet.due(NOW))
    expect(delivery).toMatchObject({
      url: 'http://127.0.0.1:9/notify',
      attempt: 1,
      headers: [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']],
    })
    expect(notified(delivery)).toEqual({
      notify_time: '2026-01-05 12:00:00',
      notify_type: 'trade_status_sync',
      notify_id: expect.stringMatching(/^2026010500222120000[0-9]{15}$/),
      charset: 'utf-8',
      version: '1.0',
      sign_type: 'RSA2',
      sign: expect.any(String),
      app_id: OURS.appId,
      auth_app_id: OURS.appId,
      seller_id: OURS.mchId,
      trade_no: ask(wallet, query()).trade_no,
      out_trade_no: 'T_10001',
      trade_status: 'TRADE_SUCCESS',
      subject: '天虹南山店 超市',
      body: '正文',
      passback_params: 'a%3D1%26b+%25',
      total_amount: '19.90',
      receipt_amount: '19.90',
      invoice_amount: '19.90',
      buyer_pay_amount: '19.90',
      point_amount: '0.00',
      gmt_create: '2026-01-05 12:00:00',
      gmt_payment: '2026-01-05 12:00:00',
      buyer_id: '2088101117955611',
      buyer_logon_id: '159****5620',
      fund_bill_list: '[{"amount":"19.90","fundChannel":"ALIPAYACCOUNT"}]',
    })
  })

  test('has no field that is empty', () => {
    for (const value of Object.values(notified(only(paidWallet().due(NOW))))) expect(value).not.toBe('')
  })

  test('of a merchant behind a service provider names both applications, and the merchant', () => {
    const wallet = newWallet()
    paidTrade(wallet, precreate(), { as: PROVIDER })
    expect(notified(only(wallet.due(NOW)))).toMatchObject({
      app_id: PROVIDER.appId,
      auth_app_id: AUTH_APP_ID,
      seller_id: PROVIDER.mchId,
    })
  })

  test('tells a discount', () => {
    const told = notified(only(paidWallet({ couponFee: 90n }).due(NOW)))
    expect(told).toMatchObject({ total_amount: '19.90', receipt_amount: '19.90', buyer_pay_amount: '19.00' })
    expect(JSON.parse(String(told.voucher_detail_list))).toMatchObject([{ amount: '0.90', otherContribute: '0.90' }])
    expect(told.fund_bill_list).toBe(
      '[{"amount":"19.00","fundChannel":"ALIPAYACCOUNT"},{"amount":"0.90","fundChannel":"COUPON"}]',
    )
  })

  test('is in the charset of the request, unless the wallet is told otherwise', () => {
    const charsetOf = (options: Partial<AlipayWalletOptions>) => {
      const wallet = newWallet(options)
      wallet.act(prompt(ask(wallet, precreate(), { charset: 'gbk' })), 'pay', NOW)
      return only(wallet.due(NOW))
    }
    const own = charsetOf({})
    expect(own.headers).toEqual([['Content-Type', 'application/x-www-form-urlencoded; charset=GBK']])
    expect(notified(own, 'gbk')).toMatchObject({ charset: 'GBK', subject: '天虹南山店 超市' })
    expect(notified(charsetOf({ notifyCharset: 'utf-8' }))).toMatchObject({ charset: 'utf-8', subject: '天虹南山店 超市' })
  })

  test('is not made before the payment, nor without an address', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, precreate()))
    for (const action of ['no-funds', 'cancel', 'wrong-password'] as const) wallet.act(code, action, NOW)
    ask(wallet, create({ out_trade_no: 'T_10002' }))
    expect(wallet.due(NOW + DAY)).toEqual([])
    paidTrade(wallet, precreate({ out_trade_no: 'T_10003' }, {}))
    expect(wallet.due(NOW + DAY)).toEqual([])
  })
})

describe('the schedule', () => {
  const MINUTES = [4, 10, 10, 60, 120, 360, 900]

  test('sends at once and seven times again, in 24 hours and 24 minutes, and then gives up', () => {
    const wallet = paidWallet()
    let now = NOW
    for (const minutes of [0, ...MINUTES]) {
      now += minutes * MINUTE
      expect(wallet.due(now - 1)).toEqual([])
      wallet.delivered(only(wallet.due(now)).id, undefined, now)
    }
    expect(now - NOW).toBe(24 * HOUR + 24 * MINUTE)
    expect(wallet.due(now + 1e12)).toEqual([])
  })

  test('every send says the same under one notify_id, and its own time', () => {
    const wallet = paidWallet()
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, heard(500), NOW)
    ask(wallet, refund({ refund_amount: '19.90' }))
    wallet.delivered(only(wallet.due(NOW)).id, SUCCESS, NOW)
    const again = only(wallet.due(NOW + 4 * MINUTE))
    const [{ sign: one, ...before }, { sign: two, ...after }] = [notified(first), notified(again)]
    expect(after).toEqual({ ...before, notify_time: '2026-01-05 12:04:00' })
    expect(one).not.toBe(two)
    expect(again.attempt).toBe(2)
  })

  test('ends with these seven bytes', () => {
    const wallet = paidWallet()
    wallet.delivered(only(wallet.due(NOW)).id, SUCCESS, NOW)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test.each([
    ['fail', heard(200, 'fail')],
    ['capitals', heard(200, 'SUCCESS')],
    ['a line end', heard(200, 'success\n')],
    ['quotes', heard(200, '"success"')],
    ['a page', heard(200, '<html>success</html>')],
    ['201', heard(201, 'success')],
    ['302', heard(302, 'success')],
    ['500', heard(500, 'success')],
    ['nothing', undefined],
  ])('goes on after %s', (_, answer) => {
    const wallet = paidWallet()
    wallet.delivered(only(wallet.due(NOW)).id, answer, NOW)
    expect(wallet.due(NOW + 4 * MINUTE - 1)).toEqual([])
    expect(only(wallet.due(NOW + 4 * MINUTE)).attempt).toBe(2)
  })

  test('can be given: three at once before the first pause', () => {
    const wallet = paidWallet({ notifyPausesMs: [0, 0, 0] })
    for (const attempt of [1, 2, 3, 4]) {
      const delivery = only(wallet.due(NOW))
      expect(delivery.attempt).toBe(attempt)
      wallet.delivered(delivery.id, undefined, NOW)
    }
    expect(wallet.due(NOW + DAY)).toEqual([])
  })
})

describe('the notify of a refund', () => {
  test('says TRADE_SUCCESS again where a part went back, and the sum so far', () => {
    const wallet = toldWallet()
    ask(wallet, refund(), { now: NOW + 250 })
    ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '1.00' }), { now: NOW + 250 })
    const [first, second] = wallet.due(NOW + 250).map((each) => notified(each))
    expect(first).toMatchObject({
      trade_status: 'TRADE_SUCCESS',
      out_biz_no: 'R_1',
      refund_fee: '5.00',
      gmt_refund: '2026-01-05 12:00:00.250',
      gmt_payment: '2026-01-05 12:00:00',
      total_amount: '19.90',
    })
    expect(second).toMatchObject({ trade_status: 'TRADE_SUCCESS', out_biz_no: 'R_2', refund_fee: '6.00' })
    expect(first?.notify_id).not.toBe(second?.notify_id)
    expect(first).not.toHaveProperty('gmt_close')
  })

  test('says TRADE_CLOSED where everything did', () => {
    const wallet = toldWallet()
    ask(wallet, refund())
    ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '14.90' }))
    const told = wallet.due(NOW).map((each) => notified(each))
    expect(told.map(({ trade_status, refund_fee }) => [trade_status, refund_fee])).toEqual([
      ['TRADE_SUCCESS', '5.00'],
      ['TRADE_CLOSED', '19.90'],
    ])
    expect(told[1]).toMatchObject({ gmt_close: '2026-01-05 12:00:00' })
  })

  test('is none for a repeat, which moves nothing', () => {
    const wallet = toldWallet()
    ask(wallet, refund())
    wallet.delivered(only(wallet.due(NOW)).id, SUCCESS, NOW)
    ask(wallet, refund())
    expect(wallet.due(NOW + DAY)).toEqual([])
  })
})

describe('what is closed or finished', () => {
  test('is told of no one, unless the wallet is told to', () => {
    const wallet = newWallet()
    ask(wallet, create())
    ask(wallet, create({ out_trade_no: 'T_10002' }))
    ask(wallet, close())
    expect(wallet.due(NOW + DAY)).toEqual([])
    expect(toldWallet().due(NOW + 400 * DAY)).toEqual([])
  })

  test('in time: TRADE_CLOSED, with nothing about money', () => {
    const wallet = newWallet({ notifiesClosed: true })
    ask(wallet, create({ timeout_express: '5m' }))
    expect(wallet.due(NOW + 5 * MINUTE - 1)).toEqual([])
    const told = notified(only(wallet.due(NOW + 5 * MINUTE)))
    expect(told).toMatchObject({ trade_status: 'TRADE_CLOSED', gmt_close: '2026-01-05 12:05:00' })
    for (const name of ['gmt_payment', 'refund_fee', 'gmt_refund', 'buyer_pay_amount']) expect(told).not.toHaveProperty(name)
  })

  test('by the merchant: once, at the address that the call names', () => {
    const wallet = newWallet({ notifiesClosed: true })
    ask(wallet, create())
    ask(wallet, close({}, { notify_url: 'http://127.0.0.1:9/closed' }))
    const delivery = only(wallet.due(NOW))
    expect(delivery.url).toBe('http://127.0.0.1:9/closed')
    expect(notified(delivery)).toMatchObject({ trade_status: 'TRADE_CLOSED', gmt_close: '2026-01-05 12:00:00' })
    wallet.delivered(delivery.id, SUCCESS, NOW)
    expect(wallet.due(NOW + DAY)).toEqual([])
  })

  test('is none of a trade that was paid in time', () => {
    const wallet = toldWallet({ notifiesClosed: true })
    expect(wallet.due(NOW + DAY)).toEqual([])
    const counter = newWallet({ notifiesClosed: true })
    ask(counter, codepay(counter.paymentCode(NOW)))
    expect(counter.due(NOW + DAY)).toHaveLength(1)
  })

  test('when nothing can go back any more: TRADE_FINISHED, unless everything did', () => {
    const options = { notifiesFinished: true, refundWindowMs: 90 * DAY }
    const wallet = toldWallet(options)
    expect(wallet.due(NOW + 90 * DAY - SECOND)).toEqual([])
    expect(notified(only(wallet.due(NOW + 90 * DAY)))).toMatchObject({ trade_status: 'TRADE_FINISHED' })
    const back = toldWallet(options)
    ask(back, refund({ refund_amount: '19.90' }))
    back.delivered(only(back.due(NOW)).id, SUCCESS, NOW)
    expect(back.due(NOW + 90 * DAY)).toEqual([])
  })
})

describe('a replay', () => {
  test('sends the same message once more, though it was acknowledged and money went back since', () => {
    const wallet = paidWallet()
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, SUCCESS, NOW)
    ask(wallet, refund({ refund_amount: '19.90' }))
    wallet.delivered(only(wallet.due(NOW)).id, SUCCESS, NOW)
    wallet.replay({ mchId: OURS.mchId, outTradeNo: 'T_10001' }, NOW + DAY)
    const again = only(wallet.due(NOW + DAY))
    const [{ sign: _, ...before }, { sign: __, ...after }] = [notified(first), notified(again)]
    expect(after).toEqual({ ...before, notify_time: '2026-01-06 12:00:00' })
    wallet.delivered(again.id, undefined, NOW + DAY)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('needs a payment', () => {
    expect(() => newWallet().replay({ mchId: OURS.mchId, outTradeNo: 'T_10001' }, NOW)).toThrow(/expected a paid order/)
  })
})
