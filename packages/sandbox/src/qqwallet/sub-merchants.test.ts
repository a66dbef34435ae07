import { describe, expect, test } from 'vitest'
import { ask, DAY, FAILED, MERCHANT, NOW, type Operation, OTHER_MERCHANT, only, xmlOf } from './asking.fixture.ts'
import { type QQDesk, qqDesk } from './desk.ts'
import type { QQMerchant } from './merchant.ts'
import { statementOf } from './statement.fixture.ts'

const SUB = { subMchId: '1900000201', name: 'Shop one', subAppId: '1007033801' }
const OTHER_SUB = { subMchId: '1900000202' }
const PROVIDER: QQMerchant = { ...MERCHANT, subMerchants: [SUB, OTHER_SUB] }

const OURS = { sub_mch_id: SUB.subMchId }
const THEIRS = { sub_mch_id: OTHER_SUB.subMchId }

const newProvider = (): QQDesk => qqDesk({ merchants: [PROVIDER, OTHER_MERCHANT] })

function paid(desk: QQDesk, values: Record<string, string> = {}): string {
  return ask(desk, 'micropay', { auth_code: desk.paymentCode(NOW), ...OURS, ...values }).transaction_id ?? ''
}

describe('a service provider', () => {
  const must: readonly (readonly [Operation, Record<string, string>])[] = [
    ['order', {}],
    ['micropay', { auth_code: '910000000000000000' }],
    ['query', { out_trade_no: 'T-1' }],
    ['refund', { out_trade_no: 'T-1' }],
    ['refundQuery', { out_trade_no: 'T-1' }],
  ]
  test.each(must)('must say for which sub-merchant: %s', (operation, values) => {
    const answer = ask(newProvider(), operation, values)
    expect(answer).toMatchObject(FAILED('LACK_PARAMS'))
    expect(answer.err_code_des).toContain('sub_mch_id')
  })

  test('need not for close and reverse, and reaches all its orders there', () => {
    const desk = newProvider()
    ask(desk, 'order', OURS)
    expect(ask(desk, 'close')).toMatchObject({ result_code: 'SUCCESS' })
    paid(desk, { out_trade_no: 'T-2' })
    expect(ask(desk, 'reverse', { out_trade_no: 'T-2' })).toMatchObject({ recall: 'N' })
  })

  test.each(['1900000203', OTHER_MERCHANT.mchId, PROVIDER.mchId])(
    'is refused for a sub-merchant that is not its own: %s',
    (sub) => {
      const desk = newProvider()
      expect(ask(desk, 'order', { sub_mch_id: sub })).toMatchObject(FAILED('MCHID_NOT_EXIST'))
      expect(desk.books(NOW)).toEqual([])
    },
  )

  test('is the only one that may name a sub-merchant', () => {
    const answer = ask(newProvider(), 'order', OURS, { merchant: OTHER_MERCHANT })
    expect(answer).toMatchObject(FAILED('NOAUTH'))
  })

  test('gets its sub-merchant echoed by every answer and by the notify, signed', () => {
    const desk = newProvider()
    const parties = { ...OURS, sub_appid: SUB.subAppId }
    expect(ask(desk, 'order', { ...parties, out_trade_no: 'T-2' })).toMatchObject(parties)
    paid(desk, parties)
    const order = { ...parties, out_trade_no: 'T-1' }
    for (const operation of ['query', 'refund', 'refundQuery'] as const) {
      expect(ask(desk, operation, order)).toMatchObject({ result_code: 'SUCCESS', ...parties })
    }
    expect(Object.fromEntries(xmlOf({ status: 200, body: only(desk.due(NOW)).body }))).toMatchObject(parties)
  })

  test('may sign in with its own number or the sub-merchant’s', () => {
    const desk = newProvider()
    paid(desk)
    const order = { ...OURS, out_trade_no: 'T-1', refund_fee: '1' }
    expect(ask(desk, 'refund', { ...order, op_user_id: SUB.subMchId })).toMatchObject({ result_code: 'SUCCESS' })
    const other = ask(desk, 'refund', { ...order, out_refund_no: 'R-2', op_user_id: OTHER_SUB.subMchId })
    expect(other).toMatchObject(FAILED('NOAUTH'))
  })
})

describe('the application of a sub-merchant', () => {
  test.each([
    ['another one', { ...OURS, sub_appid: '1' }],
    ['of a sub-merchant without one', { ...THEIRS, sub_appid: SUB.subAppId }],
  ])('%s is refused', (_, values) => {
    expect(ask(newProvider(), 'order', values)).toMatchObject(FAILED('APPID_MCHID_NOT_MATCH'))
  })

  test('without a sub-merchant it is refused', () => {
    const values = { sub_appid: SUB.subAppId }
    expect(ask(newProvider(), 'close', values)).toMatchObject(FAILED('APPID_MCHID_NOT_MATCH'))
    expect(ask(newProvider(), 'order', values, { merchant: OTHER_MERCHANT })).toMatchObject(FAILED('APPID_MCHID_NOT_MATCH'))
  })
})

describe('the orders of a sub-merchant', () => {
  test('are its own in the books and on the phone', () => {
    const desk = newProvider()
    ask(desk, 'order', OURS)
    ask(desk, 'order', { ...THEIRS, out_trade_no: 'T-2' })
    expect(desk.books(NOW).map(({ subMchId }) => subMchId)).toEqual([SUB.subMchId, OTHER_SUB.subMchId])
    expect(desk.bills(NOW).map(({ merchant }) => merchant)).toEqual(['Shop one', OTHER_SUB.subMchId])
  })

  test('are not seen by another one', () => {
    const desk = newProvider()
    const transactionId = paid(desk)
    const { refund_id: refundId = '' } = ask(desk, 'refund', { ...OURS, out_trade_no: 'T-1' })
    const order = { ...THEIRS, out_trade_no: 'T-1' }
    for (const operation of ['query', 'close', 'reverse', 'refund', 'refundQuery'] as const) {
      expect(ask(desk, operation, order)).toMatchObject(FAILED('ORDERNOTEXIST'))
    }
    const id = { ...THEIRS, transaction_id: transactionId }
    expect(ask(desk, 'query', id)).toMatchObject(FAILED('ORDERNOTEXIST'))
    expect(ask(desk, 'refund', id)).toMatchObject(FAILED('INVALID_TRANSACTIONID'))
    for (const number of [{ refund_id: refundId }, { out_refund_no: 'R-1' }]) {
      expect(ask(desk, 'refundQuery', { ...THEIRS, ...number })).toMatchObject(FAILED('ORDERNOTEXIST'))
    }
    expect(desk.books(NOW)).toMatchObject([{ status: 'paid' }])
  })

  test('share their numbers with the whole provider', () => {
    const desk = newProvider()
    ask(desk, 'order', OURS)
    expect(ask(desk, 'order', THEIRS)).toMatchObject(FAILED('OUT_TRADE_NO_USED'))
  })

  test('stand in the statement of the provider, and alone in their own', () => {
    const desk = newProvider()
    paid(desk, { sub_appid: SUB.subAppId })
    paid(desk, { ...THEIRS, out_trade_no: 'T-2' })
    const how = { now: NOW + DAY }
    expect(statementOf(desk, 'statement', {}, how).rows).toMatchObject([
      { 商户号: PROVIDER.mchId, 子商户号: SUB.subMchId, 子商户APPID: SUB.subAppId },
      { 商户号: PROVIDER.mchId, 子商户号: OTHER_SUB.subMchId, 子商户APPID: '' },
    ])
    expect(statementOf(desk, 'statement', OURS, how).rows).toMatchObject([{ 商户订单号: 'T-1' }])
  })
})

test('a sub-merchant whose number is none is refused at once', () => {
  expect(() => qqDesk({ merchants: [{ ...MERCHANT, subMerchants: [{ subMchId: 'shop' }] }] })).toThrow(/subMchId/)
})
