import { describe, expect, test } from 'vitest'
import { ask, DAY, FAILED, MERCHANT, NOW, newWallet, OTHER_MERCHANT, paidOrder } from './asking.fixture.ts'
import type { QQWallet } from './wallet.ts'

const refund = (wallet: QQWallet, values: Record<string, string>, now = NOW) =>
  ask(wallet, 'refund', { out_trade_no: 'T-1', ...values }, { now })

describe('given a paid order', () => {
  test('a refund is accepted with a number of its own', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const answer = refund(wallet, {})
    expect(answer).toMatchObject({
      result_code: 'SUCCESS',
      transaction_id: transactionId,
      out_trade_no: 'T-1',
      total_fee: '1990',
      out_refund_no: 'R-1',
      refund_channel: 'ORIGINAL',
      refund_fee: '500',
    })
    expect(answer.refund_id).toMatch(/^1900000109[0-9]{18}$/)
  })

  test('the order is then in REFUND, with all its payment fields', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    refund(wallet, {})
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({
      trade_state: 'REFUND',
      trade_state_desc: '已经产生退款',
      transaction_id: transactionId,
      total_fee: '1990',
    })
  })

  test('repeating a number refunds once', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const first = refund(wallet, {})
    const again = refund(wallet, { nonce_str: 'n2' }, NOW + DAY)
    expect(again.refund_id).toBe(first.refund_id)
    expect(wallet.books(NOW)[0]?.refunds).toHaveLength(1)
  })

  test('a full refund can be repeated too', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    refund(wallet, { refund_fee: '1990' })
    expect(refund(wallet, { refund_fee: '1990' })).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('a number cannot change its amount or its order', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    paidOrder(wallet, { out_trade_no: 'T-2' })
    refund(wallet, {})
    expect(refund(wallet, { refund_fee: '501' })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(refund(wallet, { out_trade_no: 'T-2' })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(wallet.books(NOW).flatMap(({ refunds }) => refunds)).toMatchObject([{ outRefundNo: 'R-1', amount: 500n }])
  })

  test('all refunds together never exceed the order', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(refund(wallet, { refund_fee: '1991' })).toMatchObject(FAILED('PARAM_ERROR'))
    refund(wallet, { refund_fee: '1000' })
    expect(refund(wallet, { out_refund_no: 'R-2', refund_fee: '991' })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(refund(wallet, { out_refund_no: 'R-2', refund_fee: '990' })).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('transaction_id wins over out_trade_no', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const answer = refund(wallet, { transaction_id: transactionId, out_trade_no: 'T-other' })
    expect(answer).toMatchObject({ result_code: 'SUCCESS', out_trade_no: 'T-1' })
    expect(refund(wallet, { transaction_id: '1' })).toMatchObject(FAILED('INVALID_TRANSACTIONID'))
  })

  test('after a year it is too late', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const values = { transaction_id: transactionId }
    expect(refund(wallet, values, NOW + 365 * DAY + 1)).toMatchObject(FAILED('PARAM_ERROR'))
    expect(refund(wallet, values, NOW + 365 * DAY)).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('from the thirtieth day on, the order number alone is not enough', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(refund(wallet, {}, NOW + 30 * DAY)).toMatchObject(FAILED('ORDERNOTEXIST'))
  })

  test.each([
    ['another operator', { op_user_id: '1900000110' }],
    ['a wrong password', { op_user_passwd: '0'.repeat(32) }],
  ])('%s may not', (_, values) => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(refund(wallet, values)).toMatchObject(FAILED('NOAUTH'))
    expect(wallet.books(NOW)[0]?.refunds).toEqual([])
  })

  test('a merchant without the money is NOTENOUGH, and the number stays free', () => {
    const wallet = newWallet({ merchants: [{ ...MERCHANT, refundableFunds: 700n }] })
    paidOrder(wallet)
    expect(refund(wallet, { refund_fee: '701' })).toMatchObject(FAILED('NOTENOUGH'))
    expect(refund(wallet, { refund_fee: '700' })).toMatchObject({ result_code: 'SUCCESS' })
    expect(refund(wallet, { out_refund_no: 'R-2', refund_fee: '1' })).toMatchObject(FAILED('NOTENOUGH'))
  })

  test('another merchant cannot refund it', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const how = { merchant: OTHER_MERCHANT }
    const own = { op_user_id: OTHER_MERCHANT.mchId }
    expect(ask(wallet, 'refund', { ...own, out_trade_no: 'T-1' }, how)).toMatchObject(FAILED('ORDERNOTEXIST'))
    expect(ask(wallet, 'refund', { ...own, transaction_id: transactionId }, how)).toMatchObject(FAILED('INVALID_TRANSACTIONID'))
  })
})

describe('given an order that is not paid', () => {
  test('nothing can be refunded', () => {
    const wallet = newWallet()
    expect(refund(wallet, {})).toMatchObject(FAILED('ORDERNOTEXIST'))
    ask(wallet, 'order')
    expect(refund(wallet, {})).toMatchObject(FAILED('INVALID_TRANSACTIONID'))
    expect(ask(wallet, 'refund', {})).toMatchObject(FAILED('LACK_PARAMS'))
  })
})

describe('the refund query', () => {
  test('says PROCESSING, and SUCCESS after the delay', () => {
    const wallet = newWallet({ refundDelayMs: 5000 })
    paidOrder(wallet)
    const { refund_id: refundId } = refund(wallet, {})
    const query = (now: number) => ask(wallet, 'refundQuery', { out_refund_no: 'R-1' }, { now })
    expect(query(NOW + 4999)).toMatchObject({
      out_trade_no: 'T-1',
      total_fee: '1990',
      cash_fee: '1990',
      fee_type: 'CNY',
      refund_count: '1',
      out_refund_no_0: 'R-1',
      refund_id_0: refundId,
      refund_channel_0: 'ORIGINAL',
      refund_fee_0: '500',
      refund_status_0: 'PROCESSING',
      refund_recv_accout_0: '用户余额',
    })
    expect(wallet.books(NOW)[0]?.refunds).toMatchObject([{ status: 'processing' }])
    expect(query(NOW + 5000)).toMatchObject({ refund_status_0: 'SUCCESS' })
    expect(wallet.books(NOW + 5000)[0]?.refunds).toMatchObject([{ status: 'refunded' }])
  })

  test("by the order's number, it lists all refunds in their order, also beyond ten", () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    for (let n = 0; n < 12; n += 1) refund(wallet, { out_refund_no: `R-${n}`, refund_fee: String(n + 1) })
    for (const by of [{ out_trade_no: 'T-1' }, { transaction_id: transactionId }]) {
      const answer = ask(wallet, 'refundQuery', by)
      expect(answer).toMatchObject({ refund_count: '12', out_refund_no_2: 'R-2', refund_fee_11: '12', out_refund_no_11: 'R-11' })
    }
  })

  test('refund_id wins over out_refund_no, and both over the order', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const first = refund(wallet, {})
    refund(wallet, { out_refund_no: 'R-2' })
    const by = { refund_id: first.refund_id ?? '', out_refund_no: 'R-2', out_trade_no: 'T-1' }
    expect(ask(wallet, 'refundQuery', by)).toMatchObject({ refund_count: '1', out_refund_no_0: 'R-1' })
    const { refund_id: _, ...less } = by
    expect(ask(wallet, 'refundQuery', less)).toMatchObject({ refund_count: '1', out_refund_no_0: 'R-2' })
  })

  test("from the thirtieth day after payment on, our numbers and the refund's are not enough", () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const { refund_id: refundId = '' } = refund(wallet, {})
    const late = { now: NOW + 30 * DAY }
    for (const by of [{ out_refund_no: 'R-1' }, { refund_id: refundId }, { out_trade_no: 'T-1' }]) {
      expect(ask(wallet, 'refundQuery', by, { now: late.now - 1 })).toMatchObject({ refund_status_0: 'SUCCESS' })
      expect(ask(wallet, 'refundQuery', by, late)).toMatchObject(FAILED('ORDERNOTEXIST'))
      expect(ask(wallet, 'refundQuery', { ...by, transaction_id: '1' }, late)).toMatchObject({ result_code: 'FAIL' })
      const answer = ask(wallet, 'refundQuery', { ...by, transaction_id: transactionId }, late)
      expect(answer).toMatchObject({ out_refund_no_0: 'R-1', refund_status_0: 'SUCCESS' })
    }
  })

  test('finds nothing where nothing is', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    for (const by of [{ out_refund_no: 'R-1' }, { refund_id: '1' }, { out_trade_no: 'T-1' }, { out_trade_no: 'T-9' }]) {
      expect(ask(wallet, 'refundQuery', by)).toMatchObject(FAILED('ORDERNOTEXIST'))
    }
    expect(ask(wallet, 'refundQuery')).toMatchObject(FAILED('LACK_PARAMS'))
    expect(ask(wallet, 'refundQuery', { transaction_id: '1' })).toMatchObject(FAILED('INVALID_TRANSACTIONID'))
  })

  test("does not show another merchant's refund", () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const { refund_id: refundId = '' } = refund(wallet, {})
    const how = { merchant: OTHER_MERCHANT }
    expect(ask(wallet, 'refundQuery', { refund_id: refundId }, how)).toMatchObject(FAILED('ORDERNOTEXIST'))
    expect(ask(wallet, 'refundQuery', { out_refund_no: 'R-1' }, how)).toMatchObject(FAILED('ORDERNOTEXIST'))
  })
})
