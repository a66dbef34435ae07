import { cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { alipay } from './protocol.ts'
import {
  account,
  at,
  COUNTER_PAID,
  content,
  counter,
  drive,
  envelope,
  firstRequest,
  NOW,
  parameters,
  refusal,
  success,
  TRADE_NO,
  written,
} from './wallet.fixture.ts'

const protocol = alipay(account)
const PAY = 'alipay.trade.pay'
const pay = (answer: Parameters<typeof drive>[1]) => drive(protocol.pay(counter, at), answer).reply
const waiting = (fields: object = {}) => envelope(PAY, written({ code: '10003', msg: ' order success pay inprocess', ...fields }))

describe('a payment code', () => {
  test('is sent with its order, and with an address to notify', () => {
    const request = firstRequest(protocol.pay({ ...counter, deviceId: 'POS-7' }, at))
    expect(content(request)).toEqual({
      out_trade_no: 'A1',
      total_amount: '88.88',
      subject: '龙井茶',
      product_code: 'FACE_TO_FACE_PAYMENT',
      auth_code: '284567890123456789',
      scene: 'bar_code',
      terminal_id: 'POS-7',
    })
    expect(parameters(request)).toMatchObject({ method: PAY, notify_url: account.notifyUrl })
  })

  test('of a face has a scene of its own', () => {
    const authCode = `fp${'a'.repeat(35)}`
    expect(content(firstRequest(protocol.pay({ ...counter, authCode }, at)))).toMatchObject({
      auth_code: authCode,
      scene: 'security_code',
    })
  })

  test('may be short-lived: an expiry of some seconds is sent as it is', () => {
    const sent = content(firstRequest(protocol.pay({ ...counter, expiresAt: NOW + 20_900 }, at)))
    expect(sent.time_expire).toBe('2026-11-23 10:00:20')
  })

  test.each([
    '',
    '284567890',
    '2'.repeat(25),
    '314567890123456789',
    '184567890123456789',
    '28456789012345678x',
    `fp${'a'.repeat(34)}`,
  ])('%j is none, and is not shown', (authCode) => {
    const refused = expect.objectContaining({ code: 'INVALID', message: expect.not.stringContaining(authCode || 'never') })
    expect(() => firstRequest(protocol.pay({ ...counter, authCode }, at))).toThrow(refused)
  })
})

describe('its answer', () => {
  test('10000 with a moment of payment is the payment', () => {
    expect(pay(success(PAY, COUNTER_PAID))).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: {
        outTradeNo: 'A1',
        fact: {
          status: 'paid',
          total: cny.fen(8_888),
          payerTotal: cny.fen(8_000),
          transactionId: TRADE_NO,
          payee: protocol.payee,
          paidAt: NOW + 1_000,
          payer: { id: '01501o8f93I4nJAGB1jG4ONtdnUR' },
          source: 'reply',
        },
      },
    })
  })

  test('10000 without one is waited for: somebody takes the money later', () => {
    const { gmt_payment: _, ...unpaid } = COUNTER_PAID
    const reply = pay(success(PAY, unpaid))
    expect(reply).toMatchObject({ kind: 'done', value: { prompt: { kind: 'wait', expiresAt: NOW + 45_000 } } })
    expect(reply).not.toMatchObject({ value: { fact: expect.anything() } })
  })

  test.each<[string, object]>([
    ['with numbers', { out_trade_no: 'A1', trade_no: TRADE_NO }],
    ['with nothing', {}],
    ['also when it looks paid', COUNTER_PAID],
  ])('10003 is waited for, %s', (_what, fields) => {
    const reply = pay(waiting(fields))
    expect(reply).toEqual({
      kind: 'done',
      evidence: 'verified',
      value: { outTradeNo: 'A1', prompt: { kind: 'wait', expiresAt: NOW + 45_000 } },
    })
  })

  test('how long is waited is a doubt', () => {
    const patient = alipay({ ...account, doubts: { giveUpSeconds: 60 } })
    expect(drive(patient.pay(counter, at), waiting()).reply).toMatchObject({ value: { prompt: { expiresAt: NOW + 60_000 } } })
    expect(patient.manifest.timing).toMatchObject({ micropay: { giveUpMs: 60_000 }, promptLifeMs: { micropay: 60_000 } })
  })

  test.each<[string, object, string]>([
    ['another order', { out_trade_no: 'A2' }, 'UNVERIFIED'],
    ['another amount', { total_amount: '88.89' }, 'UNVERIFIED'],
    ['no amount', { total_amount: undefined }, 'MALFORMED'],
    ['no transaction', { trade_no: undefined }, 'MALFORMED'],
    ['no order', { out_trade_no: undefined }, 'MALFORMED'],
  ])('that tells of %s is not believed', (_what, changes, code) => {
    expect(() => pay(success(PAY, { ...COUNTER_PAID, ...changes }))).toThrow(expect.objectContaining({ code }))
  })

  test('to wait for another order is not believed either', () => {
    expect(() => pay(waiting({ out_trade_no: 'A2' }))).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
  })

  test.each([
    ['ACQ.PAYMENT_AUTH_CODE_INVALID', 'refused', 'DECLINED', 'ask-payer'],
    ['ACQ.BUYER_BALANCE_NOT_ENOUGH', 'refused', 'FUNDS', 'ask-payer'],
    ['ACQ.BEYOND_PER_RECEIPT_SINGLE_RESTRICTION', 'refused', 'LIMIT', 'after-fix'],
    ['ACQ.TRADE_HAS_CLOSE', 'refused', 'CONFLICT', 'never'],
    ['ACQ.TRADE_HAS_SUCCESS', 'unknown', 'CONFLICT', 'same-number'],
    ['ACQ.CONTEXT_INCONSISTENT', 'unknown', 'CONFLICT', 'same-number'],
    ['ACQ.SYSTEM_ERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
    ['CODE_OF_NEXT_YEAR', 'unknown', 'UNAVAILABLE', 'same-number'],
  ])('%s: %s', (subCode, kind, code, retry) => {
    expect(pay(refusal(PAY, subCode))).toMatchObject({ kind, failure: { code, retry } })
  })

  test.each(['isp.unknow-error', 'aop.ACQ.SYSTEM_ERROR', 'ACQ.PAYMENT_AUTH_CODE_INVALID', 'isv.invalid-parameter', 'anything'])(
    '20000 is unknown, whatever stands beside it: %s',
    (subCode) => {
      expect(pay(refusal(PAY, subCode, '20000'))).toMatchObject({ kind: 'unknown', failure: { code: 'UNAVAILABLE' } })
    },
  )
})
