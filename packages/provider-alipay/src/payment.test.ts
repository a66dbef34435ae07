import { type AttemptRef, applyPayment, cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { alipay } from './protocol.ts'
import { account, at, content, drive, NOW, PAID, payment, refusal, success, TRADE_NO, UNPAID } from './wallet.fixture.ts'

const protocol = alipay(account)
const QUERY = 'alipay.trade.query'
const DAY = 86_400_000
const query = (fields: object, ref: AttemptRef = payment) => drive(protocol.query(ref, at), success(QUERY, fields)).reply

describe('query', () => {
  test('asks by our number alone, which finds what has no number of theirs yet', () => {
    const { requests } = drive(protocol.query({ ...payment, transactionId: TRADE_NO }, at), success(QUERY, PAID))
    expect(requests.map(content)).toEqual([{ out_trade_no: 'A1' }])
  })

  test('tells of a payment with all that binding needs: the order’s amount, and beside it what the payer gave', () => {
    expect(query({ ...PAID, buyer_pay_amount: '80.00', receipt_amount: '85.00' })).toMatchObject({
      kind: 'payment',
      status: 'paid',
      outTradeNo: 'A1',
      total: cny.fen(8_888),
      payerTotal: cny.fen(8_000),
      transactionId: TRADE_NO,
      payee: { mchId: account.sellerId, appId: account.appId },
      paidAt: Date.parse('2026-11-23T09:59:30+08:00'),
      payer: { id: '2088102122524333', channel: 'ALIPAYACCOUNT' },
      source: 'query',
    })
  })

  test.each([
    ['WAIT_BUYER_PAY', 'pending'],
    ['TRADE_SUCCESS', 'paid'],
    ['TRADE_FINISHED', 'paid'],
    ['TRADE_CLOSED', 'closed'],
  ])('%s is %s', (trade_status, status) => {
    const { send_pay_date: _, fund_bill_list: _list, ...fields } = PAID
    const base = status === 'paid' ? fields : UNPAID
    expect(query({ ...base, trade_status })).toMatchObject({ status, total: cny.fen(8_888), transactionId: TRADE_NO })
  })

  test('a payer is known by the open id where there is one, and may be unknown', () => {
    const { buyer_user_id: _, fund_bill_list: _list, ...anonymous } = PAID
    expect(query(anonymous)).not.toHaveProperty('payer')
    expect(query({ ...anonymous, buyer_open_id: 'O1' })).toMatchObject({ payer: { id: 'O1' } })
  })

  test('what the order was given along comes back as it was given', () => {
    expect(query({ ...PAID, passback_params: '50%25%20off%20%26%20%E8%8C%B6' })).toMatchObject({
      raw: { passback_params: '50%25%20off%20%26%20%E8%8C%B6', attach: '50% off & 茶' },
    })
    // Not ours: somebody else may have sent anything.
    expect(query({ ...PAID, passback_params: '50% off' })).toMatchObject({ raw: { attach: '50% off' } })
  })

  test('an amount in another currency is told in it', () => {
    expect(query({ ...PAID, trans_currency: 'USD' })).toMatchObject({ total: { amount: 8_888n, currency: 'USD' } })
  })
})

describe('TRADE_CLOSED', () => {
  const closed = { ...UNPAID, trade_status: 'TRADE_CLOSED' }

  test('with nothing but zeros was never paid', () => {
    expect(query(closed)).toMatchObject({ status: 'closed' })
    expect(query({ ...closed, buyer_pay_amount: '0', point_amount: undefined, fund_bill_list: [] })).toMatchObject({
      status: 'closed',
    })
  })

  test.each<[string, object]>([
    ['a moment of payment', { send_pay_date: '2026-11-23 09:59:30' }],
    ['money of the payer', { buyer_pay_amount: '0.01' }],
    ['money for the merchant', { receipt_amount: '88.88' }],
    ['points', { point_amount: '1.00' }],
    ['an amount that cannot be read', { invoice_amount: 'n/a' }],
    ['a list of means', { fund_bill_list: [{ fund_channel: 'ALIPAYACCOUNT', amount: '88.88' }] }],
    ['a refund', { refund_fee: '88.88' }],
    ['the moment of a refund', { gmt_refund: '2026-11-23 11:00:00.1' }],
  ])('with %s was paid, and went back as a whole', (_what, trace) => {
    const fact = query({ ...closed, ...trace })
    expect(fact).toMatchObject({ status: 'paid', refundedInFull: true, total: cny.fen(8_888), transactionId: TRADE_NO })
    if (fact.kind !== 'payment') throw new Error('expected a payment')
    const held = { ...payment, transactionId: TRADE_NO }
    // Closed, it would be a conflict with what is held.
    expect(applyPayment({ ...held, status: 'paid' }, fact)).toMatchObject({ kind: 'same' })
    expect(applyPayment({ ...held, status: 'reversed' }, fact)).toMatchObject({ kind: 'same' })
    expect(applyPayment({ ...held, status: 'pending' }, fact)).toMatchObject({ kind: 'moved', state: { status: 'reversed' } })
  })

  test('of a payment that the caller knows of went back, too', () => {
    expect(query(closed, { ...payment, paidAt: NOW - DAY })).toMatchObject({ status: 'paid', refundedInFull: true })
  })

  test('that was paid and names no amount is no fact', () => {
    expect(() => query({ ...closed, send_pay_date: '2026-11-23 09:59:30', total_amount: undefined })).toThrow(
      expect.objectContaining({ code: 'MALFORMED' }),
    )
  })
})

/** Whose clock ends an order is the wallet's: what `timing.quietMs` says is waited behind it. */
const QUIET = 300_000

describe('no such order is "not yet" as long as a payer could still open it', () => {
  const absent = (ref: object) => drive(protocol.query({ ...payment, ...ref }, at), refusal(QUERY, 'ACQ.TRADE_NOT_EXIST')).reply

  test.each<[string, object, number | undefined]>([
    ['until the order’s own expiry, and a quiet time more', { expiresAt: NOW + 60_000, sentAt: NOW }, NOW + 60_000 + QUIET],
    ['a quiet time after it', { expiresAt: NOW - 1 }, NOW - 1 + QUIET],
    ['not after that', { expiresAt: NOW - QUIET - 1, startedAt: NOW - DAY }, undefined],
    ['in a scene that the wallet has at once: never', { scene: 'micropay', expiresAt: NOW + 60_000 }, undefined],
    ['in a scene that the payer opens, as without one', { scene: 'page', expiresAt: NOW + 60_000 }, NOW + 60_000 + QUIET],
    ['fifteen days after it was last sent', { startedAt: NOW - 10 * DAY, sentAt: NOW - DAY }, NOW + 14 * DAY + QUIET],
    ['fifteen days after it was written down', { startedAt: NOW - DAY }, NOW + 14 * DAY + QUIET],
    ['not after those', { startedAt: NOW - 16 * DAY }, undefined],
    ['for ever where nobody says anything', {}, NOW + 15 * DAY + QUIET],
  ])('%s', (_what, ref, mayAppearUntil) => {
    expect(absent(ref)).toEqual({ kind: 'absent', evidence: 'verified', ...(mayAppearUntil && { mayAppearUntil }) })
  })

  test.each(['TRADE_NOT_EXIST', 'aop.ACQ.TRADE_NOT_EXIST', 'AQC.TRADE_NOT_EXIST'])('in the spelling %s, too', (code) => {
    expect(drive(protocol.query(payment, at), refusal(QUERY, code)).reply).toMatchObject({ kind: 'absent' })
  })

  test.each([
    ['ACQ.SYSTEM_ERROR', '40004', 'UNAVAILABLE'],
    ['isp.unknow-error', '20000', 'UNAVAILABLE'],
    ['ACQ.TRADE_NOT_EXIST', '20000', 'UNAVAILABLE'],
    ['ACQ.ENTERPRISE_PAY_BIZ_ERROR', '40004', 'UNAVAILABLE'],
    ['CODE_OF_NEXT_YEAR', '40004', 'UNAVAILABLE'],
    ['ACQ.INVALID_PARAMETER', '40004', 'INVALID'],
  ])('%s under %s says nothing about the order', (subCode, code, failure) => {
    expect(() => drive(protocol.query(payment, at), refusal(QUERY, subCode, code))).toThrow(
      expect.objectContaining({ code: failure }),
    )
  })
})
