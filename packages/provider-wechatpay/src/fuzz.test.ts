import type { Exchange } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wechatpay } from './protocol.ts'
import {
  account,
  at,
  CERTIFICATE_SERIAL,
  counter,
  drive,
  envelope,
  order,
  PAID,
  payment,
  platformKey,
  REFUND_NOTIFIED,
  REFUNDED,
  received,
  refund,
  signed,
  TRUSTED,
} from './wallet.fixture.ts'

/** Whatever the wallet signs, the answer is a reply or a failure of ours with a sentence: never a TypeError, never a guess. */

const protocol = wechatpay(account)
const CALLS: Readonly<Record<string, () => Exchange<unknown>>> = {
  native: () => protocol.pay(order, at),
  app: () => protocol.pay({ ...order, scene: 'app' }, at),
  micropay: () => protocol.pay(counter, at),
  query: () => protocol.query(payment, at),
  close: () => protocol.close(payment, at),
  reverse: () => protocol.reverse(payment, at),
  refund: () => protocol.refund(refund, at),
  queryRefund: () => protocol.queryRefund(refund, at),
  statement: () => protocol.statement({ day: '2024-12-31', kind: 'trade' }, at),
  trust: () => protocol.trust(at, []),
  probe: () => protocol.probe(at),
}

function replyOrFailure(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    if (!isTPError(error)) throw error
    expect(error.message.length).toBeLessThan(600)
    expect(error.code).not.toBe('INTERNAL')
    return error.code
  }
}

/** A genuine message in which one member was replaced by anything at all. */
function mangled(message: object): fc.Arbitrary<object> {
  const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', '0', '-1', '1e400', 'constructor', '__proto__'))
  return fc.tuple(fc.constantFrom(...Object.keys(message)), anything).map(([name, value]) => ({ ...message, [name]: value }))
}

const objects = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  mangled(PAID),
  mangled(REFUNDED),
  mangled({ code: 'ORDER_CLOSED', message: '订单' }),
  mangled({ hash_type: 'SHA1', hash_value: 'a'.repeat(40), download_url: 'https://api.mch.weixin.qq.com/v3/x' }),
  mangled({ data: [{ serial_no: CERTIFICATE_SERIAL }], trade_state: 'USERPAYING' }),
)
const bodies = fc.oneof(
  objects.map((value) => JSON.stringify(value)),
  fc.string(),
)

describe('an answer', () => {
  test.each(Object.keys(CALLS))('to %s', (name) => {
    const call = CALLS[name]
    if (!call) throw new Error(`no call ${name}`)
    fc.assert(
      fc.property(bodies, fc.constantFrom(200, 201, 202, 204, 400, 403, 404, 429, 500), (body, status) => {
        const answer = signed(body, status, { serial: CERTIFICATE_SERIAL, key: platformKey })
        replyOrFailure(() => drive(call(), answer, TRUSTED))
      }),
      { numRuns: 60 },
    )
  })
})

describe('a notify', () => {
  const contents = fc.oneof(mangled(PAID), mangled(REFUND_NOTIFIED))
  const types = fc.constantFrom('TRANSACTION.SUCCESS', 'REFUND.SUCCESS', 'MCHTRANSFER.BILL.FINISHED')

  test('of any content', () => {
    fc.assert(
      fc.property(types, contents, (type, content) => {
        replyOrFailure(() => drive(protocol.notify(received(envelope(type, content)), at)))
      }),
    )
  })

  test('of any envelope', () => {
    fc.assert(
      fc.property(mangled(envelope('TRANSACTION.SUCCESS', PAID)), (body) => {
        replyOrFailure(() => drive(protocol.notify(received(body), at)))
      }),
    )
  })
})
