import type { Fields } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, drive, NOW, payment, refund, sentFields, success, TRANSACTION } from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const PAID: Fields = {
  trade_state: 'SUCCESS',
  out_trade_no: payment.outTradeNo,
  transaction_id: TRANSACTION,
  total_fee: '888',
  fee_type: 'CNY',
  time_end: '20160712121530',
}

function query(changes: Fields, ref = {}) {
  return drive(protocol.query({ ...payment, ...ref }, at), success({ ...PAID, ...changes })).reply
}

describe('query: the state decides, not result_code', () => {
  test.each([
    ['NOTPAY', 'pending'],
    ['USERPAYING', 'pending'],
    ['SUCCESS', 'paid'],
    ['Success', 'paid'],
    ['REFUND', 'paid'],
    ['PROCESSING', 'paid'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'reversed'],
    ['PAYERROR', 'failed'],
  ])('%s is %s', (trade_state, status) => {
    expect(query({ trade_state })).toMatchObject({ status, outTradeNo: payment.outTradeNo, payee: { mchId: account.mchId } })
  })

  test.each(['ACCEPTED', 'toString', 'SUCCESS '])('the unknown state "%s" is named and never guessed', (trade_state) => {
    expect(() => query({ trade_state })).toThrow(
      expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(trade_state) }),
    )
  })

  test('an order that is not paid needs no amount', () => {
    const fact = query({ trade_state: 'NOTPAY', total_fee: '', fee_type: '', transaction_id: '' })
    expect(fact).toMatchObject({ status: 'pending' })
    expect(fact).not.toHaveProperty('total')
    expect(fact).not.toHaveProperty('transactionId')
  })
})

describe('a paid fact carries what binding compares, or there is no fact', () => {
  test.each(['trade_state', 'out_trade_no', 'transaction_id', 'total_fee', 'fee_type', 'mch_id'])(
    'without %s: MALFORMED',
    (name) => {
      expect(() => query({ [name]: '' })).toThrow(
        expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(name) }),
      )
    },
  )

  test.each(['8.88', '-1', '+1', '0x10', '1e3', ' 888', '０８８８', '0888', '9'.repeat(16)])(
    'total_fee "%s": MALFORMED',
    (total_fee) => {
      expect(() => query({ total_fee })).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
    },
  )

  test('another known currency is a fact that does not bind; an invented one is MALFORMED', () => {
    expect(query({ fee_type: 'USD' })).toMatchObject({ total: { amount: 888n, currency: 'USD' } })
    expect(() => query({ fee_type: 'QQB' })).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
  })

  test.each(['20260230120000', '20261301000000', '', '201607121215301', 'yesterday'])(
    'an impossible time "%s" is left out, the payment is booked',
    (time_end) => {
      const fact = query({ time_end })
      expect(fact).toMatchObject({ status: 'paid' })
      expect(fact).not.toHaveProperty('paidAt')
    },
  )

  test('an unreadable cash_fee is left out: nothing depends on it', () => {
    expect(query({ cash_fee: 'free' })).not.toHaveProperty('payerTotal')
    expect(query({ cash_fee: '0' })).toMatchObject({ payerTotal: { amount: 0n, currency: 'CNY' } })
  })
})

describe('an answer to another question is not an answer', () => {
  test.each([
    ['another order', { out_trade_no: 'other' }, {}],
    ['another transaction', { transaction_id: '1' }, { transactionId: TRANSACTION }],
    ['another merchant', { mch_id: '1900000110' }, {}],
  ])('%s', (_what, changes, ref) => {
    expect(() => query(changes, ref)).toThrow(expect.objectContaining({ code: 'UNVERIFIED' }))
  })
})

describe('which number is sent', () => {
  const DAY = 86_400_000
  const { transactionId: _known, ...unknown } = refund
  const calls = [
    ['query', (ref: object) => protocol.query({ ...payment, ...ref }, at)],
    ['refund', (ref: object) => protocol.refund({ ...unknown, ...ref }, at)],
  ] as const

  test.each(calls)('%s: the transaction number wins where it is known', (_call, start) => {
    const fields = sentFields(start({ transactionId: TRANSACTION }))
    expect(fields.transaction_id).toBe(TRANSACTION)
    expect(fields).not.toHaveProperty('out_trade_no')
  })

  test.each(calls)('%s: from 30 days after payment on it must be known', (_call, start) => {
    const old = { paidAt: NOW - 30 * DAY }
    expect(() => sentFields(start(old))).toThrow(
      expect.objectContaining({ code: 'INVALID', message: expect.stringMatching(/^transactionId:/) }),
    )
    expect(sentFields(start({ ...old, transactionId: TRANSACTION })).transaction_id).toBe(TRANSACTION)
    expect(sentFields(start({ paidAt: NOW - 30 * DAY + 1 })).out_trade_no).toBe(payment.outTradeNo)
  })

  test('close takes our number only', () => {
    const fields = sentFields(protocol.close({ ...payment, transactionId: TRANSACTION }, at))
    expect(fields).toMatchObject({ out_trade_no: payment.outTradeNo, total_fee: '888' })
    expect(fields).not.toHaveProperty('transaction_id')
  })
})
