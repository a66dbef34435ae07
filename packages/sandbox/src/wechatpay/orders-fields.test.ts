import { describe, expect, test } from 'vitest'
import { ask, NOW, newWallet, OTHER, prepay, refused, type Scene, type Values } from './asking.fixture.ts'

const PARAM = '400 PARAM_ERROR'
const TAKEN = '200 undefined'

const answered = (values: Values, scene: Scene = 'native'): string => refused(newWallet(), prepay(scene, values))

describe('an amount is a whole number of fen above zero', () => {
  test.each([0, -1, 0.5, 19.9, '1990', true, 2 ** 53, {}, undefined])('%j is none', (total) => {
    const wallet = newWallet()
    expect(refused(wallet, prepay('native', { amount: { total, currency: 'CNY' } }))).toBe(PARAM)
    expect(wallet.books(NOW)).toEqual([])
  })

  test.each([1, 100_000_000])('%d is one', (total) => expect(answered({ amount: { total } })).toBe(TAKEN))

  test('in yuan of China alone', () => expect(answered({ amount: { total: 1, currency: 'USD' } })).toBe(PARAM))
})

describe('an order number has 6 to 32 letters, digits and _-|*', () => {
  test.each(['T-0001', `T${'0'.repeat(31)}`, 'aZ09_-|*'])('%s is one', (number) => {
    expect(answered({ out_trade_no: number })).toBe(TAKEN)
  })

  test.each(['T-001', `T${'0'.repeat(32)}`, 'T 10001', 'T-10001@', 'T.10001', '订单号一二三', 10_000_001, '', undefined])(
    '%j is none',
    (number) => {
      expect(answered({ out_trade_no: number })).toBe(PARAM)
    },
  )
})

describe('other fields', () => {
  test.each<[string, Values]>([
    ['no description', { description: undefined }],
    ['a blank description', { description: '  ' }],
    ['a long description', { description: '一'.repeat(128) }],
    ['a long attach', { attach: 'a'.repeat(129) }],
    ['no notify_url', { notify_url: undefined }],
    ['no appid', { appid: undefined }],
    ['a time without an offset', { time_expire: '2026-01-06T12:00:00' }],
    ['a time that no calendar has', { time_expire: '2026-13-06T12:00:00+08:00' }],
    ['a time in more than 15 days', { time_expire: '2026-01-21T12:00:01+08:00' }],
    ['a text where a boolean belongs', { support_fapiao: 'true' }],
  ])('%s is refused', (_, values) => expect(answered(values)).toBe(PARAM))

  test('the longest that fit are taken, and characters count, not bytes', () => {
    expect(answered({ description: '一'.repeat(127), attach: '一'.repeat(128) })).toBe(TAKEN)
  })

  test('a field that no page lists is taken, and part of the order', () => {
    const wallet = newWallet()
    ask(wallet, prepay('native', { future_field: '1' }))
    expect(refused(wallet, prepay('native', { future_field: '2' }))).toBe('403 OUT_TRADE_NO_USED')
  })
})

describe('what a scene needs', () => {
  test('jsapi: a payer', () => {
    expect(answered({ payer: undefined }, 'jsapi')).toBe(PARAM)
    expect(answered({ payer: { sp_openid: 'o1' } }, 'jsapi')).toBe(PARAM)
  })

  test.each([
    ['no scene_info', undefined],
    ['no kind of browser', { payer_client_ip: '203.0.113.7' }],
    ['another kind of browser', { payer_client_ip: '203.0.113.7', h5_info: { type: 'Desktop' } }],
    ['no address of the payer', { h5_info: { type: 'Wap' } }],
    ['no address', { payer_client_ip: '203.0.113.700', h5_info: { type: 'Wap' } }],
    ['its own machine', { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } }],
  ])('h5: %s is refused', (_, scene_info) => expect(answered({ scene_info }, 'h5')).toBe(PARAM))

  const from = (payer_client_ip: string): string => answered({ scene_info: { payer_client_ip, h5_info: { type: 'iOS' } } }, 'h5')

  test.each(['203.0.113.255', '0.0.0.0', '2001:db8::1', '::ffff:203.0.113.7', '::'])('h5: %s is an address', (ip) => {
    expect(from(ip)).toBe(TAKEN)
  })

  test.each(['203.0.113', '203.0.113.7.', '203.0.113.7.1', '203.0.113.256', '203.0.113.07', '1:2', ':::', '2001:db8::1::2'])(
    'h5: %s is none',
    (ip) => expect(from(ip)).toBe(PARAM),
  )
})

describe('notify_url', () => {
  const answeredBy = (strictNotifyUrl: boolean, url: string): string =>
    refused(newWallet({ strictNotifyUrl }), prepay('native', { notify_url: url }))

  test.each(['https://shop.example/notify?shop=1', 'https://shop.example/notify#1', '/notify', 'ftp://shop.example/', 'shop'])(
    '%s is never one',
    (url) => expect([answeredBy(false, url), answeredBy(true, url)]).toEqual([PARAM, PARAM]),
  )

  test.each([
    'http://shop.example/notify',
    'https://localhost/notify',
    'https://127.0.0.1/notify',
    'https://10.1.2.3/notify',
    'https://192.168.0.1/notify',
    'https://172.16.0.1/notify',
    'https://[::1]/notify',
  ])('%s is one, unless the wallet is strict', (url) => {
    expect([answeredBy(false, url), answeredBy(true, url)]).toEqual([TAKEN, PARAM])
  })

  test('a public https address always is', () => expect(answeredBy(true, 'https://shop.example/notify')).toBe(TAKEN))
})

test('an application of another merchant is refused', () => {
  expect(answered({ appid: OTHER.appId })).toBe('400 APPID_MCHID_NOT_MATCH')
})
