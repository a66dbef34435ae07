import { Secret } from '@tpkit/core'
import { type Fields, md5Sign, writeXml } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import {
  account,
  at,
  drive,
  HEAD,
  KEY,
  order,
  payment,
  refund,
  refusal,
  response,
  signedXml,
  vector,
} from './qqwallet.fixture.ts'

const protocol = qqwallet(account)
const OTHER_KEY = 'other0123456789other0123456789ot'
const close = (answer: ReturnType<typeof response>) => drive(protocol.close(payment, at), answer).reply
const failing = (code: string) => expect.objectContaining({ code })

describe('an answer is judged in order: HTTP, XML, return_code, signature, result_code', () => {
  test.each([
    [500, 'UNAVAILABLE'],
    [502, 'UNAVAILABLE'],
    [404, 'UNAVAILABLE'],
    [302, 'UNAVAILABLE'],
    [429, 'RATE'],
  ])('HTTP %i is %s, whatever genuine answer it carries', (status, code) => {
    expect(() => close(response(signedXml(HEAD), status))).toThrow(failing(code))
  })

  test.each([
    ['an HTML page', '<html><body>502 Bad Gateway</body></html>'],
    ['nothing', ''],
    ['half an answer', signedXml(HEAD).slice(0, -20)],
    ['a field twice', signedXml(HEAD).replace('<retcode>', '<retcode>1</retcode><retcode>')],
    ['more than 64 kB', signedXml({ ...HEAD, return_msg: 'x'.repeat(65_536) })],
    ['no return_code', signedXml({ result_code: 'SUCCESS', mch_id: account.mchId })],
    ['a strange return_code', signedXml({ ...HEAD, return_code: 'OK' })],
    ['no result_code', signedXml({ ...HEAD, result_code: '' })],
    ['a strange result_code', signedXml({ ...HEAD, result_code: 'MAYBE' })],
    ['a success without merchant', signedXml({ ...HEAD, mch_id: '' })],
    ['FAIL and SUCCESS at once', signedXml({ ...HEAD, return_code: 'FAIL' })],
  ])('%s is MALFORMED', (_what, body) => {
    expect(() => close(response(body))).toThrow(failing('MALFORMED'))
  })

  test.each([
    ['without sign', writeXml(HEAD)],
    ['with an empty sign', writeXml({ ...HEAD, sign: '' })],
    ['with a sign of another key', signedXml(HEAD, OTHER_KEY)],
    ['with a sign over the empty key', writeXml({ ...HEAD, sign: md5Sign(HEAD, '') })],
    ['with another algorithm', signedXml({ ...HEAD, sign_type: 'HMAC-SHA256' })],
    ['for another merchant', signedXml({ ...HEAD, mch_id: '1900000110' })],
  ])('a success %s is UNVERIFIED', (_how, body) => {
    expect(() => close(response(body))).toThrow(failing('UNVERIFIED'))
  })

  test('a refusal with a wrong sign is UNVERIFIED, not a refusal', () => {
    const body = writeXml({ ...HEAD, result_code: 'FAIL', err_code: 'ORDERPAID', sign: 'A'.repeat(32) })
    expect(() => close(response(body))).toThrow(failing('UNVERIFIED'))
  })

  test('an answer for another application is UNVERIFIED where ours is configured', () => {
    const ours = qqwallet({ ...account, appId: '1007033799' })
    const answer = (appid: string) => drive(ours.close(payment, at), response(signedXml({ ...HEAD, appid }))).reply
    expect(answer('1007033799')).toMatchObject({ kind: 'done' })
    expect(() => answer('1007033798')).toThrow(failing('UNVERIFIED'))
  })

  test('words are compared ignoring case, signatures too', () => {
    const fields = { ...HEAD, return_code: 'Success', result_code: 'success' }
    expect(close(response(writeXml({ ...fields, sign: md5Sign(fields, KEY).toLowerCase() })))).toMatchObject({ kind: 'done' })
  })
})

describe('key rotation', () => {
  const rotating = qqwallet({ ...account, apiKeys: [new Secret(OTHER_KEY), new Secret(KEY)] })

  test('the first key signs, all verify', () => {
    expect(drive(rotating.close(payment, at), response(signedXml(HEAD, KEY))).reply).toMatchObject({ kind: 'done' })
    const { request, reply } = drive(rotating.close(payment, at), response(signedXml(HEAD, OTHER_KEY)))
    expect(reply).toMatchObject({ kind: 'done' })
    const sign = /<sign><!\[CDATA\[(\w+)/.exec(new TextDecoder().decode(request?.body))?.[1]
    const own = { mch_id: account.mchId, nonce_str: 'n'.repeat(32), out_trade_no: payment.outTradeNo, total_fee: '888' }
    expect(sign).toBe(md5Sign(own, OTHER_KEY))
  })

  test.each([[[]], [[new Secret('')]], [[new Secret(KEY), new Secret('  ')]]])(
    'no key or an empty one is refused at once',
    (apiKeys) => {
      expect(() => qqwallet({ ...account, apiKeys })).toThrow(failing('CONFIG'))
    },
  )

  test('no merchant number is refused at once', () => {
    expect(() => qqwallet({ ...account, mchId: '' })).toThrow(failing('CONFIG'))
  })
})

describe('no field of a signed answer can be changed, added or taken away', () => {
  const read = (id: string, fields: Fields) => {
    const answer = response(writeXml(fields))
    if (id === 'unified-native-ok') return drive(protocol.pay(order, at), answer).reply
    if (id === 'refund-accepted') return drive(protocol.refund(refund, at), answer).reply
    return drive(protocol.query(payment, at), answer).reply
  }
  const ids = ['unified-native-ok', 'refund-accepted', 'query-paid-with-coupon'] as const

  test.each(ids)('%s', (id) => {
    const genuine = vector('responses', id).fields
    const name = fc.constantFrom(...Object.keys(genuine).filter((field) => field !== 'sign'))
    const text = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xd7ff }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 20,
    })
    expect(() => read(id, genuine)).not.toThrow()
    fc.assert(
      fc.property(name, text, (field, value) => {
        fc.pre(genuine[field] !== value)
        expect(() => read(id, { ...genuine, [field]: value })).toThrow()
        expect(() => read(id, { ...genuine, [`${field}_x`]: value })).toThrow(failing('UNVERIFIED'))
        if (genuine[field]) expect(() => read(id, { ...genuine, [field]: '' })).toThrow()
      }),
    )
  })

  test.each([
    'return_code',
    'result_code',
    'err_code',
    'mch_id',
    'appid',
    'sub_mch_id',
    'sub_appid',
    'out_trade_no',
    'transaction_id',
    'total_fee',
    'fee_type',
    'trade_state',
    'out_refund_no',
    'refund_id_0',
    'refund_fee_12',
    'refund_status',
  ])('a value that holds "&%s=" leaves open which field was signed', (name) => {
    expect(() => close(response(signedXml({ ...HEAD, attach: `x&${name}=1` })))).toThrow(failing('UNVERIFIED'))
    expect(close(response(signedXml({ ...HEAD, attach: `${name}=1&my_${name}=2&x` })))).toMatchObject({ kind: 'done' })
  })

  test('a signature over a cheap order cannot be moved behind a value that looks like fields', () => {
    // The wallet signed: attach=x&…&total_fee=1&… for an order of one fen whose attach the payer chose.
    const chosen = 'x&fee_type=CNY&total_fee=888&trade_state=SUCCESS&z='
    const cheap = { ...HEAD, attach: chosen, out_trade_no: payment.outTradeNo, total_fee: '1' }
    expect(() => drive(protocol.query(payment, at), response(signedXml(cheap))).reply).toThrow(failing('UNVERIFIED'))
  })
})

test('wallet words in a failure are shortened', () => {
  const reply = close(refusal('ORDERPAID', { err_code_des: '长'.repeat(1_000) }))
  expect(reply.kind === 'refused' && reply.failure.provider?.message).toBe('长'.repeat(128))
})

describe('without err_code the gateway speaks for itself', () => {
  const said = (fields: Fields) => {
    const reply = close(response(signedXml({ ...HEAD, result_code: 'FAIL', ...fields })))
    return reply.kind === 'unknown' ? reply.failure.provider : reply
  }

  test('its number and its words stand in the failure, and judge nothing', () => {
    const fields = { return_msg: '系统繁忙', retcode: '66210035', retmsg: 'get token fail' }
    expect(said(fields)).toEqual({ code: '66210035', message: '系统繁忙; get token fail' })
    const unsigned = close(response(writeXml({ return_code: 'FAIL', ...fields })))
    expect(unsigned).toMatchObject({ kind: 'unknown', failure: { code: 'UNAVAILABLE', provider: { code: '66210035' } } })
  })

  test('the same words twice are said once; "SUCCESS", "ok" and 0 are no reasons', () => {
    expect(said({ return_msg: '系统繁忙', retcode: '0', retmsg: '系统繁忙' })).toEqual({ code: 'FAIL', message: '系统繁忙' })
    expect(said({})).toEqual({ code: 'FAIL' })
  })

  test('an err_code and its description stand above both', () => {
    const fields = { err_code: 'ORDERPAID', err_code_desc: '已支付', retcode: '66210035', retmsg: 'paid' }
    expect(close(response(signedXml({ ...HEAD, result_code: 'FAIL', ...fields })))).toMatchObject({
      kind: 'refused',
      failure: { provider: { code: 'ORDERPAID', message: '已支付' } },
    })
  })

  test('a number that says what an err_code would say is never believed on another call', () => {
    expect(said({ retcode: '66227006' })).toEqual({ code: '66227006' })
  })
})
