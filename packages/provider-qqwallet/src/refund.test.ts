import { cny, type RefundCommand } from '@tpkit/core'
import type { Fields } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import {
  account,
  at,
  drive,
  firstRequest,
  payment,
  refund,
  sentFields,
  success,
  TRANSACTION,
  vector,
} from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const ACCEPTED: Fields = {
  out_trade_no: payment.outTradeNo,
  transaction_id: TRANSACTION,
  out_refund_no: 'R-0001',
  refund_id: '1121218133801201611098791376',
  refund_fee: '666',
  total_fee: '888',
}
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

describe('the refund request', () => {
  test('goes to the mutual-TLS host as the operator, by default the merchant itself', () => {
    const request = firstRequest(protocol.refund(refund, at))
    expect(request).toMatchObject({ effect: 'write', identity: 'merchant' })
    expect(new URL(request.url).origin).toBe('https://api.qpay.qq.com')
    expect(sentFields(protocol.refund(refund, at))).toMatchObject({
      op_user_id: account.mchId,
      op_user_passwd: '96e79218965eb72c92a549dd5a330112',
    })
    expect(sentFields(qqwallet({ ...account, operatorId: 'op-7' }).refund(refund, at)).op_user_id).toBe('op-7')
  })

  test('without operator password nothing is sent', () => {
    const { operatorPassword: _none, ...without } = account
    expect(() => firstRequest(qqwallet(without).refund(refund, at))).toThrow(failing('CONFIG', 'operatorPassword'))
  })

  test('the command names the refund account, else the account does, else nobody', () => {
    const usual = qqwallet({ ...account, refundAccount: 'REFUND_SOURCE_UNSETTLED_FUNDS' })
    const extra = { qqwallet: { refundAccount: 'REFUND_SOURCE_RECHARGE_FUNDS' } } as const
    expect(sentFields(protocol.refund(refund, at))).not.toHaveProperty('refund_account')
    expect(sentFields(usual.refund(refund, at)).refund_account).toBe('REFUND_SOURCE_UNSETTLED_FUNDS')
    expect(sentFields(usual.refund({ ...refund, extra }, at)).refund_account).toBe('REFUND_SOURCE_RECHARGE_FUNDS')
  })

  test.each<[string, Record<string, unknown>]>([
    ['amount', { amount: cny.fen(0) }],
    ['amount', { amount: cny.fen(-1) }],
    ['amount', { amount: cny.fen(889) }],
    ['amount', { amount: undefined }],
    ['amount.currency', { amount: { amount: 1n, currency: 'USD' } }],
    ['outRefundNo', { outRefundNo: '' }],
    ['outRefundNo', { outRefundNo: 'R'.repeat(33) }],
    ['outRefundNo', { outRefundNo: 'R 1' }],
    ['transactionId', { transactionId: '交易' }],
    ['extra.qqwallet.refundAccount', { extra: { qqwallet: { refundAccount: 'CASH' } } }],
    ['extra.qqwallet', { extra: { qqwallet: { limitPay: 'no_credit' } } }],
  ])('a wrong %s is refused before anything is sent: %o', (field, changes) => {
    const command = { ...refund, ...changes } as RefundCommand
    expect(() => firstRequest(protocol.refund(command, at))).toThrow(failing('INVALID', `${field}: expected `))
  })

  test('the fields that other wallets know and this one does not are not sent', () => {
    const fields = sentFields(protocol.refund({ ...refund, reason: 'broken' }, at))
    for (const name of ['total_fee', 'notify_url', 'refund_desc', 'refund_fee_type']) expect(fields).not.toHaveProperty(name)
  })
})

describe('the refund answer means accepted', () => {
  const answer = (changes: Fields) => drive(protocol.refund(refund, at), success({ ...ACCEPTED, ...changes })).reply

  test('a real answer has every field that is demanded', () => {
    expect(vector('responses', 'peer-refund-field-set').fieldNames).toEqual(expect.arrayContaining(Object.keys(ACCEPTED)))
  })

  test('processing, over the amount that the wallet echoed', () => {
    expect(answer({})).toMatchObject({ kind: 'done', value: { status: 'processing', amount: cny.fen(666), source: 'reply' } })
  })

  test.each(['665', '6660', '888', '0', '', '6.66'])('an echoed amount of "%s" is no acceptance of ours', (refund_fee) => {
    expect(() => answer({ refund_fee })).toThrow(failing('MALFORMED', 'refund_fee'))
  })

  test.each([
    ['out_trade_no', 'other'],
    ['out_refund_no', 'R-0002'],
    ['transaction_id', '1'],
    ['mch_id', '1900000110'],
  ])('another %s is an answer to another question', (name, value) => {
    expect(() => answer({ [name]: value })).toThrow(failing('UNVERIFIED', name))
  })

  test.each(['out_trade_no', 'out_refund_no', 'mch_id'])('an absent %s skips no check', (name) => {
    expect(() => answer({ [name]: '' })).toThrow(failing('MALFORMED', name))
  })
})
