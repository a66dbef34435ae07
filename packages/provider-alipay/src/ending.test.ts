import { applyPayment, bind } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { alipay } from './protocol.ts'
import { account, at, content, drive, firstRequest, payment, refusal, success, TRADE_NO } from './wallet.fixture.ts'

const protocol = alipay(account)
const CLOSE = 'alipay.trade.close'
const CANCEL = 'alipay.trade.cancel'
const close = (answer: Parameters<typeof drive>[1]) => drive(protocol.close(payment, at), answer).reply
const reverse = (answer: Parameters<typeof drive>[1]) => drive(protocol.reverse(payment, at), answer).reply
const ENDED = { out_trade_no: payment.outTradeNo, trade_no: TRADE_NO }

describe('close', () => {
  test('ends an unpaid order, by our number', () => {
    const reply = close(success(CLOSE, ENDED))
    expect(reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'closed', outTradeNo: 'A1', transactionId: TRADE_NO, payee: protocol.payee, source: 'reply' },
    })
    expect(content(firstRequest(protocol.close(payment, at)))).toEqual({ out_trade_no: 'A1' })
    if (reply.kind !== 'done') throw new Error('expected done')
    expect(bind({ payee: protocol.payee, ...payment }, reply.value)).toEqual({ kind: 'ours' })
  })

  test('finds nothing to end before the payer opened it: refused, and to be tried again, never done', () => {
    expect(close(refusal(CLOSE, 'ACQ.TRADE_NOT_EXIST'))).toMatchObject({
      kind: 'refused',
      evidence: 'verified',
      failure: { code: 'NOT_FOUND', retry: 'later' },
    })
  })

  test.each(['ACQ.TRADE_STATUS_ERROR', 'ACQ.REASON_TRADE_STATUS_INVALID', 'ACQ.REASON_ILLEGAL_STATUS'])(
    '%s may mean that it was just paid, or is closed: refused, and a query tells which',
    (code) => {
      expect(close(refusal(CLOSE, code))).toMatchObject({ kind: 'refused', failure: { code: 'CONFLICT' } })
    },
  )

  test.each(['ACQ.SYSTEM_ERROR', 'CODE_OF_NEXT_YEAR'])('%s is unknown', (code) => {
    expect(close(refusal(CLOSE, code))).toMatchObject({ kind: 'unknown' })
  })

  test('the answer about another order is not believed', () => {
    expect(() => close(success(CLOSE, { ...ENDED, out_trade_no: 'A2' }))).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
    expect(() => close(success(CLOSE, {}))).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  })
})

describe('reverse', () => {
  test.each([
    ['close', 'closed'],
    ['refund', 'reversed'],
  ])('action %s: %s', (action, status) => {
    const reply = reverse(success(CANCEL, { ...ENDED, action, retry_flag: 'N' }))
    expect(reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status, outTradeNo: 'A1', transactionId: TRADE_NO },
    })
    if (reply.kind !== 'done') throw new Error('expected done')
    expect(applyPayment({ ...payment, status: 'pending' }, reply.value)).toMatchObject({ kind: 'moved', state: { status } })
  })

  test('success without an action undid nothing: the payment may still be on its way', () => {
    for (const fields of [{}, { out_trade_no: 'A1', retry_flag: 'N' }, { out_trade_no: 'A1', action: '' }]) {
      expect(reverse(success(CANCEL, fields))).toMatchObject({
        kind: 'refused',
        evidence: 'verified',
        failure: { code: 'NOT_FOUND', retry: 'later', message: expect.stringContaining('no action') },
      })
    }
  })

  test.each<[object]>([[{}], [{ action: 'refund' }], [{ action: 'close' }]])('retry_flag Y with %j is not done yet', (fields) => {
    expect(reverse(success(CANCEL, { ...ENDED, ...fields, retry_flag: 'Y' }))).toMatchObject({
      kind: 'unknown',
      failure: { code: 'UNAVAILABLE', retry: 'same-number' },
      checkAfterMs: 1_000,
    })
  })

  test('an action that nobody knows is unknown', () => {
    expect(reverse(success(CANCEL, { ...ENDED, action: 'freeze' }))).toMatchObject({ kind: 'unknown' })
  })

  test('the answer about another order is not believed', () => {
    for (const action of ['close', 'refund', undefined]) {
      const answer = success(CANCEL, { out_trade_no: 'A2', action })
      expect(() => reverse(answer)).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
    }
  })

  test.each([
    ['ACQ.TRADE_NOT_EXIST', 'refused', 'NOT_FOUND'],
    ['ACQ.SELLER_BALANCE_NOT_ENOUGH', 'refused', 'FUNDS'],
    ['ACQ.TRADE_CANCEL_TIME_OUT', 'refused', 'LIMIT'],
    ['ACQ.CANCEL_NOT_ALLOWED', 'refused', 'LIMIT'],
    ['ACQ.TRADE_HAS_FINISHED', 'refused', 'LIMIT'],
    ['ACQ.REASON_TRADE_REFUND_FEE_ERR', 'refused', 'LIMIT'],
    ['ACQ.REASON_TRADE_BEEN_FREEZEN', 'refused', 'CONFIG'],
    ['ACQ.SYSTEM_ERROR', 'unknown', 'UNAVAILABLE'],
    ['CODE_OF_NEXT_YEAR', 'unknown', 'UNAVAILABLE'],
  ])('%s: %s', (subCode, kind, code) => {
    expect(reverse(refusal(CANCEL, subCode))).toMatchObject({ kind, failure: { code } })
  })
})
