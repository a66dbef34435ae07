import { describe, expect, test } from 'vitest'
import {
  address,
  app,
  ask,
  CERTIFIED_MERCHANT,
  codepay,
  create,
  MERCHANT,
  NOW,
  newWallet,
  orderString,
  page,
  paidTrade,
  precreate,
  prompt,
  query,
  refund,
  refused,
  SISTER,
  send,
} from './asking.fixture.ts'
import type { AlipayMerchant } from './merchant.ts'

describe('a merchant', () => {
  const enrolled = (changes: Partial<AlipayMerchant>) => () => newWallet({ merchants: [{ ...MERCHANT, ...changes }] })

  test.each<[string, Partial<AlipayMerchant>, RegExp]>([
    ['a number of 10 digits', { mchId: '1900000109' }, /expected 16 digits from 2088 on as its mchId, found "1900000109"/],
    ['an application without a number', { appId: '' }, /expected up to 32 digits as appId/],
    ['both a key and a certificate', { certificate: 'x' }, /expected either a publicKey or a certificate, found both/],
    ['a key of 15 bytes', { aesKey: 'AAAAAAAAAAAAAAAAAAAA' }, /expected an aesKey of 16 bytes in Base64, found 15/],
    [
      'an authorising merchant of 10 digits',
      { authorisations: [{ appAuthToken: 'x', authAppId: '1', mchId: '1900000109' }] },
      /expected 16 digits from 2088 on/,
    ],
  ])('with %s is refused', (_, changes, sentence) => expect(enrolled(changes)).toThrow(sentence))

  test('with neither a key nor a certificate is refused', () => {
    const { publicKey: _, ...bare } = MERCHANT
    expect(() => newWallet({ merchants: [bare] })).toThrow(/expected either a publicKey or a certificate, found neither/)
  })

  test('may have its key in one line, without a frame', () => {
    const publicKey = MERCHANT.publicKey?.replace(/-----[^-]+-----|\n/g, '') ?? ''
    expect(ask(newWallet({ merchants: [{ ...MERCHANT, publicKey }] }), precreate())).toHaveProperty('qr_code')
  })

  test('each application is there once, also when one is taken in later', () => {
    expect(() => newWallet({ merchants: [MERCHANT, MERCHANT] })).toThrow(/listed twice/)
    const wallet = newWallet({ merchants: [] })
    expect(refused(wallet, precreate())).toBe('40002 isv.invalid-app-id')
    wallet.enrol(MERCHANT)
    expect(ask(wallet, precreate())).toHaveProperty('qr_code')
    expect(() => wallet.enrol(MERCHANT)).toThrow(/listed twice/)
    wallet.enrol(CERTIFIED_MERCHANT)
  })

  test('keeps its money over all its applications', () => {
    const wallet = newWallet({
      merchants: [
        { ...MERCHANT, refundableFunds: 500n },
        { ...MERCHANT, appId: SISTER.appId },
      ],
    })
    paidTrade(wallet)
    ask(wallet, refund(), { as: SISTER })
    expect(refused(wallet, refund({ out_request_no: 'R_2' }))).toBe('40004 ACQ.SELLER_BALANCE_NOT_ENOUGH')
  })
})

test('a setting of another type is refused: plain JavaScript writes 100 where 100n is meant', () => {
  const given = JSON.parse('{"couponFee":100}')
  expect(() => newWallet(given)).toThrow(/sandbox couponFee: expected a bigint, such as 0n, found a number/)
})

describe("the payer's phone", () => {
  test('shows what is to be paid, to whom, and where it stands; what nobody has come to yet too, oldest first', () => {
    const wallet = newWallet({ couponFee: 90n, merchants: [{ ...MERCHANT, name: 'Test shop' }] })
    ask(wallet, create())
    const now = NOW + 1
    const code = prompt(ask(wallet, precreate({ out_trade_no: 'T_10002' }), { now }))
    send(wallet, page({ out_trade_no: 'T_10003' }), { now: NOW + 2 })
    const usual = {
      wallet: { zh: '支付宝', en: 'Alipay' },
      merchant: 'Test shop',
      total: 1990n,
      payerTotal: 1900n,
      status: 'open',
    }
    expect(wallet.bills(NOW + 2)).toMatchObject([
      { ...usual, scene: 'jsapi', outTradeNo: 'T_10001' },
      { ...usual, scene: 'native', outTradeNo: 'T_10002', promptText: code },
      { ...usual, scene: 'page', outTradeNo: 'T_10003' },
    ])
    const token = wallet.bills(now)[1]?.token
    wallet.act(code, 'pay', now)
    expect(wallet.bills(now)[1]).toMatchObject({ status: 'paid', token, promptText: code })
  })

  test('pays whatever it shows', () => {
    const wallet = newWallet({ password: 'always' })
    ask(wallet, create())
    ask(wallet, create({ out_trade_no: 'T_10002', product_code: 'JSAPI_PAY', op_app_id: '2021' }))
    ask(wallet, precreate({ out_trade_no: 'T_10003' }))
    send(wallet, page({ out_trade_no: 'T_10004' }))
    ask(wallet, codepay(wallet.paymentCode(NOW), { out_trade_no: 'T_10005' }))
    wallet.act(orderString(app({ out_trade_no: 'T_10006' })), 'cancel', NOW)
    const scenes = wallet.bills(NOW).map(({ scene }) => scene)
    expect(scenes.sort()).toEqual(['app', 'jsapi', 'micropay', 'mini', 'native', 'page'])
    for (const { promptText } of wallet.bills(NOW)) wallet.act(promptText, 'pay', NOW)
    expect(new Set(wallet.books(NOW).map(({ status }) => status))).toEqual(new Set(['paid']))
    expect(wallet.books(NOW)).toHaveLength(6)
  })

  test('has a code that leads to its own order, wherever the wallet says that codes point', () => {
    const wallet = newWallet({ qrPage: 'http://127.0.0.1:9101/qr/' })
    const { qr_code } = ask(wallet, precreate())
    expect(qr_code).toBe(`http://127.0.0.1:9101/qr/${wallet.bills(NOW)[0]?.token}`)
  })

  test.each([
    ['953.01', 'WAIT_BUYER_PAY', 95_301n],
    ['953.04', 'TRADE_SUCCESS', 93_304n],
  ])('magic amounts: %s is %s then', (total_amount, state, payerTotal) => {
    const wallet = newWallet()
    wallet.act(prompt(ask(wallet, precreate({ total_amount }))), 'pay', NOW)
    expect(ask(wallet, query())).toMatchObject({ trade_status: state })
    expect(wallet.bills(NOW)[0]?.payerTotal ?? wallet.bills(NOW)[0]?.total).toBe(payerTotal)
    expect(ask(newWallet({ magicAmounts: false }), precreate({ total_amount }))).toHaveProperty('qr_code')
  })
})

test('one number in two scenes is one trade: whichever the payer comes by first', () => {
  const wallet = newWallet()
  const code = prompt(ask(wallet, precreate()))
  send(wallet, page())
  expect(wallet.bills(NOW)).toHaveLength(2)
  wallet.act(address(page()), 'wrong-password', NOW)
  expect(wallet.bills(NOW)).toHaveLength(1)
  wallet.act(code, 'pay', NOW)
  expect(wallet.books(NOW)).toMatchObject([{ status: 'paid' }])
  expect(() => wallet.act(address(page()), 'pay', NOW)).toThrow(/paid already/)
})

test('one seed, one history, to the byte; another seed, other numbers', () => {
  const history = (seed: string) => {
    const wallet = newWallet({ seed })
    const answers = [
      send(wallet, precreate()),
      send(wallet, create({ out_trade_no: 'T_10002' })),
      send(wallet, page({ out_trade_no: 'T_4' })),
    ]
    const id = paidTrade(wallet, precreate({ out_trade_no: 'T_10003' }))
    return [...answers, id, send(wallet, refund({ out_trade_no: 'T_10003' })), wallet.due(NOW), wallet.paymentCode(NOW)]
  }
  expect(history('a')).toEqual(history('a'))
  const [first, other] = [history('a'), history('b')]
  for (const [index, each] of first.entries()) expect(each).not.toEqual(other[index])
})
