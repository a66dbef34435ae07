import { describe, expect, test } from 'vitest'
import { ask, FAILED, MERCHANT, MINUTE, NOW, newDesk, OTHER_MERCHANT, paidOrder, scan, send } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'

const DONE = { result_code: 'SUCCESS', recall: 'N' }
const query = (desk: QQDesk) => ask(desk, 'query', { out_trade_no: 'T-1' })

describe('an unpaid order that is reversed', () => {
  test('can never be paid', () => {
    const desk = newDesk({ password: 'always' })
    const code = desk.paymentCode(NOW)
    ask(desk, 'micropay', { auth_code: code })
    expect(ask(desk, 'reverse')).toMatchObject(DONE)
    expect(query(desk)).toMatchObject({ trade_state: 'REVOKED' })
    expect(() => desk.act(code, 'pay', NOW)).toThrow(/reversed by the merchant/)
    expect(ask(desk, 'micropay', { auth_code: code })).toMatchObject(FAILED('ORDERCLOSED'))
    expect(scan(desk)).toMatchObject(FAILED('ORDERCLOSED'))
    expect(ask(desk, 'order')).toMatchObject(FAILED('ORDERCLOSED'))
    expect(ask(desk, 'close')).toMatchObject(FAILED('ORDERCLOSED'))
    expect(desk.books(NOW)).toMatchObject([{ status: 'reversed', refunds: [] }])
    expect(desk.bills(NOW)).toMatchObject([{ status: 'reversed' }])
  })
})

describe('a paid order that is reversed', () => {
  test('gives its money back, under its own number', () => {
    const desk = newDesk()
    const { transaction_id: transactionId } = scan(desk)
    expect(ask(desk, 'reverse')).toMatchObject(DONE)
    expect(query(desk)).toMatchObject({ trade_state: 'REVOKED', transaction_id: transactionId, total_fee: '1990' })
    const returned = { outRefundNo: 'T-1', amount: 1990n, status: 'refunded' }
    expect(desk.books(NOW)).toMatchObject([{ status: 'reversed', transactionId, refunds: [returned] }])
  })

  test('gives back only what is still there', () => {
    const desk = newDesk()
    scan(desk)
    ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: '500' })
    ask(desk, 'reverse')
    expect(desk.books(NOW)[0]?.refunds).toMatchObject([
      { outRefundNo: 'R-1', amount: 500n },
      { outRefundNo: 'T-1', amount: 1490n },
    ])
  })

  test('has nothing left to refund', () => {
    const desk = newDesk()
    scan(desk)
    ask(desk, 'reverse')
    expect(ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: '1' })).toMatchObject(FAILED('PARAM_ERROR'))
  })
})

describe('a reverse', () => {
  test('that is repeated changes nothing more', () => {
    const desk = newDesk()
    scan(desk)
    ask(desk, 'reverse')
    const before = desk.books(NOW)
    expect(ask(desk, 'reverse')).toMatchObject(DONE)
    expect(desk.books(NOW)).toEqual(before)
  })

  test('can ask to be called again, and is done only then', () => {
    const desk = newDesk({ recalls: 2 })
    scan(desk)
    for (let n = 0; n < 2; n += 1) {
      expect(ask(desk, 'reverse')).toMatchObject({ result_code: 'SUCCESS', recall: 'Y' })
      expect(query(desk)).toMatchObject({ trade_state: 'SUCCESS' })
    }
    expect(ask(desk, 'reverse')).toMatchObject(DONE)
    expect(query(desk)).toMatchObject({ trade_state: 'REVOKED' })
  })

  test('is for payment-code orders only', () => {
    const desk = newDesk()
    paidOrder(desk)
    expect(ask(desk, 'reverse')).toMatchObject(FAILED('PARAM_ERROR'))
    expect(desk.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test('of an order that is over leaves it as it is', () => {
    const desk = newDesk({ password: 'always' })
    scan(desk)
    ask(desk, 'close')
    expect(ask(desk, 'reverse')).toMatchObject(DONE)
    expect(query(desk)).toMatchObject({ trade_state: 'CLOSED' })

    const late = newDesk({ password: 'always' })
    scan(late)
    expect(ask(late, 'reverse', {}, { now: NOW + 120 * MINUTE })).toMatchObject(DONE)
    expect(late.books(NOW + 120 * MINUTE)).toMatchObject([{ status: 'closed' }])
  })

  test('finds nothing where nothing is, and nothing of another merchant', () => {
    const desk = newDesk()
    expect(ask(desk, 'reverse')).toMatchObject(FAILED('ORDERNOTEXIST'))
    scan(desk)
    const how = { merchant: OTHER_MERCHANT }
    expect(ask(desk, 'reverse', { op_user_id: OTHER_MERCHANT.mchId }, how)).toMatchObject(FAILED('ORDERNOTEXIST'))
  })

  test.each([
    ['another operator', { op_user_id: '1900000110' }],
    ['a wrong password', { op_user_passwd: '0'.repeat(32) }],
  ])('%s may not', (_, values) => {
    const desk = newDesk()
    scan(desk)
    expect(ask(desk, 'reverse', values)).toMatchObject(FAILED('NOAUTH'))
    expect(desk.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test.each([undefined, OTHER_MERCHANT.mchId])('with the client certificate %s never reaches the protocol', (certificate) => {
    const desk = newDesk()
    scan(desk)
    expect(send(desk, 'reverse', {}, { clientCertificate: certificate }).status).toBe(403)
    expect(send(desk, 'reverse', {}, { origin: 'https://qpay.qq.com' }).status).toBe(404)
    expect(desk.books(NOW)).toMatchObject([{ status: 'paid', mchId: MERCHANT.mchId }])
  })
})
