import { describe, expect, test } from 'vitest'
import {
  ask,
  DAY,
  headerOf,
  jsonOf,
  MINUTE,
  NOW,
  newWallet,
  OTHER,
  OURS,
  only,
  opened,
  PROVIDER,
  paidOrder,
  prepay,
  prompt,
  query,
  refund,
  SECOND,
  unlocked,
  type Values,
} from './asking.fixture.ts'
import type { WeChatWallet, WeChatWalletOptions } from './wallet.ts'

const heard = (status: number, body = '') => ({ status, body })
const ACKNOWLEDGED = heard(200)

function paidWallet(options: Partial<WeChatWalletOptions> = {}, values: Values = {}): WeChatWallet {
  const wallet = newWallet(options)
  paidOrder(wallet, prepay('native', values))
  return wallet
}

describe('the notify of a payment', () => {
  test('goes to the address of the order, at once', () => {
    const wallet = paidWallet({}, { notify_url: 'http://127.0.0.1:9/own' })
    expect(only(wallet.due(NOW))).toMatchObject({ url: 'http://127.0.0.1:9/own', attempt: 1 })
  })

  test('is signed, and its content encrypted', () => {
    const delivery = only(paidWallet().due(NOW))
    expect(headerOf(delivery, 'Content-Type')).toBe('application/json')
    const { envelope } = opened(delivery)
    expect(envelope).toEqual({
      id: expect.stringMatching(/^EV-2018[0-9]{18}$/),
      create_time: '2026-01-05T12:00:00+08:00',
      resource_type: 'encrypt-resource',
      event_type: 'TRANSACTION.SUCCESS',
      summary: '支付成功',
      resource: {
        original_type: 'transaction',
        algorithm: 'AEAD_AES_256_GCM',
        ciphertext: expect.stringMatching(/^[A-Za-z0-9+/]+=*$/),
        associated_data: 'transaction',
        nonce: expect.stringMatching(/^[0-9a-z]{12}$/),
      },
    })
    expect(new TextDecoder().decode(delivery.body)).not.toContain('T-10001')
  })

  test('holds what a query tells', () => {
    const wallet = paidWallet({ couponFee: 90n }, { attach: '深圳分店' })
    const { content } = opened(only(wallet.due(NOW)))
    expect(content).toEqual(ask(wallet, query()))
    expect(content).toMatchObject({ trade_state: 'SUCCESS', attach: '深圳分店', amount: { total: 1990, payer_total: 1900 } })
  })

  test("is locked with the key of its merchant; for a sub-merchant with the service provider's", () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay(), { as: OTHER })
    const delivery = only(wallet.due(NOW))
    expect(() => opened(delivery)).toThrow()
    expect(opened(delivery, OTHER.apiV3Key).content).toMatchObject({ mchid: OTHER.mchId })
    paidOrder(wallet, prepay(), { as: PROVIDER })
    expect(opened(only(wallet.due(NOW))).content).toMatchObject({ sp_mchid: PROVIDER.mchId, sub_mchid: PROVIDER.subMchId })
  })

  test('says SUCCESS, also when it comes again after a refund', () => {
    const wallet = paidWallet()
    wallet.delivered(only(wallet.due(NOW)).id, undefined, NOW)
    ask(wallet, refund())
    expect(opened(only(wallet.due(NOW + MINUTE))).content).toMatchObject({ trade_state: 'SUCCESS' })
  })

  test('is not made before the payment', () => {
    const wallet = newWallet()
    const code = prompt(ask(wallet, prepay()))
    for (const action of ['no-funds', 'cancel', 'wrong-password'] as const) wallet.act(code, action, NOW)
    expect(wallet.due(NOW + DAY)).toEqual([])
  })

  test('may have associated data that is empty', () => {
    const { resource } = jsonOf(only(paidWallet({ associatedData: 'empty' }).due(NOW)))
    expect(resource).toMatchObject({ associated_data: '' })
    expect(JSON.parse(unlocked(Object(resource)))).toMatchObject({ out_trade_no: 'T-10001' })
  })
})

describe('the schedule', () => {
  const SECONDS = [15, 15, 30, 180, 600, 1200, 1800, 1800, 1800, 3600, 10_800, 10_800, 10_800, 21_600, 21_600]

  test('sends at once and fifteen times again, in 24 hours and 4 minutes, and then gives up', () => {
    const wallet = paidWallet()
    let now = NOW
    for (const seconds of [0, ...SECONDS]) {
      now += seconds * SECOND
      expect(wallet.due(now - 1)).toEqual([])
      wallet.delivered(only(wallet.due(now)).id, undefined, now)
    }
    expect(now - NOW).toBe(DAY + 4 * MINUTE)
    expect(wallet.due(now + 1e12)).toEqual([])
  })

  test('every send has the same id and content, signed and locked anew', () => {
    const wallet = paidWallet()
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, heard(500), NOW)
    const again = only(wallet.due(NOW + 15 * SECOND))
    expect(again.attempt).toBe(2)
    const [one, two] = [opened(first), opened(again)]
    expect(two.content).toEqual(one.content)
    expect([two.envelope.id, two.envelope.create_time]).toEqual([one.envelope.id, one.envelope.create_time])
    expect(Object(two.envelope.resource).nonce).not.toBe(Object(one.envelope.resource).nonce)
    for (const name of ['Timestamp', 'Nonce', 'Signature'])
      expect(headerOf(again, `Wechatpay-${name}`)).not.toBe(headerOf(first, `Wechatpay-${name}`))
    expect(Number(headerOf(again, 'Wechatpay-Timestamp'))).toBe(NOW / SECOND + 15)
  })

  test.each([
    ['200', heard(200)],
    ['204', heard(204)],
    ['200 that says FAIL', heard(200, '{"code":"FAIL","message":"失败"}')],
  ])('ends with %s: the status alone decides', (_, answer) => {
    const wallet = paidWallet()
    wallet.delivered(only(wallet.due(NOW)).id, answer, NOW)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test.each([
    ['500', heard(500)],
    ['401', heard(401)],
    ['201', heard(201)],
    ['302', heard(302)],
    ['500 that says SUCCESS', heard(500, '{"code":"SUCCESS"}')],
    ['nothing', undefined],
  ])('goes on after %s', (_, answer) => {
    const wallet = paidWallet()
    wallet.delivered(only(wallet.due(NOW)).id, answer, NOW)
    expect(wallet.due(NOW + 15 * SECOND - 1)).toEqual([])
    expect(only(wallet.due(NOW + 15 * SECOND)).attempt).toBe(2)
  })

  test('can be given', () => {
    const wallet = paidWallet({ notifyPausesMs: [] })
    wallet.delivered(only(wallet.due(NOW)).id, undefined, NOW)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })
})

describe('a replay', () => {
  test('sends the same event once more, though it was acknowledged and money went back since', () => {
    const wallet = paidWallet()
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, ACKNOWLEDGED, NOW)
    ask(wallet, refund())
    wallet.replay({ mchId: OURS.mchId, outTradeNo: 'T-10001' }, NOW + DAY)
    const again = only(wallet.due(NOW + DAY))
    expect(opened(again).envelope.id).toBe(opened(first).envelope.id)
    expect(opened(again).content).toEqual(opened(first).content)
    wallet.delivered(again.id, undefined, NOW + DAY)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('needs a payment', () => {
    expect(() => newWallet().replay({ mchId: OURS.mchId, outTradeNo: 'T-10001' }, NOW)).toThrow(/expected a paid order/)
  })
})
