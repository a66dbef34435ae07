import { describe, expect, test } from 'vitest'
import { beijingTime } from '../books/time.ts'
import { ask, DAY, FAILED, MERCHANT, MINUTE, NOW, newWallet, OTHER_MERCHANT, paidOrder } from './asking.fixture.ts'

describe('given an order that is not there yet', () => {
  test('a unified order answers with a session and a code to scan', () => {
    const answer = ask(newWallet(), 'order')
    expect(answer).toMatchObject({
      return_code: 'SUCCESS',
      return_msg: 'SUCCESS',
      retcode: '0',
      retmsg: 'ok',
      result_code: 'SUCCESS',
    })
    expect(answer).toMatchObject({ mch_id: MERCHANT.mchId, trade_type: 'NATIVE' })
    expect(answer.prepay_id).toMatch(/^[0-9A-F]{32}$/)
    expect(answer.code_url).toMatch(/^https:\/\/qpay\.qq\.com\/qr\/[0-9a-f]{8}$/)
  })

  test('only NATIVE is answered with a code', () => {
    expect(ask(newWallet(), 'order', { trade_type: 'JSAPI' })).not.toHaveProperty('code_url')
  })

  test('a query and a close find nothing', () => {
    const wallet = newWallet()
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject(FAILED('ORDERNOTEXIST'))
    expect(ask(wallet, 'close')).toMatchObject(FAILED('ORDERNOTEXIST'))
  })

  test('a query without a number lacks one', () => {
    expect(ask(newWallet(), 'query')).toMatchObject(FAILED('LACK_PARAMS'))
  })

  test('a field of the future is taken, and part of the order', () => {
    const wallet = newWallet()
    expect(ask(wallet, 'order', { future_field: '1' })).toMatchObject({ result_code: 'SUCCESS' })
    expect(ask(wallet, 'order', { future_field: '2' })).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
  })
})

describe('given an open order', () => {
  test('the same request is the same session, whatever its nonce', () => {
    const wallet = newWallet()
    const first = ask(wallet, 'order')
    const again = ask(wallet, 'order', { nonce_str: 'another' }, { now: NOW + MINUTE })
    expect(again).toMatchObject({ prepay_id: first.prepay_id, code_url: first.code_url })
    expect(wallet.books(NOW)).toHaveLength(1)
  })

  test.each([{ total_fee: '1991' }, { body: 'other' }, { attach: 'new' }, { notify_url: 'http://127.0.0.1:9/other' }])(
    'another request under its number is refused: %j',
    (changed) => {
      const wallet = newWallet()
      ask(wallet, 'order')
      const before = wallet.books(NOW)
      expect(ask(wallet, 'order', changed)).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
      expect(wallet.books(NOW)).toEqual(before)
    },
  )

  test('an empty field is the same as none', () => {
    const wallet = newWallet()
    ask(wallet, 'order')
    expect(ask(wallet, 'order', { attach: '' })).toMatchObject({ result_code: 'SUCCESS' })
  })

  test('a query says NOTPAY and repeats the order, without payment fields', () => {
    const wallet = newWallet()
    ask(wallet, 'order', { attach: '深圳分店' })
    const answer = ask(wallet, 'query', { out_trade_no: 'T-1' })
    expect(answer).toMatchObject({ trade_state: 'NOTPAY', total_fee: '1990', fee_type: 'CNY', attach: '深圳分店' })
    expect(answer).not.toHaveProperty('transaction_id')
    expect(answer).not.toHaveProperty('cash_fee')
  })

  test('it can be closed, once', () => {
    const wallet = newWallet()
    ask(wallet, 'order')
    expect(ask(wallet, 'close', { total_fee: '1990' })).toMatchObject({ result_code: 'SUCCESS' })
    expect(ask(wallet, 'close')).toMatchObject(FAILED('ORDERCLOSED'))
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({ trade_state: 'CLOSED' })
    expect(ask(wallet, 'order')).toMatchObject(FAILED('ORDERCLOSED'))
  })

  test('a close that names another amount is refused', () => {
    const wallet = newWallet()
    ask(wallet, 'order')
    expect(ask(wallet, 'close', { total_fee: '1' })).toMatchObject(FAILED('PARAM_ERROR'))
    expect(wallet.books(NOW)).toMatchObject([{ status: 'open' }])
  })

  test('another merchant does not see it', () => {
    const wallet = newWallet()
    ask(wallet, 'order')
    const how = { merchant: OTHER_MERCHANT }
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' }, how)).toMatchObject(FAILED('ORDERNOTEXIST'))
    expect(ask(wallet, 'close', {}, how)).toMatchObject(FAILED('ORDERNOTEXIST'))
  })
})

test('a close ends the order of its own number, whatever transaction it names besides', () => {
  const wallet = newWallet()
  const transactionId = paidOrder(wallet)
  ask(wallet, 'order', { out_trade_no: 'T-2' })
  expect(ask(wallet, 'close', { out_trade_no: 'T-2', transaction_id: transactionId })).toMatchObject({ result_code: 'SUCCESS' })
  expect(ask(wallet, 'query', { out_trade_no: 'T-2' })).toMatchObject({ trade_state: 'CLOSED' })
  expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({ trade_state: 'SUCCESS' })
})

describe('given time', () => {
  const expire = beijingTime(NOW + 10 * MINUTE)

  test.each([
    ['time_expire', { time_expire: expire }, 10 * MINUTE],
    ['two hours without one', {}, 120 * MINUTE],
    ['two hours at most', { time_expire: beijingTime(NOW + DAY) }, 120 * MINUTE],
  ])('an order lives until %s', (_, values, life) => {
    const wallet = newWallet()
    ask(wallet, 'order', values)
    const query = (now: number) => ask(wallet, 'query', { out_trade_no: 'T-1' }, { now }).trade_state
    expect(query(NOW + life - 1)).toBe('NOTPAY')
    expect(query(NOW + life)).toBe('CLOSED')
    expect(ask(wallet, 'order', values, { now: NOW + life })).toMatchObject(FAILED('ORDERCLOSED'))
    expect(wallet.books(NOW + life - 1)).toMatchObject([{ status: 'open' }])
    expect(wallet.books(NOW + life)).toMatchObject([{ status: 'closed' }])
  })

  test.each([
    ['now', { time_expire: beijingTime(NOW) }],
    ['in the past', { time_start: beijingTime(NOW - 20 * MINUTE), time_expire: beijingTime(NOW - 10 * MINUTE) }],
    ['before its start', { time_start: beijingTime(NOW + 20 * MINUTE), time_expire: expire }],
  ])('an order that ends %s is refused', (_, values) => {
    expect(ask(newWallet(), 'order', values)).toMatchObject(FAILED('PARAM_ERROR'))
  })
})

describe('given a paid order', () => {
  test('a query says so, with everything that was paid', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    expect(transactionId).toMatch(/^1900000109[0-9]{18}$/)
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      bank_type: 'BALANCE',
      total_fee: '1990',
      cash_fee: '1990',
      transaction_id: transactionId,
      time_end: '20260105120000',
    })
  })

  test('transaction_id wins over out_trade_no', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const answer = ask(wallet, 'query', { out_trade_no: 'T-other', transaction_id: transactionId })
    expect(answer).toMatchObject({ out_trade_no: 'T-1' })
    expect(ask(wallet, 'query', { out_trade_no: 'T-1', transaction_id: '1' })).toMatchObject(FAILED('ORDERNOTEXIST'))
  })

  test('it is never ordered again and never closed', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(ask(wallet, 'order')).toMatchObject(FAILED('ORDERPAID'))
    expect(ask(wallet, 'order', { total_fee: '1' })).toMatchObject(FAILED('ORDERPAID'))
    expect(ask(wallet, 'close')).toMatchObject(FAILED('ORDERPAID'))
  })

  test('it stays paid when its time is over', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' }, { now: NOW + DAY })).toMatchObject({ trade_state: 'SUCCESS' })
  })

  test('from the thirtieth day on, only its transaction id finds it', () => {
    const wallet = newWallet()
    const transactionId = paidOrder(wallet)
    const late = { now: NOW + 30 * DAY }
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' }, { now: late.now - 1 })).toMatchObject({ trade_state: 'SUCCESS' })
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' }, late)).toMatchObject(FAILED('ORDERNOTEXIST'))
    expect(ask(wallet, 'query', { transaction_id: transactionId }, late)).toMatchObject({ trade_state: 'SUCCESS' })
  })
})
