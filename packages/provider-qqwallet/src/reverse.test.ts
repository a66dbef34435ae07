import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import {
  account,
  at,
  drive,
  firstRequest,
  payment,
  refusal,
  response,
  sentFields,
  success,
  TRANSACTION,
  unsignedRefusal,
} from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const reverse = (answer: ReturnType<typeof response>) => drive(protocol.reverse(payment, at), answer).reply
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

describe('the request', () => {
  test('goes to the mutual-TLS host as the operator, by our number', () => {
    const ref = { ...payment, transactionId: TRANSACTION }
    const request = firstRequest(protocol.reverse(ref, at))
    expect(request).toMatchObject({
      url: 'https://api.qpay.qq.com/cgi-bin/pay/qpay_reverse.cgi',
      effect: 'write',
      identity: 'merchant',
    })
    expect(sentFields(protocol.reverse(ref, at))).toMatchObject({
      out_trade_no: payment.outTradeNo,
      op_user_id: account.mchId,
      op_user_passwd: '96e79218965eb72c92a549dd5a330112',
    })
    expect(sentFields(protocol.reverse(ref, at))).not.toHaveProperty('transaction_id')
    expect(protocol.manifest.identityFor).toEqual(['refund', 'reverse'])
  })

  test('without operator password nothing is sent', () => {
    const { operatorPassword: _none, ...without } = account
    expect(() => firstRequest(qqwallet(without).reverse(payment, at))).toThrow(failing('CONFIG', 'operatorPassword'))
  })

  test.each([
    ['outTradeNo', { outTradeNo: 'R 1' }],
    ['startedAt', { startedAt: Number.NaN }],
  ])('a wrong %s is refused before anything is sent', (field, changes) => {
    expect(() => firstRequest(protocol.reverse({ ...payment, ...changes }, at))).toThrow(failing('INVALID', field))
  })
})

describe('the answer', () => {
  test.each([undefined, '', 'N', 'n', '0', 'false', 'no'])('recall %j: reversed', (recall) => {
    expect(reverse(success(recall === undefined ? {} : { recall }))).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: {
        kind: 'payment',
        status: 'reversed',
        outTradeNo: payment.outTradeNo,
        source: 'reply',
        payee: { mchId: account.mchId },
      },
    })
  })

  test.each(['1', 'Y', 'y', 'true', 'TRUE'])('recall %j: not finished, whatever else it says; call again', (recall) => {
    const again = {
      kind: 'unknown',
      failure: { code: 'UNAVAILABLE', retry: 'same-number', message: expect.stringContaining('again') },
    }
    expect(reverse(success({ recall }))).toMatchObject(again)
    expect(reverse(refusal('SYSTEMERROR', { recall }))).toMatchObject(again)
    expect(reverse(refusal('ORDERNOTEXIST', { recall }))).toMatchObject(again)
  })

  test('a recall of an unsigned success is not even looked at', () => {
    const body = new TextDecoder().decode(success({ recall: 'N' }).body).replace(/<sign>.*<\/sign>/, '')
    expect(() => reverse(response(body))).toThrow(failing('UNVERIFIED'))
  })

  test('SYSTEMERROR and codes that the page does not list for it are unknown', () => {
    for (const code of ['SYSTEMERROR', 'ORDERPAID', 'ORDERCLOSED', 'NOTENOUGH', 'USERPAYING', 'SOMETHING_NEW', '']) {
      expect(reverse(refusal(code))).toMatchObject({ kind: 'unknown' })
    }
  })

  test('no such order: nothing was reversed yet', () => {
    expect(reverse(refusal('ORDERNOTEXIST'))).toMatchObject({ kind: 'refused', failure: { code: 'NOT_FOUND', retry: 'later' } })
    expect(reverse(unsignedRefusal('ORDERNOTEXIST'))).toMatchObject({ kind: 'unknown' })
  })

  test('an answer that names another order is no answer to ours', () => {
    expect(() => reverse(success({ out_trade_no: 'other' }))).toThrow(failing('UNVERIFIED', 'out_trade_no'))
    expect(() => reverse(success({ attach: 'x&recall=N' }))).toThrow(failing('UNVERIFIED', 'attach'))
  })
})
