import { bind, type Evidence, type Exchange, type Finding, type HttpResponse } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { wechatpay } from './protocol.ts'
import {
  account,
  at,
  counter,
  drive,
  NOW,
  order,
  PAID,
  payment,
  platformKey,
  REFUNDED,
  refund,
  refusal,
  signed,
  unsigned,
  unsignedRefusal,
} from './wallet.fixture.ts'

const protocol = wechatpay(account)
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

const WRITES: readonly (readonly [string, () => Exchange<Finding<unknown, Evidence>>])[] = [
  ['pay', () => protocol.pay(order, at)],
  ['micropay', () => protocol.pay(counter, at)],
  ['refund', () => protocol.refund(refund, at)],
  ['close', () => protocol.close(payment, at)],
  ['reverse', () => protocol.reverse(payment, at)],
]
const query = (answer: HttpResponse) => drive(protocol.query(payment, at), answer).reply

describe('what something on the way answers is no answer of the wallet', () => {
  test.each([
    [502, '<html><body>502 Bad Gateway</body></html>', 'UNAVAILABLE'],
    [503, '', 'UNAVAILABLE'],
    [503, '{}', 'UNAVAILABLE'],
    [503, '{"message":"busy"}', 'UNAVAILABLE'],
    [500, '{"code":', 'UNAVAILABLE'],
    [501, '[]', 'UNAVAILABLE'],
    [404, 'not found', 'UNAVAILABLE'],
    [300, '', 'UNAVAILABLE'],
    [302, '', 'UNAVAILABLE'],
    [429, '', 'RATE'],
    [429, '<html></html>', 'RATE'],
  ])('HTTP %i %j: %o, for reads and for writes', (status, body, code) => {
    expect(() => query(unsigned(body, status))).toThrow(failing(code, `found ${status} without a code`))
    for (const [name, call] of WRITES) expect(() => drive(call(), unsigned(body, status)), name).toThrow(failing(code))
  })

  test('a gateway that speaks JSON proves nothing either', () => {
    for (const [name, call] of WRITES) {
      expect(drive(call(), unsignedRefusal('GATEWAY_TIMEOUT', 504)).reply, name).toMatchObject({ kind: 'unknown' })
    }
  })
})

describe('a success is believed by its signature alone', () => {
  test.each(WRITES)('%s: 200 or 204 without one is UNVERIFIED, never done', (_name, call) => {
    expect(() => drive(call(), unsigned(PAID))).toThrow(failing('UNVERIFIED', 'found none or not all'))
    expect(() => drive(call(), unsigned('', 204))).toThrow(failing('UNVERIFIED'))
  })

  test.each(WRITES)('%s: with a wrong one likewise, a refusal too', (_name, call) => {
    const wrong = { key: platformKey }
    expect(() => drive(call(), signed(PAID, 200, wrong))).toThrow(failing('UNVERIFIED', 'a signature that fits'))
    expect(() => drive(call(), signed({ code: 'PARAM_ERROR' }, 400, wrong))).toThrow(failing('UNVERIFIED'))
  })

  test('the answer of another time is not for this call', () => {
    expect(() => query(signed(PAID, 200, { seconds: NOW / 1_000 - 301 }))).toThrow(failing('UNVERIFIED', '300 s'))
  })

  test('a probe among the answers is refused: whether it took effect, a query tells', () => {
    const answer = signed(PAID)
    const headers = new Map([...answer.headers, ['wechatpay-signature', ['WECHATPAY/SIGNTEST/x']]])
    expect(() => query({ ...answer, headers })).toThrow(failing('UNVERIFIED', '签名探测'))
  })

  test('a refusal that came with half a signature counts as unsigned', () => {
    const answer = refusal('NOT_ENOUGH', 403)
    const headers = new Map([...answer.headers].filter(([name]) => name !== 'wechatpay-nonce'))
    const { reply } = drive(protocol.refund(refund, at), { ...answer, headers })
    expect(reply).toMatchObject({ kind: 'unknown', failure: { code: 'UNVERIFIED' } })
  })
})

describe('close: 204 without a body, signed', () => {
  test('is done', () => {
    const { reply, requests } = drive(protocol.close(payment, at), signed('', 204))
    expect(reply).toMatchObject({
      kind: 'done',
      evidence: 'verified',
      value: { status: 'closed', outTradeNo: payment.outTradeNo },
    })
    expect(requests).toMatchObject([{ method: 'POST', effect: 'write' }])
    expect(requests[0]?.url).toMatch(/\/v3\/pay\/transactions\/out-trade-no\/T20250101000001\/close$/)
  })
})

describe('query', () => {
  test('the order that was asked for, by its own number', () => {
    const { reply, requests } = drive(
      protocol.query({ ...payment, outTradeNo: 'a_b-c|d*e' }, at),
      signed({ ...PAID, out_trade_no: 'a_b-c|d*e' }),
    )
    expect(reply).toMatchObject({ status: 'paid', outTradeNo: 'a_b-c|d*e', source: 'query' })
    const path = '/v3/pay/transactions/out-trade-no/a_b-c%7Cd*e?mchid=1900000109'
    expect(requests).toMatchObject([{ method: 'GET', effect: 'read', url: `https://api.mch.weixin.qq.com${path}` }])
  })

  test('an unpaid order has no transaction, no payer and perhaps no amount', () => {
    const { mchid, appid, out_trade_no } = PAID
    const fact = query(signed({ mchid, appid, out_trade_no, trade_state: 'NOTPAY', trade_state_desc: '订单未支付' }))
    expect(fact).toMatchObject({ status: 'pending', payee: protocol.payee })
    for (const name of ['total', 'transactionId']) expect(fact).not.toHaveProperty(name)
  })

  test.each([
    ['another order', { ...PAID, out_trade_no: 'T20250101000002' }, 'UNVERIFIED'],
    ['no order', {}, 'MALFORMED'],
    ['an array', [PAID], 'MALFORMED'],
    ['no body', '', 'MALFORMED'],
  ])('%s: refused as %s', (_what, body, code) => {
    expect(() => query(signed(body))).toThrow(failing(code))
  })

  test('another transaction than the known one is no answer', () => {
    const known = { ...payment, transactionId: '4200002345202501010000000000' }
    expect(() => drive(protocol.query(known, at), signed(PAID))).toThrow(failing('UNVERIFIED', 'transaction_id'))
  })

  test('of another merchant it is a fact that bind refuses', () => {
    const fact = query(signed({ ...PAID, mchid: '1900000108' }))
    if (fact.kind !== 'payment') throw new Error('expected a payment')
    expect(bind({ payee: protocol.payee, ...payment }, fact)).toMatchObject({ kind: 'foreign', field: 'mchId' })
  })
})

describe('probe', () => {
  const probe = (answer: HttpResponse) => drive(protocol.probe(at), answer)

  test('asks for an order that nobody has; a signed "no such order" is what a good account gets', () => {
    const { reply, requests } = probe(refusal('ORDER_NOT_EXIST', 404))
    expect(reply).toMatchObject({ ok: true })
    expect(requests[0]?.url).toContain(`/out-trade-no/tpkit-probe-${'n'.repeat(20)}?mchid=`)
  })

  test.each([
    ['an unsigned one', unsignedRefusal('ORDER_NOT_EXIST', 404), 'came without signature'],
    ['a wrong signature of ours', unsignedRefusal('SIGN_ERROR', 401), 'compare serial and privateKey'],
    ['a wrong signature of theirs', signed(REFUNDED, 200, { key: platformKey }), 'a signature that fits'],
    ['a number that is not known', unsignedRefusal('MCH_NOT_EXISTS', 404), 'correct mchId'],
  ])('%s is told', (_what, answer, words) => {
    expect(probe(answer).reply).toMatchObject({ ok: false, message: expect.stringContaining(words) })
  })

  test('a wallet that cannot be reached tells nothing about the account', () => {
    expect(() => probe(unsigned('', 503))).toThrow(failing('UNAVAILABLE'))
  })
})
