import { describe, expect, test } from 'vitest'
import {
  AUTH_APP_ID,
  ask,
  cancel,
  certificate,
  close,
  codepay,
  create,
  MINUTE,
  NOW,
  newWallet,
  OTHER,
  OURS,
  PROVIDER,
  paidTrade,
  precreate,
  prompt,
  query,
  refund,
  refused,
  type TestedWallet,
  type Values,
} from './asking.fixture.ts'

const NOT_EXIST = '40004 ACQ.TRADE_NOT_EXIST'

const statusOf = (wallet: TestedWallet, now = NOW): unknown => ask(wallet, query(), { now }).trade_status

describe('a QR code', () => {
  test('is answered without a trade: nobody can query, close or refund what nobody has scanned', () => {
    const wallet = newWallet()
    expect(ask(wallet, precreate())).toEqual({
      code: '10000',
      msg: 'Success',
      out_trade_no: 'T_10001',
      qr_code: expect.stringMatching(/^https:\/\/qr\.alipay\.com\/bax[0-9a-z]{15}$/),
    })
    for (const question of [query(), close(), refund()]) expect(refused(wallet, question)).toBe(NOT_EXIST)
    expect(ask(wallet, cancel())).toEqual({ code: '10000', msg: 'Success', out_trade_no: 'T_10001', retry_flag: 'N' })
    expect(wallet.books(NOW)).toEqual([])
    expect(wallet.bills(NOW)).toMatchObject([{ scene: 'native', status: 'open', outTradeNo: 'T_10001' }])
  })

  test.each(['cancel', 'wrong-password', 'no-funds'] as const)(
    'is a trade from the scan on, also where it ends with %s',
    (action) => {
      const wallet = newWallet()
      wallet.act(prompt(ask(wallet, precreate())), action, NOW + MINUTE)
      expect(ask(wallet, query(), { now: NOW + MINUTE })).toMatchObject({
        trade_status: 'WAIT_BUYER_PAY',
        trade_no: expect.stringMatching(/^2026010522001[0-9]{15}$/),
        total_amount: '19.90',
        buyer_pay_amount: '0.00',
        receipt_amount: '0.00',
      })
      expect(wallet.books(NOW + MINUTE)).toMatchObject([{ status: 'open', total: 1990n }])
      expect(wallet.books(NOW + MINUTE)[0]).not.toHaveProperty('transactionId')
    },
  )

  test('is paid by whoever scans it, once', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, precreate()))
    wallet.act(code, 'pay', NOW)
    const told = ask(wallet, query())
    expect(told).toMatchObject({ trade_status: 'TRADE_SUCCESS', send_pay_date: '2026-01-05 12:00:00', receipt_amount: '19.90' })
    expect(wallet.books(NOW)[0]?.transactionId).toBe(told.trade_no)
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/paid already/)
  })

  test('lives two hours, whatever is asked; or less', () => {
    const ends = (biz: Values, after: number): void => {
      const code = (wallet: TestedWallet): string => prompt(ask(wallet, precreate(biz)))
      const wallet = newWallet()
      const late = code(wallet)
      expect(() => wallet.act(late, 'pay', NOW + after)).toThrow(/has expired/)
      expect(wallet.bills(NOW + after)).toMatchObject([{ status: 'expired' }])
      const other = newWallet()
      other.act(code(other), 'pay', NOW + after - 1)
    }
    ends({}, 120 * MINUTE)
    ends({ timeout_express: '15d' }, 120 * MINUTE)
    ends({ timeout_express: '90m' }, 90 * MINUTE)
    ends({ qr_code_timeout_express: '10m' }, 10 * MINUTE)
    ends({ time_expire: '2026-01-05 12:05:00' }, 5 * MINUTE)
    ends({ time_expire: '2026-01-05 12:05:00', timeout_express: '1m' }, 5 * MINUTE)
  })

  test('that was scanned in time leads to a trade that lasts longer than the code', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, precreate()))
    wallet.act(code, 'cancel', NOW)
    const { trade_no } = ask(wallet, query())
    expect(() => wallet.act(code, 'pay', NOW + 120 * MINUTE)).toThrow(/has expired/)
    wallet.act(String(trade_no), 'pay', NOW + 120 * MINUTE)
    expect(statusOf(wallet, NOW + 120 * MINUTE)).toBe('TRADE_SUCCESS')
  })
})

describe('a number that is asked again before anybody came', () => {
  test('with the same is the same code, as long as it lives', () => {
    const wallet = newWallet()
    const first = ask(wallet, precreate())
    expect(ask(wallet, precreate(), { now: NOW + MINUTE })).toEqual(first)
    expect(ask(wallet, precreate(), { now: NOW + 121 * MINUTE - 1 })).toEqual(first)
    expect(ask(wallet, precreate(), { now: NOW + 300 * MINUTE }).qr_code).not.toBe(first.qr_code)
  })

  test.each([{ total_amount: '19.91' }, { subject: '其他' }])('with another %o is refused', (biz) => {
    const wallet = newWallet()
    ask(wallet, precreate())
    expect(refused(wallet, precreate(biz))).toBe('40004 ACQ.CONTEXT_INCONSISTENT')
    expect(wallet.bills(NOW)).toMatchObject([{ total: 1990n, subject: '天虹南山店 超市' }])
  })

  test('may be refused in any case', () => {
    const wallet = newWallet({ repeatPrecreateAs: 'ACQ.APPLY_PC_MERCHANT_CODE_ERROR' })
    ask(wallet, precreate())
    expect(refused(wallet, precreate())).toBe('40004 ACQ.APPLY_PC_MERCHANT_CODE_ERROR')
  })

  test('tells its payment where the latest request said', () => {
    const wallet = newWallet()
    ask(wallet, precreate())
    wallet.act(prompt(ask(wallet, precreate({}, { notify_url: 'http://127.0.0.1:9/other' }))), 'pay', NOW)
    expect(wallet.due(NOW)).toMatchObject([{ url: 'http://127.0.0.1:9/other' }])
  })
})

describe('a trade that is made by the call', () => {
  test('is there at once, and paid by its number', () => {
    const wallet = newWallet()
    const { trade_no, ...rest } = ask(wallet, create())
    expect(rest).toEqual({ code: '10000', msg: 'Success', out_trade_no: 'T_10001' })
    expect(ask(wallet, query())).toMatchObject({ trade_no, trade_status: 'WAIT_BUYER_PAY', buyer_user_id: '2088000000000777' })
    wallet.act(String(trade_no), 'pay', NOW)
    expect(ask(wallet, query({ out_trade_no: undefined, trade_no }))).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
  })

  test.each<[string, Values, string]>([
    ['no buyer', { buyer_id: undefined }, '40004 ACQ.INVALID_PARAMETER'],
    ['a buyer who is none', { buyer_id: '1234' }, '40004 ACQ.INVALID_PARAMETER'],
    ['the seller as its buyer', { buyer_id: OURS.mchId }, '40004 ACQ.BUYER_SELLER_EQUAL'],
    ['no application that it is paid in', { product_code: 'JSAPI_PAY' }, '40004 ACQ.INVALID_PARAMETER'],
    ['another product', { product_code: 'FAST_INSTANT_TRADE_PAY' }, '40004 ACQ.INVALID_PARAMETER'],
  ])('with %s is refused', (_, biz, code) => expect(refused(newWallet(), create(biz))).toBe(code))

  test('names its buyer by an open id as well, and says whichever the wallet is told to', () => {
    const biz = {
      product_code: 'JSAPI_PAY',
      op_app_id: '2021',
      buyer_id: undefined,
      buyer_open_id: '074a1CcTG1LelxKe4xQC0zgNdId',
    }
    const names = (buyerAs: 'both' | 'open-id' | 'user-id'): readonly unknown[] => {
      const wallet = newWallet({ buyerAs })
      ask(wallet, create(biz))
      const { buyer_open_id, buyer_user_id, buyer_logon_id } = ask(wallet, query())
      return [buyer_open_id, typeof buyer_user_id, buyer_logon_id]
    }
    expect(names('both')).toEqual([biz.buyer_open_id, 'string', '159****5620'])
    expect(names('open-id')).toEqual([biz.buyer_open_id, 'undefined', '159****5620'])
    expect(names('user-id')).toEqual([undefined, 'string', '159****5620'])
  })
})

describe('a number that has a trade', () => {
  test('with the same key data goes on: the same trade', () => {
    const wallet = newWallet()
    const first = ask(wallet, create())
    expect(ask(wallet, create(), { now: NOW + MINUTE })).toEqual(first)
    expect(ask(wallet, create({ body: 'new' })).trade_no).toBe(first.trade_no)
    wallet.act(prompt(ask(wallet, precreate())), 'pay', NOW)
    expect(ask(wallet, query())).toMatchObject({ trade_no: first.trade_no, trade_status: 'TRADE_SUCCESS' })
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test.each<[string, Values, string]>([
    ['amount', { total_amount: '19.9' }, 'undefined'],
    ['amount', { total_amount: 19.9 }, 'undefined'],
    ['amount', { total_amount: '0.01' }, 'ACQ.CONTEXT_INCONSISTENT'],
    ['subject', { subject: 'x' }, 'ACQ.CONTEXT_INCONSISTENT'],
    ['buyer', { buyer_id: '2088000000000778' }, 'ACQ.TRADE_BUYER_NOT_MATCH'],
    ['buyer', { buyer_id: undefined, buyer_open_id: 'x' }, 'ACQ.TRADE_BUYER_NOT_MATCH'],
  ])('of another %s, %o', (_, biz, code) => {
    const wallet = newWallet()
    ask(wallet, create())
    const before = wallet.books(NOW)
    expect(refused(wallet, create(biz))).toMatch(new RegExp(`${code}$`))
    expect(wallet.books(NOW)).toEqual(before)
  })

  test('is used up once it was paid, closed or given back', () => {
    const paid = newWallet()
    paidTrade(paid)
    for (const question of [precreate(), create(), codepay(paid.paymentCode(NOW))])
      expect(refused(paid, question)).toBe('40004 ACQ.TRADE_HAS_SUCCESS')
    ask(paid, refund({ refund_amount: '19.90' }))
    expect(refused(paid, create())).toBe('40004 ACQ.TRADE_HAS_CLOSE')
    const closed = newWallet()
    ask(closed, create())
    ask(closed, close())
    expect(refused(closed, precreate())).toBe('40004 ACQ.TRADE_HAS_CLOSE')
    const late = newWallet()
    ask(late, create())
    expect(refused(late, create(), { now: NOW + 180 * MINUTE })).toBe('40004 ACQ.TRADE_HAS_CLOSE')
  })

  test('of another merchant is another trade', () => {
    const wallet = newWallet()
    paidTrade(wallet)
    expect(ask(wallet, create(), { as: OTHER })).toMatchObject({ code: '10000' })
    expect(wallet.books(NOW).map(({ mchId, status }) => [mchId, status])).toEqual([
      [OURS.mchId, 'paid'],
      [OTHER.mchId, 'open'],
    ])
  })
})

describe('a close', () => {
  test('ends what waits for its payer', () => {
    const wallet = newWallet()
    const { trade_no } = ask(wallet, create())
    expect(ask(wallet, close())).toEqual({ code: '10000', msg: 'Success', out_trade_no: 'T_10001', trade_no })
    expect(statusOf(wallet)).toBe('TRADE_CLOSED')
    expect(() => wallet.act(String(trade_no), 'pay', NOW)).toThrow(/closed by the merchant/)
  })

  test.each(['ACQ.TRADE_STATUS_ERROR', 'ACQ.REASON_TRADE_STATUS_INVALID', 'ACQ.REASON_ILLEGAL_STATUS'] as const)(
    'of what is paid, closed or over is refused as %s',
    (closeRefusedAs) => {
      const wallet = newWallet({ closeRefusedAs })
      paidTrade(wallet)
      ask(wallet, create({ out_trade_no: 'T_10002' }))
      ask(wallet, close({ out_trade_no: 'T_10002' }))
      ask(wallet, create({ out_trade_no: 'T_10003', timeout_express: '1m' }))
      const before = wallet.books(NOW + MINUTE)
      for (const out_trade_no of ['T_10001', 'T_10002', 'T_10003'])
        expect(refused(wallet, close({ out_trade_no }), { now: NOW + MINUTE })).toBe(`40004 ${closeRefusedAs}`)
      expect(wallet.books(NOW + MINUTE)).toEqual(before)
    },
  )

  test('does not stop a code that was handed out: the payer can still make the trade', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, precreate()))
    expect(refused(wallet, close())).toBe(NOT_EXIST)
    wallet.act(code, 'pay', NOW)
    expect(statusOf(wallet)).toBe('TRADE_SUCCESS')
  })
})

describe('who is found', () => {
  test('by the number of the wallet where both are said', () => {
    const wallet = newWallet()
    const first = paidTrade(wallet)
    ask(wallet, create({ out_trade_no: 'T_10002' }))
    expect(ask(wallet, query({ out_trade_no: 'T_10002', trade_no: first }))).toMatchObject({ out_trade_no: 'T_10001' })
    expect(refused(wallet, query({ trade_no: '2026010522001000000000000000' }))).toBe(NOT_EXIST)
  })

  test('nobody, where none is said, or for another merchant', () => {
    const wallet = newWallet()
    const trade_no = paidTrade(wallet)
    expect(refused(wallet, query({ out_trade_no: undefined }))).toBe('40004 ACQ.INVALID_PARAMETER')
    for (const biz of [{}, { trade_no }]) expect(refused(wallet, query(biz), { as: OTHER })).toBe(NOT_EXIST)
  })
})

describe('a service provider', () => {
  const as = PROVIDER

  test("acts for the merchant whose token it says; the trade is that merchant's", () => {
    const wallet = newWallet()
    paidTrade(wallet, precreate(), { as })
    expect(ask(wallet, query(), { as })).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
    expect(wallet.books(NOW)).toMatchObject([{ mchId: PROVIDER.mchId }])
    expect(wallet.bills(NOW)).toMatchObject([{ merchant: 'Authorising shop' }])
    expect(AUTH_APP_ID).not.toBe(as.appId)
  })

  test.each<[string, Record<string, string | undefined>, string]>([
    ['no token', { app_auth_token: undefined }, '40006 isv.self-invoke-forbidden'],
    ['a token that nobody gave', { app_auth_token: 'x' }, '20001 aop.invalid-app-auth-token'],
    ['a token that is over', { app_auth_token: 'over' }, '20001 aop.app-auth-token-time-out'],
  ])('with %s is refused', (_, parameters, code) => expect(refused(newWallet(), precreate(), { as, parameters })).toBe(code))

  test('needs none for what is about applications', () => {
    const parameters = { app_auth_token: undefined }
    expect(refused(newWallet(), certificate('0'.repeat(32)), { as, parameters })).toBe('40002 isv.alipay-cert-not-exist')
  })

  test('is no application of its own that says a token', () => {
    const parameters = { app_auth_token: 'x' }
    expect(refused(newWallet(), precreate(), { parameters })).toBe('20001 aop.invalid-app-auth-token')
  })
})
