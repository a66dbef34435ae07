import { bind, type Exchange } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import {
  account,
  at,
  counter,
  drive,
  immediate,
  NOW,
  order,
  payment,
  received,
  refund,
  refusal,
  sentFields,
  signedXml,
  sub,
  success,
  TRANSACTION,
  vector,
} from './qqwallet.fixture.ts'

const config = { ...account, ...sub }
const protocol = qqwallet(config)
const WIRE = { appid: sub.appId, sub_appid: sub.subAppId, sub_mch_id: sub.subMchId }
const failing = (code: string, words: string) => expect.objectContaining({ code, message: expect.stringContaining(words) })

const CALLS: readonly (readonly [string, () => Exchange<unknown>, Fields])[] = [
  ['pay', () => protocol.pay(order, at), { code_url: 'https://qpay.qq.com/qr/1' }],
  ['micropay', () => protocol.pay(counter, at), vector('responses', 'micropay-ok').fields],
  ['query', () => protocol.query(payment, at), vector('responses', 'query-paid-with-coupon').fields],
  [
    'refund',
    () => protocol.refund(refund, at),
    { out_trade_no: payment.outTradeNo, out_refund_no: refund.outRefundNo, refund_fee: '666', transaction_id: TRANSACTION },
  ],
  ['close', () => protocol.close(payment, at), {}],
  ['reverse', () => protocol.reverse(payment, at), { recall: 'N' }],
  [
    'queryRefund',
    () => protocol.queryRefund(refund, at),
    {
      out_trade_no: payment.outTradeNo,
      out_refund_no_0: refund.outRefundNo,
      refund_id_0: '1',
      refund_fee_0: '666',
      refund_status_0: 'SUCCESS',
    },
  ],
  ['probe', () => protocol.probe(at), {}],
]

describe.each(CALLS)('%s for a sub-merchant', (_call, start, fields) => {
  const answer = (changes: Fields) => drive(start(), success({ ...fields, ...WIRE, ...changes })).reply

  test('names it in the request', () => {
    expect(sentFields(start())).toMatchObject({ mch_id: account.mchId, ...WIRE })
  })

  test('takes an answer that names it', () => {
    expect(answer({})).not.toMatchObject({ ok: false })
  })

  test.each([
    ['sub_mch_id', '9000000102', 'UNVERIFIED'],
    ['sub_mch_id', '', 'MALFORMED'],
    ['sub_appid', '1007033791', 'UNVERIFIED'],
    ['appid', '1007033798', 'UNVERIFIED'],
  ])('does not take one with the %s "%s"', (name, value, code) => {
    if (_call === 'probe') return expect(answer({ [name]: value })).toMatchObject({ ok: false })
    expect(() => answer({ [name]: value })).toThrow(failing(code, name))
  })
})

test('statements are asked for in its name', () => {
  const found = immediate(protocol.statement({ day: '2016-07-11', kind: 'trade' }, at))
  if (found.kind !== 'download') throw new Error('expected a file')
  expect(new TextDecoder().decode(found.request.body)).toContain('<sub_mch_id>9000000101</sub_mch_id>')
})

test('an account without sub-merchants does not take an answer for one', () => {
  const plain = qqwallet(account)
  expect(() => drive(plain.close(payment, at), success({ sub_mch_id: sub.subMchId }))).toThrow(
    failing('UNVERIFIED', 'sub_mch_id'),
  )
  const genuine = refusal('ORDERNOTEXIST', { sub_mch_id: sub.subMchId })
  expect(() => drive(plain.query({ ...payment, startedAt: NOW }, at), genuine)).toThrow(failing('UNVERIFIED', 'sub_mch_id'))
})

test('the payee is the sub-merchant, so that another one of the same provider does not bind', () => {
  const { sign: _sign, ...genuine } = vector('notifications', 'computed-service-provider').fields
  const bound = (changes: Fields) => {
    const [fact] = immediate(protocol.notify(received(signedXml({ ...genuine, ...changes })), at)).facts
    if (fact?.kind !== 'payment') throw new Error('expected a payment')
    return bind({ payee: protocol.payee, outTradeNo: payment.outTradeNo, total: payment.total }, fact)
  }
  expect(bound({})).toEqual({ kind: 'ours' })
  expect(bound({ sub_mch_id: '9000000102' })).toMatchObject({ kind: 'foreign', field: 'subMchId' })
  expect(bound({ sub_mch_id: '' })).toMatchObject({ kind: 'foreign', field: 'subMchId' })
  expect(bound({ sub_appid: '1007033791' })).toMatchObject({ kind: 'foreign', field: 'subAppId' })
})

test('the operator is the service provider itself, unless the account says otherwise', () => {
  expect(sentFields(protocol.refund(refund, at)).op_user_id).toBe(account.mchId)
  expect(sentFields(qqwallet({ ...config, operatorId: sub.subMchId }).reverse(payment, at)).op_user_id).toBe(sub.subMchId)
})

test('an application of nobody is refused at once', () => {
  expect(() => qqwallet({ ...account, subAppId: sub.subAppId })).toThrow(failing('CONFIG', 'subMchId'))
})
