import { describe, expect, test } from 'vitest'
import {
  ask,
  close,
  codepay,
  DAY,
  MINUTE,
  NOW,
  newWallet,
  OTHER,
  OURS,
  PROVIDER,
  PROVIDER_OF_ANOTHER,
  paidOrder,
  prepay,
  prompt,
  query,
  queryById,
  refund,
  refused,
  type Scene,
  SECOND,
  SUB_APP_ID,
  send,
  type Values,
} from './asking.fixture.ts'
import { rfc3339 } from './time.ts'

const FORMS: readonly (readonly [Scene, string, RegExp, string])[] = [
  ['native', 'code_url', /^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9a-z]{7}$/, 'NATIVE'],
  ['jsapi', 'prepay_id', /^wx20260105120000[0-9a-f]{20}$/, 'JSAPI'],
  ['app', 'prepay_id', /^wx20260105120000[0-9a-f]{20}$/, 'APP'],
  ['h5', 'h5_url', /^https:\/\/wx\.tenpay\.com\/cgi-bin\/mmpayweb-bin\/checkmweb\?prepay_id=wx\w+&package=[0-9a-z]+$/, 'MWEB'],
]

describe.each([
  ['a merchant', OURS, { appid: OURS.appId, mchid: OURS.mchId }],
  ['a service provider', PROVIDER, { sp_appid: PROVIDER.appId, sp_mchid: PROVIDER.mchId, sub_mchid: PROVIDER.subMchId }],
])('every scene, asked by %s', (_, as, ids) => {
  test.each(FORMS)('%s is answered with %s, and paid as itself', (scene, name, form, tradeType) => {
    const wallet = newWallet()
    const told = ask(wallet, prepay(scene), { as })
    expect(Object.keys(told)).toEqual([name])
    expect(told[name]).toMatch(form)
    const open = ask(wallet, query(), { as })
    expect(open).toMatchObject({ ...ids, out_trade_no: 'T-10001', trade_state: 'NOTPAY', amount: { total: 1990 } })
    expect(open).not.toHaveProperty('transaction_id')
    wallet.act(prompt(told), 'pay', NOW)
    expect(ask(wallet, query(), { as })).toMatchObject({ ...ids, trade_type: tradeType, trade_state: 'SUCCESS' })
  })
})

test('a paid order says everything about its payment, by either number', () => {
  const wallet = newWallet()
  const id = paidOrder(wallet, prepay('jsapi', { attach: '深圳分店' }))
  const told = ask(wallet, query())
  expect(id).toMatch(/^42[0-9]{26}$/)
  expect(told).toMatchObject({
    transaction_id: id,
    attach: '深圳分店',
    success_time: '2026-01-05T12:00:00+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total: 1990, payer_total: 1990, currency: 'CNY', payer_currency: 'CNY' },
  })
  expect(ask(wallet, queryById(id))).toEqual(told)
})

test('a refund makes it REFUND: it was paid', () => {
  const wallet = newWallet()
  paidOrder(wallet)
  ask(wallet, refund())
  expect(ask(wallet, query())).toMatchObject({ trade_state: 'REFUND', amount: { total: 1990 } })
})

describe('a coupon', () => {
  test('is told beside what the payer paid; the total stays the order', () => {
    const wallet = newWallet({ couponFee: 90n })
    paidOrder(wallet)
    expect(ask(wallet, query())).toMatchObject({
      amount: { total: 1990, payer_total: 1900 },
      promotion_detail: [{ type: 'CASH', amount: 90, wechatpay_contribute: 90 }],
    })
  })
})

describe('a service provider', () => {
  test('sees the orders of a sub-merchant under that one alone', () => {
    const wallet = newWallet()
    const id = paidOrder(wallet, prepay(), { as: PROVIDER })
    const as = PROVIDER_OF_ANOTHER
    for (const question of [query(), queryById(id), close()])
      expect(refused(wallet, question, { as })).toBe('404 ORDER_NOT_EXIST')
    expect(refused(wallet, prepay(), { as })).toBe('403 OUT_TRADE_NO_USED')
  })

  test('acts for its own sub-merchants alone, and names one', () => {
    expect(refused(newWallet(), prepay(), { as: { ...PROVIDER, subMchId: '1900000999' } })).toBe('403 NO_AUTH')
    expect(refused(newWallet(), prepay('native', { sub_mchid: undefined }), { as: PROVIDER })).toBe('400 PARAM_ERROR')
    expect(refused(newWallet(), prepay(), { as: { ...OURS, subMchId: '1900000201' } })).toBe('403 NO_AUTH')
  })

  test('names a payer of the sub-merchant beside its application', () => {
    const payer = { sub_openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' }
    const of = (values: Values) => [prepay('jsapi', { payer, ...values }), { as: PROVIDER }] as const
    expect(refused(newWallet(), ...of({}))).toBe('400 PARAM_ERROR')
    expect(refused(newWallet(), ...of({ sub_appid: OURS.appId }))).toBe('400 APPID_MCHID_NOT_MATCH')
    const wallet = newWallet()
    paidOrder(wallet, ...of({ sub_appid: SUB_APP_ID }))
    expect(ask(wallet, query(), { as: PROVIDER })).toMatchObject({ sub_appid: SUB_APP_ID, payer })
  })
})

test('another merchant sees nothing of it', () => {
  const wallet = newWallet()
  const id = paidOrder(wallet)
  for (const question of [query(), queryById(id), close()]) {
    expect(refused(wallet, question, { as: OTHER })).toBe('404 ORDER_NOT_EXIST')
  }
  expect(ask(wallet, prepay(), { as: OTHER })).toHaveProperty('code_url')
})

describe('a number that is asked again', () => {
  test('with the same is the same order', () => {
    const wallet = newWallet()
    const first = ask(wallet, prepay())
    expect(ask(wallet, prepay(), { now: NOW + MINUTE })).toEqual(first)
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test.each<[string, Scene, Values]>([
    ['amount', 'native', { amount: { total: 1991, currency: 'CNY' } }],
    ['description', 'native', { description: '其他' }],
    ['attach', 'native', { attach: 'new' }],
    ['notify_url', 'native', { notify_url: 'http://127.0.0.1:9/other' }],
    ['time_expire', 'native', { time_expire: rfc3339(NOW + DAY) }],
    ['scene', 'app', {}],
  ])('with another %s is refused', (_, scene, changed) => {
    const wallet = newWallet()
    ask(wallet, prepay())
    const before = wallet.books(NOW)
    expect(refused(wallet, prepay(scene, changed))).toBe('403 OUT_TRADE_NO_USED')
    expect(wallet.books(NOW)).toEqual(before)
  })

  test('is refused in the other spelling where the wallet is told so', () => {
    const wallet = newWallet({ repeatAs: 'INVALID_REQUEST' })
    ask(wallet, prepay())
    const answer = send(wallet, prepay('app'))
    expect(new TextDecoder().decode(answer.body)).toMatch(/"INVALID_REQUEST","message":"201 商户订单号重复/)
  })

  test('is used up once it was paid or closed', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(refused(wallet, prepay())).toBe('400 INVALID_REQUEST')
    ask(wallet, prepay('native', { out_trade_no: 'T-10002' }))
    ask(wallet, close('T-10002'))
    expect(refused(wallet, prepay('native', { out_trade_no: 'T-10002' }))).toBe('400 ORDER_CLOSED')
  })
})

describe('a close', () => {
  test('of an open order is answered 204, and nobody can pay it any more', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, prepay()))
    expect(send(wallet, close()).status).toBe(204)
    expect(ask(wallet, query())).toMatchObject({ trade_state: 'CLOSED' })
    expect(() => wallet.act(code, 'pay', NOW)).toThrow(/closed by the merchant/)
  })

  test('of an order that is paid, closed, unknown, or of a payment code, is refused and changes nothing', () => {
    const wallet = newWallet({ password: 'always' })
    paidOrder(wallet)
    ask(wallet, prepay('native', { out_trade_no: 'T-10002' }))
    ask(wallet, close('T-10002'))
    ask(wallet, codepay(wallet.paymentCode(NOW), { out_trade_no: 'T-10003' }))
    const before = wallet.books(NOW)
    expect(['T-10001', 'T-10002', 'T-unknown', 'T-10003'].map((number) => refused(wallet, close(number)))).toEqual([
      '403 TRADE_ERROR',
      '400 ORDER_CLOSED',
      '404 ORDER_NOT_EXIST',
      '400 INVALID_REQUEST',
    ])
    expect(wallet.books(NOW)).toEqual(before)
  })
})

test('what is not there is not found', () => {
  expect(refused(newWallet(), query())).toBe('404 ORDER_NOT_EXIST')
  expect(refused(newWallet(), queryById('4200000000000000000000000000'))).toBe('404 ORDER_NOT_EXIST')
})

test('a paid order stays paid when its time is over', () => {
  const wallet = newWallet()
  paidOrder(wallet)
  expect(ask(wallet, query(), { now: NOW + 30 * DAY + SECOND })).toMatchObject({ trade_state: 'SUCCESS' })
})
