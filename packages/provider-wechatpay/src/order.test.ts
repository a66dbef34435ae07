import { cny, type PayCommand } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { WeChatPayConfig } from './config.ts'
import type { PreparedScene } from './order.ts'
import { wechatpay } from './protocol.ts'
import { account, at, firstRequest, header, NOW, order, PUBLIC_KEY_ID, sent, sub } from './wallet.fixture.ts'

const MINUTE = 60_000
const { notifyUrl: _address, ...silent } = account

/** The fields of the command in a caller's hands: JavaScript does not know our types. */
const pay = (changes: Record<string, unknown> = {}, config: WeChatPayConfig = account) =>
  firstRequest(wechatpay(config).pay({ ...order, ...changes } as PayCommand<PreparedScene>, at))
const body = (changes?: Record<string, unknown>, config?: WeChatPayConfig) => sent(pay(changes, config))
const extra = (wechatpay: unknown) => ({ extra: { wechatpay } })

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const COMMON = {
  description: order.subject,
  out_trade_no: order.outTradeNo,
  amount: { total: 100, currency: 'CNY' },
  notify_url: account.notifyUrl,
}
const DIRECT = { appid: account.appId, mchid: account.mchId }
const PARTNER = {
  sp_appid: account.appId,
  sp_mchid: account.mchId,
  sub_appid: sub.subAppId,
  sub_mchid: sub.subMchId,
}
const H5 = { payerIp: '203.0.113.7' }

describe('the order, in each scene', () => {
  test.each([
    ['native', 'native', {}, {}, {}],
    ['app', 'app', {}, {}, {}],
    ['jsapi', 'jsapi', { payerId: OPENID }, { payer: { openid: OPENID } }, { payer: { sub_openid: OPENID } }],
    ['mini', 'jsapi', { payerId: OPENID }, { payer: { openid: OPENID } }, { payer: { sub_openid: OPENID } }],
    [
      'h5',
      'h5',
      H5,
      { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } },
      { scene_info: { payer_client_ip: '203.0.113.7', h5_info: { type: 'Wap' } } },
    ],
  ])('%s: the whole body, for a merchant and for a service provider', (scene, path, fields, direct, partner) => {
    const request = pay({ scene, ...fields })
    expect(request).toMatchObject({ method: 'POST', effect: 'write' })
    expect(request.url).toBe(`https://api.mch.weixin.qq.com/v3/pay/transactions/${path}`)
    expect(sent(request)).toEqual({ ...DIRECT, ...COMMON, ...direct })
    const provided = pay({ scene, ...fields }, { ...account, ...sub })
    expect(provided.url).toBe(`https://api.mch.weixin.qq.com/v3/pay/partner/transactions/${path}`)
    expect(sent(provided)).toEqual({ ...PARTNER, ...COMMON, ...partner })
  })

  test("without the sub-merchant's application, the payer is known under the provider's", () => {
    const found = body({ scene: 'jsapi', payerId: OPENID }, { ...account, subMchId: sub.subMchId })
    expect(found).toMatchObject({ sub_mchid: sub.subMchId, payer: { sp_openid: OPENID } })
    expect(found).not.toHaveProperty('sub_appid')
  })

  test("native and app send nobody's openid, whatever the command says", () => {
    for (const scene of ['native', 'app']) expect(body({ scene, payerId: OPENID })).not.toHaveProperty('payer')
  })

  test.each([
    [undefined, 'Wap'],
    ['wap', 'Wap'],
    ['ios', 'iOS'],
    ['android', 'Android'],
  ])('h5 on device %s is of type %s, which extra cannot change', (device, type) => {
    const found = body({ scene: 'h5', ...H5, device, ...extra({ h5Info: { type: 'x', app_name: 'Shop' } }) })
    expect(found).toMatchObject({ scene_info: { h5_info: { type, app_name: 'Shop' } } })
  })

  test('an address is told where it is known, and only h5 needs one', () => {
    expect(body({ payerIp: '2001:db8::1' })).toMatchObject({ scene_info: { payer_client_ip: '2001:db8::1' } })
    expect(body({}, { ...account, defaultPayerIp: '198.51.100.1' })).toMatchObject({
      scene_info: { payer_client_ip: '198.51.100.1' },
    })
    expect(body({ scene: 'h5' }, { ...account, defaultPayerIp: '198.51.100.1' })).toMatchObject({
      scene_info: { payer_client_ip: '198.51.100.1' },
    })
    expect(body()).not.toHaveProperty('scene_info')
  })

  test('what the command has, and what only WeChat Pay knows', () => {
    const detail = { cost_price: 120, goods_detail: [{ merchant_goods_id: 'G1', quantity: 1, unit_price: 120 }] }
    const storeInfo = { id: '0001', name: '深圳店' }
    const names = { goodsTag: 'WXG', supportFapiao: true, profitSharing: false, detail, storeInfo }
    expect(body({ attach: '深圳分店', expiresAt: NOW + 15 * MINUTE, ...H5, ...extra(names) })).toEqual({
      ...DIRECT,
      ...COMMON,
      attach: '深圳分店',
      time_expire: '2025-01-01T08:15:00+08:00',
      goods_tag: 'WXG',
      support_fapiao: true,
      settle_info: { profit_sharing: false },
      detail,
      scene_info: { payer_client_ip: '203.0.113.7', store_info: storeInfo },
    })
  })

  test("the command's address is used before the account's", () => {
    expect(body({ notifyUrl: 'https://other.example/n' }).notify_url).toBe('https://other.example/n')
  })

  test('a repeat is the same order, byte for byte, whenever it is sent', () => {
    const later = { nowMs: NOW + 20 * MINUTE, nonce: () => 'another' }
    const command = { ...order, expiresAt: NOW + 60 * MINUTE }
    const again = firstRequest(wechatpay(account).pay(command, later))
    expect(again.body).toEqual(firstRequest(wechatpay(account).pay(command, at)).body)
  })

  test('a request names the key to answer with, and says what it takes', () => {
    const request = pay()
    expect(header(request, 'wechatpay-serial')).toBe(PUBLIC_KEY_ID)
    expect(header(request, 'accept')).toBe('application/json')
    expect(header(request, 'content-type')).toBe('application/json; charset=utf-8')
  })
})

describe('a wrong command is refused before anything is sent, by the name of its field', () => {
  const long = 'x'.repeat(50_000)
  const circle: { self?: object } = {}
  circle.self = circle

  test.each<[string, Record<string, unknown>]>([
    ['subject', { subject: '' }],
    ['subject', { subject: ' \u3000' }],
    ['subject', { subject: 'tea 🍵' }],
    ['subject', { subject: 'half \ud83c' }],
    ['subject', { subject: 'two\nlines' }],
    ['subject', { subject: '好'.repeat(128) }],
    ['subject', { subject: long }],
    ['subject', { subject: undefined }],
    ['attach', { attach: '🍵' }],
    ['attach', { attach: 'x'.repeat(129) }],
    ['attach', { attach: 7 }],
    ['payerId', { scene: 'jsapi' }],
    ['payerId', { scene: 'mini' }],
    ['payerId', { scene: 'jsapi', payerId: '' }],
    ['payerId', { scene: 'mini', payerId: 'x'.repeat(129) }],
    ['payerIp', { scene: 'h5' }],
    ['payerIp', { payerIp: '256.1.1.1' }],
    ['payerIp', { payerIp: '203.0.113.7, 10.0.0.1' }],
    ['payerIp', { payerIp: '2001:db8::1%eth0' }],
    ['payerIp', { payerIp: long }],
    ['payerIp', extra({ storeInfo: { id: '1' } })],
    ['notifyUrl', { notifyUrl: 'https://shop.example/n?wallet=wechat' }],
    ['notifyUrl', { notifyUrl: 'https://shop.example/n#x' }],
    ['notifyUrl', { notifyUrl: 'https://u:p@shop.example/n' }],
    ['notifyUrl', { notifyUrl: '/n' }],
    ['notifyUrl', { notifyUrl: `https://shop.example/${'n'.repeat(255)}` }],
    ['expiresAt', { expiresAt: NOW + 58_999 }],
    ['expiresAt', { expiresAt: NOW - MINUTE }],
    ['expiresAt', { expiresAt: Number.NaN }],
    ['expiresAt', { expiresAt: '2025-01-01' }],
    ['extra.wechatpay', extra(null)],
    ['extra.wechatpay', extra('WXG')],
    ['extra.wechatpay', extra({ goodstag: 'misspelt' })],
    ['extra.wechatpay', extra({ h5Info: { app_name: 'not this scene' } })],
    ['extra.wechatpay', extra({ fundsAccount: 'AVAILABLE' })],
    ['extra.wechatpay', extra({ billType: 'ALL' })],
    ['extra.wechatpay.goodsTag', extra({ goodsTag: 'x'.repeat(33) })],
    ['extra.wechatpay.supportFapiao', extra({ supportFapiao: 'Y' })],
    ['extra.wechatpay.profitSharing', extra({ profitSharing: 1 })],
    ['extra.wechatpay.detail', extra({ detail: null })],
    ['extra.wechatpay.detail', extra({ detail: [1] })],
    ['extra.wechatpay.detail', extra({ detail: new Date(NOW) })],
    ['extra.wechatpay.detail', extra({ detail: { cost_price: 100n } })],
    ['extra.wechatpay.detail', extra({ detail: circle })],
    ['extra.wechatpay.detail', extra({ detail: { invoice_id: 'x'.repeat(6_000) } })],
    ['extra.wechatpay.detail.invoice_id', extra({ detail: { invoice_id: null } })],
    ['extra.wechatpay.detail.goods_detail.0.goods_name', extra({ detail: { goods_detail: [{ goods_name: '🍵' }] } })],
    ['extra.wechatpay.detail.goods_detail.0.unit_price', extra({ detail: { goods_detail: [{ unit_price: 0.5 }] } })],
    ['extra.wechatpay.detail.goods_detail.1', extra({ detail: { goods_detail: [{}, null] } })],
    ['extra.wechatpay.detail.goods_detail.1', extra({ detail: { goods_detail: [{}, undefined] } })],
    ['extra.wechatpay.detail.cost_price', extra({ detail: { cost_price: Number.NaN } })],
    ['extra.wechatpay.detail.invoice_id', extra({ detail: { invoice_id: { toJSON: () => '🍵' } } })],
    ['extra.wechatpay.storeInfo.name', { ...H5, ...extra({ storeInfo: { name: '\ud83c' } }) }],
  ])('%s: %o', (field, changes) => {
    const sentence = new RegExp(`^${field.replaceAll('.', '\\.')}: expected `)
    expect(() => pay(changes)).toThrow(expect.objectContaining({ code: 'INVALID', message: expect.stringMatching(sentence) }))
  })

  test('no sentence is long, whatever came', () => {
    for (const changes of [{ subject: long }, { payerIp: long }, { notifyUrl: `https://a/${long}` }, extra({ [long]: 1 })]) {
      expect(() => pay(changes)).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{20,300}$/) }))
    }
  })

  test('an address must stand somewhere', () => {
    expect(() => pay({}, silent)).toThrow(/^notifyUrl: expected an address that the wallet can call/)
    expect(body({ notifyUrl: 'https://shop.example/n' }, silent).notify_url).toBe('https://shop.example/n')
  })
})

test('an object of 6000 characters of JSON goes along, one more does not', () => {
  const of = (length: number) => extra({ detail: { invoice_id: 'x'.repeat(length - '{"invoice_id":""}'.length) } })
  expect(body(of(6_000))).toHaveProperty('detail.invoice_id')
  expect(() => pay(of(6_001))).toThrow(
    /^extra.wechatpay.detail: expected at most 6000 characters of JSON, found "6001 characters"$/,
  )
})

describe('expiry', () => {
  test('a minute ahead, counted in whole seconds, is the earliest: the wallet would raise an earlier one in silence', () => {
    expect(body({ expiresAt: NOW + 59_000 }).time_expire).toBe('2025-01-01T08:00:59+08:00')
    expect(body({ expiresAt: NOW + MINUTE + 999 }).time_expire).toBe('2025-01-01T08:01:00+08:00')
    expect(() => pay({ expiresAt: NOW + 30_000 })).toThrow(/found "30 s from now"/)
  })
})

test('amounts are whole fen, as far as the account allows', () => {
  expect(body({ total: cny.fen(999_999_999) }).amount).toEqual({ total: 999_999_999, currency: 'CNY' })
})
