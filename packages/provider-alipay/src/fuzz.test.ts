import type { Exchange } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alipay } from './protocol.ts'
import {
  account,
  at,
  COUNTER_PAID,
  counter,
  drive,
  envelope,
  form,
  NOTIFIED,
  OF_A_REFUND,
  order,
  PAID,
  payment,
  REFUND_QUERIED,
  REFUNDED,
  raw,
  received,
  refund,
  signedParams,
} from './wallet.fixture.ts'

/** Whatever the wallet signs, the answer is a reply or a failure of ours with a sentence: never a TypeError, never a guess. */

const protocol = alipay(account)
const CALLS: Readonly<Record<string, readonly [method: string, call: () => Exchange<unknown>]>> = {
  native: ['alipay.trade.precreate', () => protocol.pay(order, at)],
  jsapi: ['alipay.trade.create', () => protocol.pay({ ...order, scene: 'jsapi', payerId: 'O1' }, at)],
  micropay: ['alipay.trade.pay', () => protocol.pay(counter, at)],
  query: ['alipay.trade.query', () => protocol.query(payment, at)],
  close: ['alipay.trade.close', () => protocol.close(payment, at)],
  reverse: ['alipay.trade.cancel', () => protocol.reverse(payment, at)],
  refund: ['alipay.trade.refund', () => protocol.refund(refund, at)],
  queryRefund: ['alipay.trade.fastpay.refund.query', () => protocol.queryRefund(refund, at)],
  statement: [
    'alipay.data.dataservice.bill.downloadurl.query',
    () => protocol.statement({ day: '2026-11-22', kind: 'trade' }, at),
  ],
  probe: ['alipay.trade.query', () => protocol.probe(at)],
}

function replyOrFailure(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (!isTPError(error)) throw error
    expect(error.message.length).toBeLessThan(700)
    expect(error.code).not.toBe('INTERNAL')
    return error.code
  }
}

/** A genuine message in which one member was replaced by anything at all. */
function mangled(message: object): fc.Arbitrary<object> {
  const odd = fc.constantFrom('', '0', '-1', '1e400', 'constructor', '__proto__', '10003', '20000', 'Y', 'TRADE_CLOSED')
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), odd)
  return fc.tuple(fc.constantFrom(...Object.keys(message)), anything).map(([name, value]) => ({ ...message, [name]: value }))
}

const OK = { code: '10000', msg: 'Success' }
const payloads = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  mangled({ ...OK, ...PAID }),
  mangled({ ...OK, ...COUNTER_PAID }),
  mangled({ ...OK, ...REFUNDED, action: 'close', retry_flag: 'N' }),
  mangled({ ...OK, ...REFUND_QUERIED }),
  mangled({ ...OK, bill_download_url: 'http://dwbillcenter.alipay.com/x' }),
  mangled({ code: '40004', msg: 'Business Failed', sub_code: 'ACQ.TRADE_NOT_EXIST', sub_msg: '交易不存在' }),
)

describe('an answer', () => {
  test.each(Object.keys(CALLS))('to %s', (name) => {
    const [method = '', call] = CALLS[name] ?? []
    if (!call) throw new Error(`no call ${name}`)
    fc.assert(
      fc.property(payloads, (payload) => {
        replyOrFailure(() => drive(call(), envelope(method, JSON.stringify(payload))))
      }),
      { numRuns: 80 },
    )
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(200, 201, 204, 400, 429, 500), (body, status) => {
        const found = replyOrFailure(() => drive(call(), raw(body, status)).reply)
        if (name === 'probe' && status === 200) expect(found).toMatchObject({ ok: false })
        else expect(found).toMatch(/^(?:MALFORMED|UNAVAILABLE|RATE)$/)
      }),
      { numRuns: 20 },
    )
  })

  test('whatever it says, a payment is paid only with its order, its amount and its transaction', () => {
    fc.assert(
      fc.property(mangled({ ...OK, ...PAID }), (payload) => {
        const found = replyOrFailure(
          () => drive(protocol.query(payment, at), envelope('alipay.trade.query', JSON.stringify(payload))).reply,
        )
        if (typeof found !== 'object' || found === null || !('status' in found) || found.status !== 'paid') return
        expect(found).toMatchObject({
          outTradeNo: 'A1',
          transactionId: expect.stringMatching(/./),
          total: { amount: expect.any(BigInt) },
        })
      }),
    )
  })
})

describe('a notify', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('', '0.00', '-1', 'TRADE_CLOSED', 'gbk', 'RSA', '2026-02-30 00:00:00'),
  )
  const params = fc
    .tuple(fc.constantFrom(...Object.keys({ ...NOTIFIED, ...OF_A_REFUND })), texts)
    .map(([name, value]) => ({ ...NOTIFIED, ...OF_A_REFUND, [name]: value }))

  test('of any content', () => {
    fc.assert(
      fc.property(params, (message) => {
        replyOrFailure(() => drive(protocol.notify(received(form(signedParams(message))), at)))
      }),
    )
  })

  test('of any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(replyOrFailure(() => drive(protocol.notify(received(bytes), at)))).toMatch(/^(?:MALFORMED|UNVERIFIED)$/)
      }),
    )
  })

  test('and a return of any text', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        expect(replyOrFailure(() => drive(protocol.verifyReturn(query, at)))).toMatch(/^(?:MALFORMED|UNVERIFIED)$/)
      }),
    )
  })
})
