import type { HttpResponse } from '@tpkit/core'
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
  signedXml,
  success,
  unsignedRefusal,
} from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const probe = (answer: HttpResponse) => drive(protocol.probe(at), answer).reply

test('it asks for an order that cannot exist, and writes nothing', () => {
  const request = firstRequest(protocol.probe(at))
  expect(request).toMatchObject({ url: 'https://qpay.qq.com/cgi-bin/pay/qpay_order_query.cgi', effect: 'read' })
  expect(sentFields(protocol.probe(at)).out_trade_no).toBe(`tpkit-probe-${'n'.repeat(20)}`)
})

describe('what an answer tells', () => {
  test('a verified "no such order" is good', () => {
    expect(probe(refusal('ORDERNOTEXIST'))).toMatchObject({ ok: true, message: expect.stringContaining('apiKey') })
  })

  test('so is a verified success: somebody took the number', () => {
    expect(probe(success({ out_trade_no: payment.outTradeNo }))).toMatchObject({ ok: true })
  })

  test.each([
    ['SIGNERROR', 'API安全'],
    ['MCHID_NOT_EXIST', 'mchId'],
    ['APPID_NOT_EXIST', 'appId'],
    ['NOAUTH', 'permission'],
    ['SYSTEMERROR', 'the wallet failed'],
    ['SOMETHING_NEW', 'not documented'],
  ])('%s is not, and its advice is told', (code, advice) => {
    expect(probe(refusal(code))).toMatchObject({ ok: false, message: expect.stringContaining(advice) })
  })

  test('SIGNERROR comes unsigned, and is told all the same', () => {
    expect(probe(unsignedRefusal('SIGNERROR'))).toMatchObject({ ok: false, message: expect.stringContaining('API安全') })
  })

  test('an unsigned "no such order" could be anybody\'s', () => {
    expect(probe(unsignedRefusal('ORDERNOTEXIST'))).toMatchObject({ ok: false, message: expect.stringContaining('signature') })
  })

  test('an answer under another key, or no answer of the wallet, is told, not thrown', () => {
    const foreign = signedXml({ return_code: 'SUCCESS' }, 'other0123456789other0123456789ot')
    expect(probe(response(foreign))).toMatchObject({ ok: false, message: expect.stringContaining('apiKey') })
    expect(probe(response('<html></html>'))).toMatchObject({ ok: false })
  })

  test('a wallet that cannot be reached is no answer', () => {
    expect(() => probe(response('', 502))).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }))
  })
})
