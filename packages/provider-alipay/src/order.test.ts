import { cny, type PayCommand } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import type { AlipayScene } from './manifest.ts'
import { alipay } from './protocol.ts'
import {
  account,
  at,
  content,
  drive,
  firstRequest,
  NOW,
  order,
  parameters,
  payment,
  refusal,
  success,
  TRADE_NO,
} from './wallet.fixture.ts'

const protocol = alipay(account)
const sent = (command: PayCommand<AlipayScene>, by = protocol) => content(firstRequest(by.pay(command, at)))
const invalid = (words: string) => expect.objectContaining({ code: 'INVALID', message: expect.stringContaining(words) })
const jsapi = { ...order, scene: 'jsapi', payerId: '2088102122524333' } as const
const BARE = { out_trade_no: 'A1', total_amount: '88.88', subject: '龙井茶' }

describe('the content of an order', () => {
  test('of a code', () => {
    expect(sent(order)).toEqual({ ...BARE, product_code: 'FACE_TO_FACE_PAYMENT' })
    expect(parameters(firstRequest(protocol.pay(order, at))).method).toBe('alipay.trade.precreate')
  })

  test.each<[AlipayScene, string, object]>([
    ['jsapi', '2088102122524333', { buyer_id: '2088102122524333' }],
    ['mini', '2088102122524333', { buyer_id: '2088102122524333' }],
    ['mini', '01501o8f93I4nJAGB1jG4ONtdnUR', { buyer_open_id: '01501o8f93I4nJAGB1jG4ONtdnUR' }],
    ['jsapi', '208810212252433', { buyer_open_id: '208810212252433' }],
    ['jsapi', '1088102122524333', { buyer_open_id: '1088102122524333' }],
  ])('of %s names the payer %s by the right name', (scene, payerId, buyer) => {
    const command = scene === 'mini' ? ({ ...order, scene, payerId } as const) : { ...jsapi, payerId }
    expect(sent(command)).toEqual({ ...BARE, product_code: 'FACE_TO_FACE_PAYMENT', ...buyer })
  })

  test('JSAPI_PAY is the product where a mini program is named, and for nobody else', () => {
    const opAppId = '2021000000000042'
    expect(sent(jsapi, alipay({ ...account, opAppId }))).toMatchObject({ product_code: 'JSAPI_PAY', op_app_id: opAppId })
    expect(sent({ ...jsapi, extra: { alipay: { opAppId } } })).toMatchObject({ product_code: 'JSAPI_PAY', op_app_id: opAppId })
    expect(() => sent({ ...jsapi, extra: { alipay: { productCode: 'JSAPI_PAY' } } })).toThrow(invalid('op_app_id'))
    expect(sent(order, alipay({ ...account, opAppId }))).not.toHaveProperty('op_app_id')
  })

  test('the product of codes is as the contract says', () => {
    expect(sent(order, alipay({ ...account, doubts: { nativeProduct: 'QR_CODE_OFFLINE' } }))).toMatchObject({
      product_code: 'QR_CODE_OFFLINE',
    })
    expect(sent({ ...order, extra: { alipay: { productCode: 'QR_CODE_OFFLINE' } } })).toMatchObject({
      product_code: 'QR_CODE_OFFLINE',
    })
  })

  test.each([
    [1n, '0.01'],
    [29n, '0.29'],
    [115n, '1.15'],
    [1_999n, '19.99'],
    [10_000_000_000n, '100000000.00'],
  ])('%i fen are %s', (fen, text) => {
    expect(sent({ ...order, total: cny.fen(fen) })).toMatchObject({ total_amount: text })
  })

  test('what goes along is escaped once, and comes back as it was given', () => {
    expect(sent({ ...order, attach: '50% off & 茶+=' })).toMatchObject({ passback_params: '50%25%20off%20%26%20%E8%8C%B6%2B%3D' })
    expect(() => sent({ ...order, attach: '茶'.repeat(57) })).toThrow(invalid('at most 512 characters once it is escaped'))
    expect(sent({ ...order, attach: 'y'.repeat(512) }).passback_params).toHaveLength(512)
    expect(() => sent({ ...order, attach: 'a\nb' })).toThrow(invalid('U+000A'))
  })

  test('an expiry is Beijing’s time, and only where one is given: the same command is the same order a second later', () => {
    expect(sent({ ...order, expiresAt: NOW + 900_999 })).toMatchObject({ time_expire: '2026-11-23 10:15:00' })
    expect(sent(order)).not.toHaveProperty('time_expire')
    const later = content(firstRequest(protocol.pay(order, { ...at, nowMs: NOW + 5_000 })))
    expect(later).toEqual(sent(order))
  })

  test('an expiry that is nearly there is refused: the payer could not make it', () => {
    expect(() => sent({ ...order, expiresAt: NOW + 30_000 })).toThrow(invalid('at least a minute ahead'))
  })

  test('the payer’s address goes where the pages want it, as an object or as text', () => {
    const command = { ...order, payerIp: '203.0.113.7', extra: { alipay: { businessParams: { mc_create_trade_scene: 'x' } } } }
    const params = { mc_create_trade_scene: 'x', mc_create_trade_ip: '203.0.113.7' }
    expect(sent(command)).toMatchObject({ business_params: params })
    expect(sent(command, alipay({ ...account, doubts: { businessParams: 'text' } }))).toMatchObject({
      business_params: JSON.stringify(params),
    })
    expect(sent({ ...order, payerIp: '2001:db8::1' })).toMatchObject({ business_params: { mc_create_trade_ip: '2001:db8::1' } })
    expect(() => sent({ ...order, payerIp: 'localhost' })).toThrow(invalid('payerIp'))
  })

  test('an address to notify of its own goes before the account’s', () => {
    const notifyUrl = 'https://shop.example/other'
    expect(parameters(firstRequest(protocol.pay({ ...order, notifyUrl }, at))).notify_url).toBe(notifyUrl)
    expect(() => sent({ ...order, notifyUrl: 'https://shop.example/n?x=1' })).toThrow(invalid('without query string'))
  })

  test('a store is the account’s, unless the order names one', () => {
    const shop = alipay({ ...account, storeId: 'S1' })
    expect(sent(order, shop)).toMatchObject({ store_id: 'S1' })
    expect(sent({ ...order, extra: { alipay: { storeId: 'S2' } } }, shop)).toMatchObject({ store_id: 'S2' })
  })
})

describe('a subject', () => {
  test.each(['茶/水', 'a=b', 'a&b', 'tea&total_amount=0.01'])('%j is refused: the wallet forbids / = &', (subject) => {
    expect(() => sent({ ...order, subject })).toThrow(invalid('none of / = &'))
  })

  test.each(['', '   ', 'a\tb', '\ud83d', 'x'.repeat(257)])('%j is refused', (subject) => {
    expect(() => sent({ ...order, subject })).toThrow(invalid('subject'))
  })

  test('of 256 characters is taken; emoji where the account says so', () => {
    expect(sent({ ...order, subject: '茶'.repeat(256) }).subject).toHaveLength(256)
    expect(() => sent({ ...order, subject: '茶🍵' })).toThrow(invalid('no emoji'))
    expect(sent({ ...order, subject: '茶🍵' }, alipay({ ...account, doubts: { subjectEmoji: 'send' } }))).toMatchObject({
      subject: '茶🍵',
    })
  })
})

describe('who pays in a mini program', () => {
  test.each([undefined, '', 'a b', '支付宝', 'x'.repeat(129)])('%j is nobody', (payerId) => {
    expect(() => sent({ ...order, scene: 'mini', ...(payerId !== undefined && { payerId }) })).toThrow(invalid('payerId'))
  })
})

describe('extras', () => {
  const extra = {
    body: '明前',
    goodsDetail: [{ goods_id: 'G1', goods_name: '茶', quantity: 1, price: '88.88' }],
    extendParams: { sys_service_provider_id: '2088000000000001' },
    merchantOrderNo: 'M1',
    storeId: 'S1',
    operatorId: 'OP1',
    terminalId: 'T1',
    alipayStoreId: 'AS1',
    disablePayChannels: ['pcredit', 'creditCard'],
    qrCodeTimeoutExpress: '30m',
  }

  test('are sent under the names of the pages', () => {
    expect(sent({ ...order, extra: { alipay: extra } })).toEqual({
      ...BARE,
      product_code: 'FACE_TO_FACE_PAYMENT',
      body: '明前',
      goods_detail: extra.goodsDetail,
      extend_params: extra.extendParams,
      merchant_order_no: 'M1',
      store_id: 'S1',
      operator_id: 'OP1',
      terminal_id: 'T1',
      alipay_store_id: 'AS1',
      disable_pay_channels: 'pcredit,creditCard',
      qr_code_timeout_express: '30m',
    })
  })

  test.each<[string, unknown, string]>([
    ['a misspelt name', { storeID: 'S1' }, 'storeID'],
    ['a name of another scene', { quitUrl: 'https://shop.example' }, 'quitUrl'],
    ['a name of a refund', { refundGoodsDetail: [{}] }, 'refundGoodsDetail'],
    ['both lists of means', { enablePayChannels: ['balance'], disablePayChannels: ['pcredit'] }, 'both'],
    ['an empty list of goods', { goodsDetail: [] }, 'goodsDetail'],
    ['too many goods', { goodsDetail: Array.from({ length: 151 }, () => ({ goods_id: 'x' })) }, '150'],
    ['a price as a fraction', { goodsDetail: [{ price: 0.1 + 0.2 }] }, 'whole number'],
    ['null', { extendParams: { x: null } }, 'no null'],
    ['a bigint', { extendParams: { x: 1n } }, 'JSON can hold'],
    ['a list of means that is none', { disablePayChannels: ['a,b', ''] }, 'disablePayChannels'],
    ['a product in another form', { productCode: 'x&y' }, 'productCode'],
    ['fields inside a body', { body: 'x&total_amount=0.01' }, 'none of / = &'],
    ['no object', 'x', 'an object'],
  ])('%s: refused', (_what, alipayExtra, words) => {
    // As JavaScript says it.
    const extra: object = { alipay: alipayExtra }
    expect(() => sent({ ...order, extra })).toThrow(invalid(words))
  })

  test('of one who is no service of ours are left to them', () => {
    const command: PayCommand<AlipayScene> = { ...order, extra: {} }
    expect(sent(command)).toEqual(sent(order))
  })
})

describe('the answer to an order', () => {
  const CREATE = 'alipay.trade.create'
  const create = (fields: object) => drive(protocol.pay(jsapi, at), success(CREATE, fields)).reply

  test('of a mini program is what its client pays with', () => {
    expect(create({ out_trade_no: 'A1', trade_no: TRADE_NO })).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: {
        outTradeNo: 'A1',
        prepayId: TRADE_NO,
        prompt: { kind: 'invoke', bridge: 'alipay-jsapi', params: { tradeNO: TRADE_NO }, expiresAt: NOW + 3 * 3_600_000 },
      },
    })
  })

  test('of a code lives two hours at most, and never longer than the order', () => {
    const answer = success('alipay.trade.precreate', { out_trade_no: 'A1', qr_code: 'https://qr.alipay.com/x' })
    const life = (command: PayCommand<'native'>) => {
      const { reply } = drive(protocol.pay(command, at), answer)
      return reply.kind === 'done' && reply.value.prompt?.expiresAt
    }
    expect(life(order)).toBe(NOW + 7_200_000)
    expect(life({ ...order, expiresAt: NOW + 900_500 })).toBe(NOW + 900_000)
  })

  test.each<[string, object, string]>([
    ['about another order', { out_trade_no: 'A2', trade_no: TRADE_NO }, 'UNVERIFIED'],
    ['about no order', { trade_no: TRADE_NO }, 'MALFORMED'],
    ['without a handle', { out_trade_no: 'A1' }, 'MALFORMED'],
  ])('%s is not believed', (_what, fields, code) => {
    expect(() => create(fields)).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    ['ACQ.TRADE_HAS_SUCCESS', 'unknown', 'CONFLICT'],
    ['ACQ.APPLY_PC_MERCHANT_CODE_ERROR', 'unknown', 'CONFLICT'],
    ['ACQ.CONTEXT_INCONSISTENT', 'unknown', 'CONFLICT'],
    ['ACQ.TRADE_HAS_CLOSE', 'refused', 'CONFLICT'],
    ['ACQ.EXIST_FORBIDDEN_WORD', 'refused', 'INVALID'],
    ['ACQ.ACCESS_FORBIDDEN', 'refused', 'CONFIG'],
    ['ACQ.MERCHANT_PERM_RECEIPT_SUSPEND_LIMIT', 'refused', 'LIMIT'],
    ['ACQ.SYSTEM_ERROR', 'unknown', 'UNAVAILABLE'],
    ['CODE_OF_NEXT_YEAR', 'unknown', 'UNAVAILABLE'],
  ])('%s: %s', (subCode, kind, code) => {
    const { reply } = drive(protocol.pay(order, at), refusal('alipay.trade.precreate', subCode))
    expect(reply).toMatchObject({ kind, failure: { code } })
    expect(drive(protocol.pay({ ...payment, ...jsapi }, at), refusal(CREATE, subCode)).reply).toMatchObject({ kind })
  })
})
