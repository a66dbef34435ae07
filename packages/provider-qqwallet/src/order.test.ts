import { cny, type PayCommand } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QQWalletConfig } from './config.ts'
import { qqwallet } from './protocol.ts'
import { account, at, drive, NOW, order, sentFields, success } from './qqwallet.fixture.ts'

const HOUR = 3_600_000

/** The fields of the command in a caller's hands: JavaScript does not know our types. */
function sent(changes: Record<string, unknown>, config: QQWalletConfig = account) {
  const command = { ...order, ...changes } as PayCommand<'native'>
  return sentFields(qqwallet(config).pay(command, at))
}

function refusing(changes: Record<string, unknown>, config?: QQWalletConfig): Error & { code?: string } {
  try {
    sent(changes, config)
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it was sent')
}

describe('a wrong command is refused before anything is sent, by the name of its field', () => {
  const long = 'x'.repeat(50_000)
  test.each<[string, Record<string, unknown>]>([
    ['subject', { subject: '' }],
    ['subject', { subject: ' \u3000 ' }],
    ['subject', { subject: '好'.repeat(129) }],
    ['subject', { subject: long }],
    ['subject', { subject: 'tea 🍵' }],
    ['subject', { subject: 'half a pair \ud83c' }],
    ['subject', { subject: 'two\r\nlines' }],
    ['subject', { subject: 'nul \u0000' }],
    ['subject', { subject: 'no character \uffff' }],
    ['subject', { subject: undefined }],
    ['attach', { attach: 'x'.repeat(129) }],
    ['attach', { attach: '🍵' }],
    ['attach', { attach: 'a&total_fee=1' }],
    ['attach', { attach: 7 }],
    ['outTradeNo', { outTradeNo: '' }],
    ['outTradeNo', { outTradeNo: 'x'.repeat(33) }],
    ['outTradeNo', { outTradeNo: '订单1' }],
    ['outTradeNo', { outTradeNo: 'a b' }],
    ['outTradeNo', { outTradeNo: long }],
    ['total', { total: cny.fen(0) }],
    ['total', { total: cny.fen(-1) }],
    ['total', { total: cny.fen(1_000_000_001n) }],
    ['total', { total: { amount: 19.9, currency: 'CNY' } }],
    ['total', { total: undefined }],
    ['total.currency', { total: { amount: 888n, currency: 'USD' } }],
    ['payerIp', { payerIp: '2001:db8::1%eth0' }],
    ['payerIp', { payerIp: '2001:db8::1::2' }],
    ['payerIp', { payerIp: '256.1.1.1' }],
    ['payerIp', { payerIp: '01.2.3.4' }],
    ['payerIp', { payerIp: '1.2.3.4, 5.6.7.8' }],
    ['payerIp', { payerIp: long }],
    ['notifyUrl', { notifyUrl: 'https://merchant.example/n?x=1' }],
    ['notifyUrl', { notifyUrl: 'https://merchant.example/n?' }],
    ['notifyUrl', { notifyUrl: 'https://merchant.example/n#x' }],
    ['notifyUrl', { notifyUrl: 'ftp://merchant.example/n' }],
    ['notifyUrl', { notifyUrl: '/n' }],
    ['notifyUrl', { notifyUrl: 'https://商户.example/n' }],
    ['notifyUrl', { notifyUrl: ' https://merchant.example/n' }],
    ['notifyUrl', { notifyUrl: `https://merchant.example/${'n'.repeat(256)}` }],
    ['expiresAt', { expiresAt: NOW }],
    ['expiresAt', { expiresAt: NOW + 999 }],
    ['expiresAt', { expiresAt: NOW - HOUR }],
    ['expiresAt', { expiresAt: NOW + 2 * HOUR + 1_000 }],
    ['expiresAt', { expiresAt: Number.NaN }],
    ['expiresAt', { expiresAt: '2016-07-12' }],
    ['extra.qqwallet.limitPay', { extra: { qqwallet: { limitPay: 'NO_CREDIT' } } }],
    ['extra.qqwallet.deviceInfo', { extra: { qqwallet: { deviceInfo: 'x'.repeat(33) } } }],
    ['extra.qqwallet.promotionTag', { extra: { qqwallet: { promotionTag: 'x'.repeat(129) } } }],
    ['extra.qqwallet.startedAt', { extra: { qqwallet: { startedAt: 1.5 } } }],
    ['extra.qqwallet', { extra: { qqwallet: null } }],
    ['extra.qqwallet', { extra: { qqwallet: 'no_credit' } }],
    ['extra.qqwallet', { extra: { qqwallet: { promotiontag: 'misspelt' } } }],
    ['extra.qqwallet', { extra: { qqwallet: { refundAccount: 'REFUND_SOURCE_RECHARGE_FUNDS' } } }],
  ])('%s: %o', (field, changes) => {
    const error = refusing(changes)
    expect(error).toMatchObject({
      code: 'INVALID',
      message: expect.stringMatching(`^${field.replaceAll('.', '\\.')}: expected `),
    })
    expect(error.message.length).toBeLessThan(300)
  })

  test.each([
    ['a password', 'https://u:hunter2@merchant.example/n'],
    ['a password in front of a query', 'http://u:hunter2@10.0.0.1/n?x=1'],
    ['a password in what is no address', 'http:/u:hunter2@10.0.0.1/n'],
    ['a password in a long address', `https://u:hunter2@merchant.example/${'n'.repeat(300)}`],
    ['a token', 'https://merchant.example/n?t=hunter2'],
  ])('%s inside a notify address is not repeated in the sentence', (_what, notifyUrl) => {
    expect(refusing({ notifyUrl }).message).not.toContain('hunter2')
  })

  test('a notify address must stand in the command or in the account', () => {
    const { notifyUrl: _none, ...without } = account
    expect(refusing({}, without)).toMatchObject({ code: 'INVALID', message: expect.stringContaining('notifyUrl') })
    expect(sent({ notifyUrl: 'http://127.0.0.1:8080/n' }, without).notify_url).toBe('http://127.0.0.1:8080/n')
    expect(sent({ notifyUrl: 'http://127.0.0.1:8080/n' }).notify_url).toBe('http://127.0.0.1:8080/n')
  })

  test.each([
    ['notifyUrl', { notifyUrl: 'https://merchant.example/n?x=1' }],
    ['notifyUrl', { notifyUrl: '' }],
    ['defaultPayerIp', { defaultPayerIp: '2001:db8::1' }],
    ['deviceInfo', { deviceInfo: 'till,1' }],
    ['deviceInfo', { deviceInfo: 'x&total_fee=1' }],
  ])('an account whose %s no command could be sent with is refused when it is made: %o', (field, changes) => {
    expect(() => qqwallet({ ...account, ...changes })).toThrow(
      expect.objectContaining({ code: 'CONFIG', message: expect.stringMatching(`^${field}: expected `) }),
    )
  })
})

describe('a right command is sent as it is', () => {
  test('the limits themselves are allowed', () => {
    const fields = sent({
      subject: '好'.repeat(128),
      attach: 'x'.repeat(128),
      outTradeNo: `${'x'.repeat(26)}_-|*@9`,
      total: cny.fen(1_000_000_000n),
      expiresAt: NOW + 2 * HOUR + 999,
    })
    expect(fields).toMatchObject({ total_fee: '1000000000', body: '好'.repeat(128), time_expire: '20160712140000' })
  })

  test('markup and separators in texts come out of the XML as they went in', () => {
    const text = 'a & b < c > ]]> "d" a=1&b=2 <![CDATA['
    expect(sent({ subject: text, attach: text })).toMatchObject({ body: text, attach: text })
  })

  test('what is not given is not sent; the payer address falls back to the account, then to loopback', () => {
    const plain = sent({})
    for (const name of ['attach', 'time_start', 'time_expire', 'limit_pay', 'appid']) expect(plain).not.toHaveProperty(name)
    expect(plain.spbill_create_ip).toBe('127.0.0.1')
    expect(sent({}, { ...account, defaultPayerIp: '203.0.113.7' }).spbill_create_ip).toBe('203.0.113.7')
    expect(sent({ payerIp: '2001:db8::1' }, { ...account, defaultPayerIp: '203.0.113.7' }).spbill_create_ip).toBe('203.0.113.7')
    expect(sent({ attach: '' })).not.toHaveProperty('attach')
  })

  test('extras and the application travel in their own fields', () => {
    const extra = { qqwallet: { promotionTag: 'level_tag=1&sale_tag=2', limitPay: 'no_credit', deviceInfo: 'till-1' } }
    expect(sent({ extra }, { ...account, appId: '1007033799' })).toMatchObject({
      promotion_tag: 'level_tag=1&sale_tag=2',
      limit_pay: 'no_credit',
      device_info: 'till-1',
      appid: '1007033799',
    })
  })

  test('a repeated command repeats every field but nonce and signature, whenever it is sent', () => {
    const send = (nowMs: number, nonce: string) => {
      const command = { ...order, expiresAt: NOW + HOUR }
      const { nonce_str, sign, ...own } = sentFields(qqwallet(account).pay(command, { nowMs, nonce: () => nonce }))
      return own
    }
    expect(send(NOW, 'a')).toEqual(send(NOW + HOUR / 2, 'b'))
  })

  test('any text of allowed characters is sent unchanged', () => {
    const unit = fc.oneof(
      fc.integer({ min: 0x20, max: 0x7e }),
      fc.integer({ min: 0xa0, max: 0xd7ff }),
      fc.integer({ min: 0xe000, max: 0xfffd }),
    )
    const text = fc.array(unit, { minLength: 1, maxLength: 128 }).map((units) => `${String.fromCharCode(...units)}`.slice(0, 127))
    fc.assert(
      fc.property(text, (value) => {
        const subject = `x${value}`
        expect(sent({ subject }).body).toBe(subject)
      }),
    )
  })
})

describe('the answer to an order', () => {
  const reply = (fields: Record<string, string>, changes: Partial<PayCommand<'native'>> = {}) =>
    drive(qqwallet(account).pay({ ...order, ...changes }, at), success(fields)).reply

  test('a QR code dies with the order or with the prepay session, whichever is first', () => {
    const expiry = (expiresAt?: number) => {
      const found = reply({ code_url: 'https://qpay.qq.com/qr/1' }, expiresAt === undefined ? {} : { expiresAt })
      return found.kind === 'done' ? found.value.prompt?.expiresAt : undefined
    }
    expect(expiry()).toBe(NOW + 2 * HOUR)
    expect(expiry(NOW + HOUR + 999)).toBe(NOW + HOUR)
  })

  test('a success without a QR code is malformed: an order may exist that nobody can pay', () => {
    expect(() => reply({ prepay_id: 'P1' })).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  })

  test('a success without merchant number is malformed', () => {
    expect(() => reply({ code_url: 'https://qpay.qq.com/qr/1', mch_id: '' })).toThrow(
      expect.objectContaining({ code: 'MALFORMED' }),
    )
  })

  test('a success that names another order is not our answer', () => {
    expect(() => reply({ code_url: 'https://qpay.qq.com/qr/1', out_trade_no: 'other' })).toThrow(
      expect.objectContaining({ code: 'UNVERIFIED' }),
    )
  })
})
