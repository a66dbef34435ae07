import { cny } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, drive, payment, sentFields, success, TRANSACTION } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const ref = { ...payment, outRefundNo: 'R-0001' }
const TOP: Fields = { out_trade_no: payment.outTradeNo, transaction_id: TRANSACTION, total_fee: '888', fee_type: 'CNY' }
const failing = (code: string) => expect.objectContaining({ code })

function row(n: number, changes: Fields = {}): Fields {
  const fields = { out_refund_no: 'R-0001', refund_id: '77', refund_fee: '666', refund_status: 'SUCCESS', ...changes }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${name}_${n}`, value]))
}

function ask(fields: Fields, more = {}) {
  return drive(protocol.queryRefund({ ...ref, ...more }, at), success({ ...TOP, ...fields })).reply
}

describe('the question', () => {
  test("the wallet's number of the refund wins over ours", () => {
    const fields = sentFields(protocol.queryRefund({ ...ref, refundId: '77' }, at))
    expect(fields.refund_id).toBe('77')
    expect(fields).not.toHaveProperty('out_refund_no')
  })

  test('the transaction goes along where it is known: old orders need it', () => {
    expect(sentFields(protocol.queryRefund({ ...ref, transactionId: TRANSACTION }, at))).toMatchObject({
      out_refund_no: 'R-0001',
      transaction_id: TRANSACTION,
    })
    expect(() => sentFields(protocol.queryRefund({ ...ref, paidAt: at.nowMs - 31 * 86_400_000 }, at))).toThrow(failing('INVALID'))
  })
})

describe('the state of a refund', () => {
  test.each([
    ['PROCESSING', 'processing'],
    ['SUCCESS', 'refunded'],
    ['Success', 'refunded'],
    ['FAIL', 'failed'],
    ['NOTSURE', 'processing'],
    ['CHANGE', 'closed'],
  ])('%s is %s', (refund_status, status) => {
    expect(ask(row(0, { refund_status }))).toMatchObject({ kind: 'refund', status, amount: cny.fen(666), refundId: '77' })
  })

  test.each(['', 'REFUNDED', 'valueOf'])('the unknown state "%s" is never guessed', (refund_status) => {
    expect(() => ask(row(0, { refund_status }))).toThrow(failing('MALFORMED'))
  })

  test('a refund that returned the discount only is refunded all the same', () => {
    expect(ask(row(0, { cash_refund_fee: '0', coupon_refund_fee: '666' }))).toMatchObject({
      status: 'refunded',
      amount: cny.fen(666),
    })
  })

  test.each(['refund_id', 'refund_fee', 'refund_status'])('a row without %s is MALFORMED, never skipped', (name) => {
    expect(() => ask(row(0, { [name]: '' }))).toThrow(failing('MALFORMED'))
  })

  test('the currency is that of the message; without fee_type it is the only one there is', () => {
    expect(ask({ ...row(0), fee_type: '' })).toMatchObject({ amount: cny.fen(666) })
    expect(ask({ ...row(0), fee_type: 'USD' })).toMatchObject({ amount: { amount: 666n, currency: 'USD' } })
  })
})

describe('our own row among many', () => {
  test.each([0, 1, 9, 10, 11, 99, 9_999])('at number %i, with others before and after, and without refund_count', (n) => {
    const others = {
      ...row(n === 2 ? 3 : 2, { out_refund_no: 'R-2', refund_fee: '1' }),
      ...row(500, { out_refund_no: 'R-3', refund_fee: '2' }),
    }
    expect(ask({ ...others, ...row(n) })).toMatchObject({ outRefundNo: 'R-0001', amount: cny.fen(666) })
  })

  test('refunds of others, ours not among them: an answer to another question', () => {
    expect(() => ask(row(0, { out_refund_no: 'R-00011' }))).toThrow(failing('UNVERIFIED'))
  })

  test('our number with another refund_id than the one known', () => {
    expect(() => ask(row(0), { refundId: '78' })).toThrow(failing('UNVERIFIED'))
  })

  test('our number twice', () => {
    expect(() => ask({ ...row(0), ...row(1, { refund_status: 'FAIL' }) })).toThrow(failing('MALFORMED'))
  })

  test('no refund at all is absent only where the wallet says so', () => {
    expect(ask({ refund_count: '0' })).toEqual({ kind: 'absent', evidence: 'verified' })
    expect(() => ask({})).toThrow(failing('MALFORMED'))
    expect(() => ask({ refund_count: '1' })).toThrow(failing('MALFORMED'))
  })

  test('another order or merchant', () => {
    expect(() => ask({ ...row(0), out_trade_no: 'other' })).toThrow(failing('UNVERIFIED'))
    expect(() => ask({ ...row(0), transaction_id: '1' }, { transactionId: TRANSACTION })).toThrow(failing('UNVERIFIED'))
    expect(() => ask({ ...row(0), mch_id: '1900000110' })).toThrow(failing('UNVERIFIED'))
  })
})
