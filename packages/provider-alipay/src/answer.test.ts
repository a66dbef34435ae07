import { createSecretKey } from 'node:crypto'
import { bind, type Evidence, type Exchange, type Finding, type HttpResponse, Secret } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { sealCbc } from '@tpkit/wire'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyPair } from './certificate.fixture.ts'
import { alipay } from './protocol.ts'
import { KEYS } from './vectors.fixture.ts'
import {
  account,
  at,
  COUNTER_PAID,
  counter,
  drive,
  envelope,
  memberOf,
  order,
  PAID,
  payment,
  REFUND_QUERIED,
  REFUNDED,
  raw,
  refund,
  refusal,
  success,
  unsignedRefusal,
  written,
} from './wallet.fixture.ts'

const protocol = alipay(account)
const QUERY = 'alipay.trade.query'
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })
const stranger = keyPair().privateKey

type Write = readonly [name: string, method: string, call: () => Exchange<Finding<unknown, Evidence>>]
const WRITES: readonly Write[] = [
  ['native', 'alipay.trade.precreate', () => protocol.pay(order, at)],
  ['mini', 'alipay.trade.create', () => protocol.pay({ ...order, scene: 'mini', payerId: '2088102122524333' }, at)],
  ['micropay', 'alipay.trade.pay', () => protocol.pay(counter, at)],
  ['refund', 'alipay.trade.refund', () => protocol.refund(refund, at)],
  ['close', 'alipay.trade.close', () => protocol.close(payment, at)],
  ['reverse', 'alipay.trade.cancel', () => protocol.reverse(payment, at)],
]
const query = (answer: HttpResponse) => drive(protocol.query(payment, at), answer).reply

describe('what something on the way answers is no answer of the wallet', () => {
  test.each([
    [502, '<html><body>502 Bad Gateway</body></html>', 'UNAVAILABLE'],
    [503, '', 'UNAVAILABLE'],
    [500, '{"code":"10000"}', 'UNAVAILABLE'],
    [404, 'not found', 'UNAVAILABLE'],
    [302, '', 'UNAVAILABLE'],
    [204, '', 'UNAVAILABLE'],
    [429, '<html></html>', 'RATE'],
    [200, '', 'MALFORMED'],
    [200, '<html><body>invalid-app-id</body></html>', 'MALFORMED'],
    [200, '{}', 'MALFORMED'],
    [200, '[]', 'MALFORMED'],
    [200, '{"alipay_trade_query_response":{"code":"10000"', 'MALFORMED'],
  ])('HTTP %i %j: %o, for reads and for writes', (status, body, code) => {
    expect(() => query(raw(body, status))).toThrow(failing(code))
    for (const [name, , call] of WRITES) expect(() => drive(call(), raw(body, status)), name).toThrow(failing(code))
  })

  test('a genuine answer under another status is none', () => {
    expect(() => query({ ...success(QUERY, PAID), status: 500 })).toThrow(failing('UNAVAILABLE'))
  })
})

describe('a success is believed by its signature alone', () => {
  test.each(WRITES)('%s: without one, or with a wrong one, it is UNVERIFIED and never done', (_name, method, call) => {
    const payload = written({
      code: '10000',
      msg: 'Success',
      ...PAID,
      ...REFUNDED,
      action: 'close',
      qr_code: 'https://qr.alipay.com/x',
    })
    const bare = `"${memberOf(method)}":${payload}`
    for (const body of [
      `{${bare}}`,
      `{${bare},"sign":""}`,
      `{${bare},"sign":null}`,
      `{${bare},"sign":["x"]}`,
      `{${bare},"sign":"AAAA"}`,
    ]) {
      expect(() => drive(call(), raw(body)), body.slice(-30)).toThrow(failing('UNVERIFIED'))
    }
    expect(() => drive(call(), envelope(method, payload, { key: stranger }))).toThrow(
      failing('UNVERIFIED', 'a signature that fits'),
    )
  })

  test('10003 without a signature is no success either', () => {
    const body = `{"alipay_trade_pay_response":${written({ code: '10003', msg: 'order success pay inprocess', ...COUNTER_PAID })}}`
    expect(() => drive(protocol.pay(counter, at), raw(body))).toThrow(failing('UNVERIFIED'))
  })

  test('a refusal with a wrong signature is no unsigned refusal', () => {
    const answer = refusal('alipay.trade.refund', 'isv.invalid-app-id', '40002', { key: stranger })
    expect(() => drive(protocol.refund(refund, at), answer)).toThrow(failing('UNVERIFIED'))
  })

  test('a refusal with an empty signature is no unsigned refusal either', () => {
    const listed = written({ code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-app-id' })
    const answer = raw(`{"alipay_trade_refund_response":${listed},"sign":""}`)
    expect(() => drive(protocol.refund(refund, at), answer)).toThrow(failing('UNVERIFIED', 'not empty'))
  })

  test('10003 is a success of a payment code and of nothing else', () => {
    for (const [name, method, call] of WRITES.filter(([one]) => one !== 'micropay')) {
      const payload = written({ code: '10003', msg: 'order success pay inprocess', ...PAID, ...REFUNDED, action: 'close' })
      expect(drive(call(), envelope(method, payload)).reply, name).toMatchObject({ kind: 'unknown' })
    }
  })
})

describe('the answer to another method is no answer', () => {
  test('whatever it says', () => {
    expect(() => query(success('alipay.trade.pay', PAID))).toThrow(failing('MALFORMED', 'alipay_trade_query_response'))
    expect(() => query(success(QUERY, PAID, { name: 'alipay_trade_query_response_' }))).toThrow(failing('MALFORMED'))
  })

  test('error_response is an error, and never a success', () => {
    expect(() => query(success(QUERY, PAID, { name: 'error_response' }))).toThrow(failing('MALFORMED', 'error_response'))
    const answer = refusal('alipay.trade.refund', 'isv.invalid-signature', '40002', { name: 'error_response' })
    expect(drive(protocol.refund(refund, at), answer).reply).toMatchObject({
      kind: 'refused',
      evidence: 'verified',
      failure: { code: 'UNAUTHORIZED', provider: { code: 'isv.invalid-signature' } },
    })
  })

  test('both at once are none', () => {
    const both = Buffer.from(success(QUERY, PAID).body).toString().replace('{', '{"error_response":{"code":"40002"},')
    expect(() => query(raw(both))).toThrow(failing('MALFORMED', 'an error beside it'))
  })
})

describe('what stands in an answer twice is refused', () => {
  const text = Buffer.from(success(QUERY, PAID).body).toString()

  test.each([
    ['the payload', text.replace('{', '{"alipay_trade_query_response":{"code":"10000"},')],
    ['the payload, spelled otherwise', text.replace('{', '{"alipay_trade_query_respons\\u0065":{"code":"10000"},')],
    ['the signature', text.replace('{', '{"sign":"x",')],
    ['the number of the certificate', text.replace('{', '{"alipay_cert_sn":"x","alipay_cert_sn":"y",')],
  ])('%s', (_what, body) => {
    expect(() => query(raw(body))).toThrow(failing('MALFORMED', 'each member once'))
  })

  test('a field of the payload, also where it is signed so', () => {
    const payload = written({ code: '10000', msg: 'Success', ...PAID }).replace('{', '{"trade_status":"TRADE_CLOSED",')
    expect(() => query(envelope(QUERY, payload))).toThrow(failing('MALFORMED', 'each member once'))
  })
})

describe('the bytes that came are signed, and no others', () => {
  test('escapes, order and spaces of the payload count; those around it do not', () => {
    const payload =
      ' {"code" : "10000", "msg":"Success","out_trade_no":"A1","trade_status":"WAIT_BUYER_PAY","store_name":"a\\/b } \\"sign\\":\\"x\\""}'
    const { body } = envelope(QUERY, payload.trim())
    expect(query(raw(Buffer.from(body).toString().replace('":{', '" :\r\n\t{')))).toMatchObject({ status: 'pending' })
    expect(() => query(raw(Buffer.from(body).toString().replace('\\/', '/')))).toThrow(failing('UNVERIFIED'))
  })

  test('of any byte that is changed the answer is refused, or says what it said', () => {
    const { body } = success(QUERY, PAID)
    const genuine = query(raw(body))
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const forged = body.map((byte, index) => (index === place ? byte ^ change : byte))
        const said = saying(() => query(raw(forged)))
        // What is not signed says nothing: a space for a space, and the end of the signature's Base64.
        if (said !== undefined) expect(said).toEqual(genuine)
      }),
      { numRuns: 400 },
    )
  })

  test('of any byte that is changed in a refusal it is refused, too, or proves nothing', () => {
    const { body } = refusal('alipay.trade.refund', 'ACQ.SELLER_BALANCE_NOT_ENOUGH')
    const genuine = drive(protocol.refund(refund, at), raw(body)).reply
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const forged = body.map((byte, index) => (index === place ? byte ^ change : byte))
        const said = saying(() => drive(protocol.refund(refund, at), raw(forged)).reply)
        if (said?.kind === 'refused' && said.evidence === 'verified') expect(said).toEqual(genuine)
        else expect(said?.kind ?? 'unknown').toBe('unknown')
      }),
      { numRuns: 300 },
    )
  })

  function saying<Reply>(read: () => Reply): Reply | undefined {
    try {
      return read()
    } catch (error) {
      if (!isTPError(error)) throw error
      expect(['UNVERIFIED', 'MALFORMED']).toContain(error.code)
      return undefined
    }
  }
})

describe('an unsigned refusal', () => {
  test('of the gateway, before any order, is handed on as what it is', () => {
    const { reply } = drive(protocol.refund(refund, at), unsignedRefusal('alipay.trade.refund', 'isv.invalid-app-id'))
    expect(reply).toMatchObject({
      kind: 'refused',
      evidence: { unsigned: { status: 200, code: 'isv.invalid-app-id' } },
      failure: { code: 'CONFIG', provider: { code: 'isv.invalid-app-id', message: '无效的参数' } },
    })
  })

  test.each([
    ['ACQ.SELLER_BALANCE_NOT_ENOUGH', '40004'],
    ['ACQ.TRADE_NOT_EXIST', '40004'],
    ['isv.invalid-app-id', '20000'],
    ['isv.invalid-app-id', '40004'],
    ['isv.app-call-limited', '40005'],
    ['aop.invalid-auth-token', '20001'],
    ['CODE_OF_NEXT_YEAR', '40002'],
  ])('with %s under %s proves nothing, neither to writes nor to reads', (subCode, code) => {
    for (const [name, method, call] of WRITES) {
      expect(drive(call(), unsignedRefusal(method, subCode, code)).reply, name).toMatchObject({
        kind: 'unknown',
        failure: { code: 'UNVERIFIED' },
      })
    }
    expect(() => query(unsignedRefusal(QUERY, subCode, code))).toThrow(failing('UNVERIFIED'))
  })
})

describe('接口内容加密', () => {
  const contentKey = new Secret(KEYS.content_key)
  const sealed = alipay({ ...account, contentKey })
  const key = createSecretKey(Buffer.from(KEYS.content_key, 'base64'))
  const answer = (text: string) => envelope(QUERY, JSON.stringify(sealCbc(text, key)))
  const read = (response: HttpResponse, by = sealed) => drive(by.query(payment, at), response).reply

  test('is opened after it was verified, its quotes included', () => {
    expect(read(answer(written({ code: '10000', msg: 'Success', ...PAID })))).toMatchObject({ status: 'paid' })
  })

  test('an error that came in the open is still an error', () => {
    expect(read(refusal(QUERY, 'ACQ.TRADE_NOT_EXIST'))).toMatchObject({ kind: 'absent' })
  })

  test.each<[string, HttpResponse]>([
    ['no ciphertext', envelope(QUERY, '"hello"')],
    ['the ciphertext of another key', envelope(QUERY, JSON.stringify(sealCbc('{}', createSecretKey(Buffer.alloc(16)))))],
  ])('%s is not believed', (_what, response) => {
    expect(() => read(response)).toThrow(failing('UNVERIFIED', 'contentKey'))
  })

  test('without the key nothing encrypted is read', () => {
    expect(() => read(answer('{"code":"10000"}'), protocol)).toThrow(failing('UNVERIFIED', 'contentKey'))
  })

  test('a field twice inside of it is refused, too', () => {
    expect(() => read(answer('{"code":"10000","code":"40004"}'))).toThrow(failing('MALFORMED', 'once'))
  })
})

describe('the words of the wallet', () => {
  test('stand beside ours, shortened', () => {
    const answer = envelope(
      QUERY,
      written({ code: '40004', msg: 'Business Failed', sub_code: 'ACQ.SYSTEM_ERROR', sub_msg: '系统异常'.repeat(100) }),
    )
    expect(() => query(answer)).toThrow(
      expect.objectContaining({ provider: { code: 'ACQ.SYSTEM_ERROR', message: '系统异常'.repeat(32) } }),
    )
  })

  test('about a wrong signature are not repeated: they hold all that was signed', () => {
    const sub_msg = '验签出错，网关生成的验签字符串为：app_auth_token=202601BB0123456789abcdef&amp;app_id=2021'
    const answer = envelope(
      QUERY,
      written({ code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature', sub_msg }),
    )
    expect(() => query(answer)).toThrow(expect.objectContaining({ provider: { code: 'isv.invalid-signature' } }))
  })
})

describe('query asks for exactly one order', () => {
  test.each<[string, object, string]>([
    ['another order', { out_trade_no: 'A2' }, 'UNVERIFIED'],
    ['no order', { out_trade_no: undefined }, 'MALFORMED'],
    ['no state', { trade_status: undefined }, 'MALFORMED'],
    ['no amount', { total_amount: undefined }, 'MALFORMED'],
    ['no number of the wallet’s', { trade_no: '' }, 'MALFORMED'],
    ['a state that nobody knows', { trade_status: 'TRADE_UNDER_REVIEW' }, 'MALFORMED'],
    ['an amount in another form', { total_amount: '8.888E1' }, 'MALFORMED'],
    ['an amount below zero', { total_amount: '-88.88' }, 'MALFORMED'],
  ])('%s is refused as %s', (_what, changes, code) => {
    expect(() => query(success(QUERY, { ...PAID, ...changes }))).toThrow(failing(code))
  })

  test('another transaction than the known one is no answer', () => {
    const known = { ...payment, transactionId: '2026112322001400001000000099' }
    expect(() => drive(protocol.query(known, at), success(QUERY, PAID))).toThrow(failing('UNVERIFIED', 'trade_no'))
  })

  test('a refund’s numbers are compared, too', () => {
    const other = success('alipay.trade.fastpay.refund.query', { ...REFUND_QUERIED, out_request_no: 'RF2' })
    expect(() => drive(protocol.queryRefund(refund, at), other)).toThrow(failing('UNVERIFIED', 'out_request_no'))
  })

  test('a fact binds to the order that was asked for, and to no other amount', () => {
    const fact = query(success(QUERY, PAID))
    if (fact.kind !== 'payment') throw new Error('expected a payment')
    const expected = { payee: protocol.payee, ...payment }
    expect(bind(expected, fact)).toEqual({ kind: 'ours' })
    expect(bind({ ...expected, total: { ...payment.total, amount: 8_889n } }, fact)).toMatchObject({
      kind: 'foreign',
      field: 'total',
    })
  })
})

describe('probe', () => {
  const probe = (answer: HttpResponse) => drive(protocol.probe(at), answer)

  test('asks for an order that nobody has; a signed "no such order" is what a good account gets', () => {
    const { reply } = probe(refusal(QUERY, 'ACQ.TRADE_NOT_EXIST'))
    expect(reply).toMatchObject({ ok: true })
  })

  test.each<[string, HttpResponse, string]>([
    ['an unsigned one', unsignedRefusal(QUERY, 'ACQ.TRADE_NOT_EXIST', '40004'), 'came without signature'],
    ['a wrong signature of ours', refusal(QUERY, 'isv.invalid-signature', '40002'), 'compare privateKey'],
    ['an unknown application', unsignedRefusal(QUERY, 'isv.invalid-app-id'), 'correct appId'],
    ['a wrong signature of theirs', success(QUERY, PAID, { key: stranger }), 'a signature that fits'],
  ])('%s is told', (_what, answer, words) => {
    expect(probe(answer).reply).toMatchObject({ ok: false, message: expect.stringContaining(words) })
  })

  test('a wallet that cannot be reached tells nothing about the account', () => {
    expect(() => probe(raw('', 503))).toThrow(failing('UNAVAILABLE'))
  })
})
