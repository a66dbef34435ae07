import { bind, cny, type PayCommand } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WeChatPayConfig } from './config.ts'
import { wechatpay } from './protocol.ts'
import {
  account,
  at,
  counter,
  drive,
  firstRequest,
  NOW,
  PAID,
  payment,
  refusal,
  sent,
  signed,
  sub,
  unsigned,
  unsignedRefusal,
} from './wallet.fixture.ts'

const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })
const TAKEN = { ...PAID, trade_type: 'MICROPAY' }
const WAIT = {
  kind: 'done',
  evidence: 'verified',
  value: { outTradeNo: payment.outTradeNo, prompt: { kind: 'wait', expiresAt: NOW + 45_000 } },
}

/** The fields of the command in a caller's hands: JavaScript does not know our types. */
const pay = (changes: Record<string, unknown> = {}, config: WeChatPayConfig = account) =>
  wechatpay(config).pay({ ...counter, ...changes } as PayCommand<'micropay'>, at)
const body = (changes?: Record<string, unknown>, config?: WeChatPayConfig) => sent(firstRequest(pay(changes, config)))
const reply = (answer: ReturnType<typeof signed>) => drive(pay(), answer).reply
const answered = (changes: object, status = 200) => reply(signed({ ...TAKEN, ...changes }, status))

describe('the request', () => {
  test('holds the code, and neither clock, expiry nor notify address: a repeat is the same order', () => {
    const request = firstRequest(pay({ expiresAt: NOW + 3_600_000, notifyUrl: 'https://shop.example/n' }))
    expect(request).toMatchObject({
      method: 'POST',
      effect: 'write',
      url: 'https://api.mch.weixin.qq.com/v3/pay/transactions/codepay',
    })
    expect(sent(request)).toEqual({
      appid: account.appId,
      mchid: account.mchId,
      description: counter.subject,
      out_trade_no: counter.outTradeNo,
      amount: { total: 100, currency: 'CNY' },
      payer: { auth_code: counter.authCode },
      scene_info: { device_id: 'POS-1' },
    })
  })

  test('of a service provider', () => {
    const request = firstRequest(pay({}, { ...account, ...sub }))
    expect(request.url).toBe('https://api.mch.weixin.qq.com/v3/pay/partner/transactions/codepay')
    expect(sent(request)).toMatchObject({
      ...{ sp_appid: account.appId, sp_mchid: account.mchId, sub_appid: sub.subAppId, sub_mchid: sub.subMchId },
      payer: { auth_code: counter.authCode },
    })
  })

  test('what only WeChat Pay knows goes along', () => {
    const extra = { wechatpay: { goodsTag: 'WXG', profitSharing: true, detail: { cost_price: 120 } } }
    expect(body({ attach: '深圳分店', extra })).toMatchObject({
      attach: '深圳分店',
      goods_tag: 'WXG',
      settle_info: { profit_sharing: true },
      detail: { cost_price: 120 },
    })
  })

  test('says where: the command first, then the account', () => {
    const config = { ...account, deviceId: 'till-2', storeId: '0001', defaultPayerIp: '198.51.100.1' }
    const place = { device_id: 'till-2', device_ip: '198.51.100.1', store_info: { id: '0001' } }
    expect(body({}, config).scene_info).toEqual(place)
    const here = { deviceId: 'till-9', payerIp: '203.0.113.7', extra: { wechatpay: { storeInfo: { out_id: 'S2' } } } }
    expect(body(here, config).scene_info).toEqual({
      device_id: 'till-9',
      device_ip: '203.0.113.7',
      store_info: { out_id: 'S2' },
    })
    expect(body({}, { ...config, doubts: { scanLocation: 'none' } }).scene_info).not.toHaveProperty('store_info')
  })

  test.each([
    '',
    '13456789012345678',
    '1345678901234567890',
    '164567890123456789',
    '091234567890123456',
    '13456789012345678x',
    ' 134567890123456789',
    '134567890123456789\n',
    '１３４５６７８９０１２３４５６７８９',
    134_567_890,
    undefined,
    null,
    '1'.repeat(50_000),
  ])('the code %j is refused, nothing is sent, and the sentence does not repeat it', (authCode) => {
    const refused = () => firstRequest(pay({ authCode }))
    expect(refused).toThrow(failing('INVALID', 'authCode: expected a payment code'))
    expect(refused).toThrow(expect.not.objectContaining({ message: expect.stringContaining('34567890') }))
  })

  test('18 digits from 10 to 15 on are sent, and a recording never shows them', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 16, maxLength: 16 })
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 15 }), digits, (head, rest) => {
        expect(body({ authCode: `${head}${rest}` }).payer).toEqual({ auth_code: `${head}${rest}` })
      }),
      { numRuns: 30 },
    )
    expect(wechatpay(account).manifest.sensitiveFields).toContain('auth_code')
  })

  test.each([
    ['deviceId', { deviceId: 'x'.repeat(33) }],
    ['deviceId', { deviceId: '🍵' }],
    ['payerIp', { payerIp: 'till' }],
    ['extra.wechatpay', { extra: { wechatpay: { h5Info: {} } } }],
    ['subject', { subject: '' }],
  ])('%s: %j is refused before anything is sent', (field, changes) => {
    expect(() => firstRequest(pay(changes))).toThrow(failing('INVALID', `${field}: `))
  })
})

describe('the answer', () => {
  test('paid, at once, with whom and when', () => {
    const found = answered({})
    expect(found).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: {
        outTradeNo: payment.outTradeNo,
        fact: {
          status: 'paid',
          source: 'reply',
          total: cny.fen(100),
          transactionId: TAKEN.transaction_id,
          paidAt: NOW,
          payer: { id: TAKEN.payer.openid, channel: 'OTHERS' },
        },
      },
    })
    if (found.kind !== 'done' || !found.value.fact) throw new Error('expected a fact')
    expect(found.value).not.toHaveProperty('prompt')
    expect(bind({ payee: wechatpay(account).payee, ...payment }, found.value.fact)).toEqual({ kind: 'ours' })
  })

  test.each([
    ['200 with the state alone', signed({ trade_state: 'USERPAYING' })],
    ['200 with the state and its words', signed({ trade_state: 'USERPAYING', trade_state_desc: '需要用户输入支付密码' })],
    ['202 with a code', signed({ code: 'USERPAYING', message: '需要用户输入支付密码' }, 202)],
    ['202 without a body', signed('', 202)],
    ['202 that claims to be paid', signed(TAKEN, 202)],
    ['a code in its other spelling', refusal('USER_PAYING', 400)],
    ['a code', refusal('USERPAYING', 403)],
  ])('%s: the payer is typing, and that is no payment', (_what, answer) => {
    expect(reply(answer)).toEqual(WAIT)
  })

  test.each(['USERPAYING', 'NOTPAY', 'ACCEPT'])('the whole order in state %s: wait, and keep the fact', (trade_state) => {
    expect(answered({ trade_state })).toMatchObject({ ...WAIT, value: { ...WAIT.value, fact: { status: 'pending' } } })
  })

  test.each([
    ['PAYERROR', 'failed'],
    ['REVOKED', 'reversed'],
    ['CLOSED', 'closed'],
    ['REFUND', 'paid'],
  ])('%s is %s: 200 alone is never paid', (trade_state, status) => {
    expect(answered({ trade_state })).toMatchObject({ kind: 'done', value: { fact: { status, source: 'reply' } } })
    expect(answered({ trade_state })).not.toHaveProperty('value.prompt')
  })

  test('the account says how long the counter waits', () => {
    const patient = wechatpay({ ...account, doubts: { giveUpSeconds: 90 } })
    const found = drive(patient.pay(counter, at), signed({ trade_state: 'USERPAYING' })).reply
    expect(found).toMatchObject({ value: { prompt: { kind: 'wait', expiresAt: NOW + 90_000 } } })
    expect(patient.manifest.timing.micropay).toMatchObject({ giveUpMs: 90_000, pollMs: 5_000, earliestReverseMs: 15_000 })
  })

  test.each([
    ['less', { amount: { ...TAKEN.amount, total: 99 } }],
    ['more', { amount: { ...TAKEN.amount, total: 101 } }],
    ['another currency', { amount: { ...TAKEN.amount, currency: 'USD' } }],
    ['another order', { out_trade_no: 'T20250101000002' }],
  ])('paid, but %s: UNVERIFIED, never done', (_what, changes) => {
    expect(() => answered(changes)).toThrow(failing('UNVERIFIED'))
  })

  test('a coupon is no other amount', () => {
    expect(answered({ amount: { ...TAKEN.amount, payer_total: 60 } })).toMatchObject({
      value: { fact: { total: cny.fen(100), payerTotal: cny.fen(60) } },
    })
  })

  test.each([
    ['a state that nobody knows', { trade_state: 'PAYING' }],
    ['no state', { trade_state: undefined }],
    ['no transaction', { transaction_id: undefined }],
    ['no amount', { amount: undefined }],
    ['no order', { out_trade_no: undefined }],
  ])('%s: MALFORMED', (_what, changes) => {
    expect(() => answered(changes)).toThrow(failing('MALFORMED'))
  })

  test('unsigned, "typing" is believed as little as "paid"', () => {
    for (const status of [200, 202]) {
      expect(() => reply(unsigned({ trade_state: 'USERPAYING' }, status))).toThrow(failing('UNVERIFIED'))
    }
    expect(reply(unsignedRefusal('USERPAYING', 400))).toMatchObject({ kind: 'unknown', failure: { code: 'UNVERIFIED' } })
  })

  test.each(['SYSTEM_ERROR', 'BANK_ERROR'])('%s: look after five seconds', (code) => {
    expect(reply(refusal(code, 500))).toMatchObject({ kind: 'unknown', checkAfterMs: 5_000 })
  })
})

describe('reverse', () => {
  const PARTIES = { appid: account.appId, mchid: account.mchId }
  const reverse = (answer: ReturnType<typeof signed>, config = account) => drive(wechatpay(config).reverse(payment, at), answer)

  test('names the merchant and the application, and is done with the echo of its number', () => {
    const { reply: found, requests } = reverse(signed({ ...PARTIES, out_trade_no: payment.outTradeNo }))
    expect(requests.map(sent)).toEqual([PARTIES])
    expect(requests[0]?.url).toMatch(/\/v3\/pay\/transactions\/out-trade-no\/T20250101000001\/reverse$/)
    expect(found).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'reversed', outTradeNo: payment.outTradeNo, payee: { mchId: account.mchId, appId: account.appId } },
    })
  })

  test('of a service provider', () => {
    const parties = { sp_appid: account.appId, sp_mchid: account.mchId, sub_appid: sub.subAppId, sub_mchid: sub.subMchId }
    const { reply: found, requests } = reverse(signed({ ...parties, out_trade_no: payment.outTradeNo }), { ...account, ...sub })
    expect(requests.map(sent)).toEqual([parties])
    expect(found).toMatchObject({ value: { payee: wechatpay({ ...account, ...sub }).payee } })
  })

  test.each([
    ['another number', { ...PARTIES, out_trade_no: 'T20250101000002' }, 'UNVERIFIED'],
    ['no number', PARTIES, 'MALFORMED'],
    ['no merchant', { out_trade_no: payment.outTradeNo }, 'MALFORMED'],
  ])('%s is not done', (_what, answer, code) => {
    expect(() => reverse(signed(answer))).toThrow(failing(code))
  })
})
