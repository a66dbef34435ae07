import { applyRefund, cny } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { alipay } from './protocol.ts'
import {
  account,
  at,
  content,
  drive,
  firstRequest,
  REFUND_QUERIED,
  REFUNDED,
  refund,
  refusal,
  success,
  TRADE_NO,
} from './wallet.fixture.ts'

const protocol = alipay(account)
const REFUND = 'alipay.trade.refund'
const QUERY = 'alipay.trade.fastpay.refund.query'
const send = (fields: object) => drive(protocol.refund(refund, at), success(REFUND, fields)).reply
const ask = (fields: object, by = protocol) => drive(by.queryRefund(refund, at), success(QUERY, fields)).reply

describe('a refund', () => {
  test('always names its own number, a part or the whole', () => {
    const command = {
      ...refund,
      reason: '尺寸不合',
      transactionId: TRADE_NO,
      extra: { alipay: { operatorId: 'OP1', storeId: 'S1' } },
    }
    expect(content(firstRequest(protocol.refund(command, at)))).toEqual({
      out_trade_no: 'A1',
      refund_amount: '20.00',
      out_request_no: 'RF1',
      refund_reason: '尺寸不合',
      operator_id: 'OP1',
      store_id: 'S1',
    })
    expect(content(firstRequest(protocol.refund({ ...refund, amount: refund.total }, at)))).toMatchObject({
      refund_amount: '88.88',
      out_request_no: 'RF1',
    })
  })

  test('fund_change Y made it; its amount is ours, for refund_fee counts every refund of the order', () => {
    const reply = send({ ...REFUNDED, refund_fee: '60.00', gmt_refund_pay: '2026-11-23 10:00:05' })
    expect(reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: {
        status: 'refunded',
        outRefundNo: 'RF1',
        amount: cny.fen(2_000),
        refundedAt: Date.parse('2026-11-23T10:00:05+08:00'),
        source: 'reply',
      },
    })
  })

  test.each<[string, object]>([
    ['N', { fund_change: 'N' }],
    ['nothing', { fund_change: undefined }],
    ['another word', { fund_change: 'y' }],
    ['less money than this refund alone', { refund_fee: '19.99' }],
  ])('code 10000 with %s is processing: a query tells', (_what, changes) => {
    const reply = send({ ...REFUNDED, ...changes })
    expect(reply).toMatchObject({ kind: 'done', value: { status: 'processing', amount: cny.fen(2_000) } })
  })

  test('the answer about another order is not believed', () => {
    for (const changes of [{ out_trade_no: 'A2' }, { out_trade_no: undefined }])
      expect(() => send({ ...REFUNDED, ...changes })).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/UNVERIFIED|MALFORMED/) }),
      )
    const known = { ...refund, transactionId: '2026112322001400001000000099' }
    expect(() => drive(protocol.refund(known, at), success(REFUND, REFUNDED))).toThrow(
      expect.objectContaining({ code: 'UNVERIFIED' }),
    )
  })

  test.each([
    ['ACQ.SELLER_BALANCE_NOT_ENOUGH', 'refused', 'FUNDS', 'same-number'],
    ['ACQ.DISCORDANT_REPEAT_REQUEST', 'refused', 'CONFLICT', 'never'],
    ['ACQ.TRADE_HAS_FINISHED', 'refused', 'DECLINED', 'never'],
    ['ACQ.REASON_TRADE_REFUND_FEE_ERR', 'refused', 'LIMIT', 'never'],
    ['ACQ.TRADE_STATUS_ERROR', 'refused', 'CONFLICT', 'never'],
    ['ACQ.TRADE_NOT_EXIST', 'refused', 'NOT_FOUND', 'after-fix'],
    ['ACQ.REFUND_CHARGE_ERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
    ['ACQ.SYSTEM_ERROR', 'unknown', 'UNAVAILABLE', 'same-number'],
    ['CODE_OF_NEXT_YEAR', 'unknown', 'UNAVAILABLE', 'same-number'],
  ])('%s: %s', (subCode, kind, code, retry) => {
    expect(drive(protocol.refund(refund, at), refusal(REFUND, subCode)).reply).toMatchObject({ kind, failure: { code, retry } })
  })
})

describe('a refund query', () => {
  test('asks for one refund of one order', () => {
    expect(content(firstRequest(protocol.queryRefund(refund, at)))).toEqual({
      out_trade_no: 'A1',
      out_request_no: 'RF1',
      query_options: ['gmt_refund_pay'],
    })
  })

  test('REFUND_SUCCESS is refunded, with the amount of this refund', () => {
    const fact = ask(REFUND_QUERIED)
    expect(fact).toMatchObject({
      kind: 'refund',
      status: 'refunded',
      amount: cny.fen(2_000),
      refundedAt: Date.parse('2026-11-23T10:30:00+08:00'),
      source: 'query',
    })
    if (fact.kind !== 'refund') throw new Error('expected a refund')
    expect(applyRefund({ ...refund, status: 'processing' }, fact, true)).toMatchObject({
      kind: 'moved',
      state: { status: 'refunded' },
    })
  })

  test.each<[string, object]>([
    ['alone', {}],
    ['with numbers', { out_trade_no: 'A1', trade_no: TRADE_NO, out_request_no: 'RF1', total_amount: '88.88' }],
    ['with empty fields', { refund_status: '', refund_amount: '' }],
  ])('code 10000 %s is a valid empty answer: no such refund, or it failed', (_what, fields) => {
    expect(ask(fields)).toEqual({ kind: 'absent', evidence: 'verified' })
  })

  test('an order that is not there has no refund', () => {
    expect(drive(protocol.queryRefund(refund, at), refusal(QUERY, 'ACQ.TRADE_NOT_EXIST')).reply).toEqual({
      kind: 'absent',
      evidence: 'verified',
    })
  })

  test('an amount without a status is neither made nor absent, unless the account decides so', () => {
    const { refund_status: _, ...older } = REFUND_QUERIED
    expect(ask(older)).toMatchObject({ status: 'processing', amount: cny.fen(2_000) })
    expect(ask(older, alipay({ ...account, doubts: { refundDataWithoutStatus: 'refunded' } }))).toMatchObject({
      status: 'refunded',
    })
  })

  test.each<[string, object, string]>([
    ['another refund', { out_request_no: 'RF2' }, 'UNVERIFIED'],
    ['another order', { out_trade_no: 'A2' }, 'UNVERIFIED'],
    ['no refund', { out_request_no: undefined }, 'MALFORMED'],
    ['no amount', { refund_amount: undefined }, 'MALFORMED'],
    ['a state that nobody knows', { refund_status: 'REFUND_REVIEW' }, 'MALFORMED'],
  ])('an answer about %s is not believed', (_what, changes, code) => {
    expect(() => ask({ ...REFUND_QUERIED, ...changes })).toThrow(expect.objectContaining({ code }))
  })

  test.each(['ACQ.SYSTEM_ERROR', 'CODE_OF_NEXT_YEAR'])('%s says nothing about the refund', (code) => {
    expect(() => drive(protocol.queryRefund(refund, at), refusal(QUERY, code))).toThrow(
      expect.objectContaining({ code: 'UNAVAILABLE' }),
    )
  })
})
