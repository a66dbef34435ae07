import { bind, cny, type Fact, type PaymentFact, type RefundFact } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { wechatpay } from './protocol.ts'
import { account, at, drive, envelope, PAID, payment, REFUND_NOTIFIED, received, refund, sub } from './wallet.fixture.ts'

const protocol = wechatpay(account)
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

const take = (body: string | Uint8Array | object) => drive(protocol.notify(received(body), at)).reply
/** A genuine notify whose sealed content is that. */
const content = (text: string | object, type = 'TRANSACTION.SUCCESS') => take(envelope(type, text))
const told = (changes: object) => content({ ...PAID, ...changes })

function paymentIn([fact, ...more]: readonly Fact[]): PaymentFact {
  if (fact?.kind !== 'payment' || more.length > 0) throw new Error('expected one payment')
  return fact
}

function refundIn([fact, ...more]: readonly Fact[]): RefundFact {
  if (fact?.kind !== 'refund' || more.length > 0) throw new Error('expected one refund')
  return fact
}

describe('a payment that is genuine: whether it is ours, bind says', () => {
  const binding = (changes: object, ours = protocol) => bind({ payee: ours.payee, ...payment }, paymentIn(told(changes).facts))

  test('ours', () => {
    expect(binding({})).toEqual({ kind: 'ours' })
  })

  test.each([
    ['mchId', { mchid: '1900000108' }],
    ['appId', { appid: 'wx8888888888888889' }],
    ['appId', { appid: undefined }],
    ['outTradeNo', { out_trade_no: 'T20250101000002' }],
    ['total', { amount: { ...PAID.amount, total: 99 } }],
    ['total', { amount: { ...PAID.amount, total: 0 } }],
    ['total', { amount: { ...PAID.amount, total: 10_000 } }],
    ['total', { amount: { ...PAID.amount, currency: 'USD' } }],
    ['subMchId', { sub_mchid: sub.subMchId }],
    ['mchId', { mchid: undefined, sp_mchid: sub.subMchId, sub_mchid: account.mchId }],
  ])('foreign by its %s: %j', (field, changes) => {
    expect(binding(changes)).toMatchObject({ kind: 'foreign', field })
  })

  test('a coupon lowers what the payer gives, never what the order is over', () => {
    const coupon = { amount: { ...PAID.amount, payer_total: 70 }, promotion_detail: [{ coupon_id: '1', amount: 30 }] }
    expect(binding(coupon)).toEqual({ kind: 'ours' })
    expect(told(coupon).facts).toMatchObject([{ total: cny.fen(100), payerTotal: cny.fen(70) }])
    expect(binding({ amount: { ...PAID.amount, payer_total: 0 } })).toEqual({ kind: 'ours' })
    // An order over 130 of which the payer gave 100 is not ours, though 100 is what came.
    expect(binding({ amount: { ...PAID.amount, total: 130 } })).toMatchObject({ kind: 'foreign', field: 'total' })
  })

  test.each([
    ['subMchId', { sub_mchid: '1900000111' }],
    ['subMchId', { sub_mchid: undefined }],
    ['subAppId', { sub_appid: 'wx0000000000000000' }],
    ['mchId', { sp_mchid: '1900000108' }],
    ['appId', { sp_appid: 'wx0000000000000000' }],
  ])('two sub-merchants share one key: a service provider tells them apart by %s', (field, changes) => {
    const { appid: sp_appid, mchid: sp_mchid, ...rest } = PAID
    const whole = { ...rest, sp_appid, sp_mchid, sub_appid: sub.subAppId, sub_mchid: sub.subMchId }
    const absent = { appid: undefined, mchid: undefined }
    const partner = wechatpay({ ...account, ...sub })
    expect(binding({ ...absent, ...whole }, partner)).toEqual({ kind: 'ours' })
    expect(binding({ ...absent, ...whole, ...changes }, partner)).toMatchObject({ kind: 'foreign', field })
  })
})

describe('a payment notify', () => {
  test.each([
    ['SUCCESS', 'paid'],
    ['REFUND', 'paid'],
    ['NOTPAY', 'pending'],
    ['USERPAYING', 'pending'],
    ['ACCEPT', 'pending'],
    ['CLOSED', 'closed'],
    ['REVOKED', 'reversed'],
    ['PAYERROR', 'failed'],
  ])('the word of the event does not decide: %s is %s', (trade_state, status) => {
    expect(told({ trade_state }).facts).toMatchObject([{ status }])
  })

  test.each(['success', 'PAID', '', undefined, 'constructor'])(
    'a state "%s" is named, never guessed: MALFORMED',
    (trade_state) => {
      expect(() => told({ trade_state })).toThrow(failing('MALFORMED', 'trade_state'))
    },
  )

  test.each(['out_trade_no', 'transaction_id', 'mchid'])('paid, without %s or with null in it: MALFORMED', (name) => {
    for (const value of [undefined, null, '']) {
      expect(() => told({ [name]: value })).toThrow(failing('MALFORMED', name))
    }
  })

  test.each([100.5, -100, 1e15, '1e2', '١٠٠', ' 100', '0100', null, [100]])(
    'amount.total %j is no whole number of fen',
    (total) => {
      expect(() => told({ amount: { ...PAID.amount, total } })).toThrow(failing('MALFORMED', 'amount.total'))
    },
  )

  test('null is absent: what nothing hangs on may be null', () => {
    const nulls = { bank_type: null, payer: null, success_time: null, attach: null, promotion_detail: null }
    const fact = paymentIn(told({ ...nulls, amount: { ...PAID.amount, payer_total: null } }).facts)
    expect(fact).toMatchObject({ status: 'paid', total: cny.fen(100) })
    for (const name of ['payer', 'paidAt', 'payerTotal']) expect(fact).not.toHaveProperty(name)
  })

  test('what nothing hangs on may be unreadable', () => {
    const fact = paymentIn(told({ success_time: 'yesterday', amount: { ...PAID.amount, payer_total: '0.7' } }).facts)
    for (const name of ['paidAt', 'payerTotal']) expect(fact).not.toHaveProperty(name)
  })

  test('members that nobody knows are evidence and no more', () => {
    const { facts } = told({ future: { nested: [1, true, null] }, payer: { ...PAID.payer, sp_openid: 'o2' } })
    expect(paymentIn(facts).raw).toMatchObject({ 'future.nested.0': '1', 'future.nested.1': 'true' })
    expect(facts).toMatchObject([{ payer: { id: PAID.payer.openid, channel: 'OTHERS' } }])
  })
})

describe('a refund notify', () => {
  const notified = (changes: object, type = 'REFUND.SUCCESS') => content({ ...REFUND_NOTIFIED, ...changes }, type)
  const bindRefund = (changes: object) => bind({ payee: protocol.payee, ...refund }, refundIn(notified(changes).facts))

  test.each([
    ['SUCCESS', 'refunded', undefined],
    ['CLOSED', 'closed', undefined],
    ['ABNORMAL', 'processing', true],
    ['PROCESSING', 'processing', undefined],
  ])('REFUND.%s is %s; only ABNORMAL waits for a person', (refund_status, status, needsOperator) => {
    const fact = refundIn(notified({ refund_status }, `REFUND.${refund_status}`).facts)
    expect(fact).toMatchObject({ status, amount: cny.fen(30), source: 'notify', payee: { mchId: account.mchId } })
    expect(fact.needsOperator).toBe(needsOperator)
  })

  test('its own word counts, not that of the event', () => {
    expect(refundIn(notified({ refund_status: 'CLOSED' }, 'REFUND.SUCCESS').facts).status).toBe('closed')
  })

  test('a status under the name that answers have is none: MALFORMED', () => {
    expect(() => notified({ refund_status: undefined, status: 'SUCCESS' })).toThrow(failing('MALFORMED', 'refund_status'))
  })

  test.each(['out_trade_no', 'out_refund_no', 'refund_id', 'mchid'])('without %s: MALFORMED', (name) => {
    expect(() => notified({ [name]: undefined })).toThrow(failing('MALFORMED', name))
  })

  test.each([
    ['mchId', { mchid: '1900000108' }],
    ['subMchId', { sub_mchid: sub.subMchId }],
    ['outTradeNo', { out_trade_no: 'T20250101000002' }],
    ['outRefundNo', { out_refund_no: 'R2' }],
    ['amount', { amount: { ...REFUND_NOTIFIED.amount, refund: 31 } }],
  ])('foreign by its %s', (field, changes) => {
    expect(bindRefund(changes)).toMatchObject({ kind: 'foreign', field })
  })

  // It names no application: were that compared as missing, no refund notify would ever fit.
  test('ours, though it names merchants only; a service provider tells its sub-merchants apart', () => {
    expect(bindRefund({})).toEqual({ kind: 'ours' })
    const partner = wechatpay({ ...account, ...sub })
    const merchants = (sub_mchid: string) => ({ mchid: undefined, sp_mchid: account.mchId, sub_mchid })
    const of = (sub_mchid: string) => {
      const body = envelope('REFUND.SUCCESS', { ...REFUND_NOTIFIED, ...merchants(sub_mchid) })
      return bind({ payee: partner.payee, ...refund }, refundIn(drive(partner.notify(received(body), at)).reply.facts))
    }
    expect(of(sub.subMchId)).toEqual({ kind: 'ours' })
    expect(of('1900000111')).toMatchObject({ kind: 'foreign', field: 'subMchId' })
  })
})

describe('genuine, and about what this provider never starts: no facts, and still a notice', () => {
  test.each([
    ['a transfer', 'MCHTRANSFER.BILL.FINISHED', { out_bill_no: 'B1', state: 'SUCCESS', transfer_amount: 100 }],
    ['a combined order', 'TRANSACTION.SUCCESS', { ...PAID, combine_out_trade_no: 'C1' }],
    ['a combined order of several', 'TRANSACTION.SUCCESS', { combine_out_trade_no: 'C1', sub_orders: [PAID] }],
    ['something new', 'PAYSCORE.USER_PAID', PAID],
    ['a word that only begins alike', 'TRANSACTION.SUCCESSFUL', PAID],
  ])('%s', (_what, type, plain) => {
    expect(content(plain, type)).toEqual({ id: 'EV-2018022511223320873', facts: [] })
  })

  test('sealed with a key that is not ours, it is not even that', () => {
    const strange = envelope('MCHTRANSFER.BILL.FINISHED', {}, { key: 'k'.repeat(32) })
    expect(() => take(strange)).toThrow(failing('UNVERIFIED', 'apiV3Key'))
  })
})

describe('JSON', () => {
  const text = JSON.stringify(PAID)
  const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

  test.each([
    ['nothing', ''],
    ['an array', `[${text}]`],
    ['null', 'null'],
    ['a string', JSON.stringify(text)],
    ['half of it', text.slice(0, -1)],
    ['two of them', text + text],
    ['a comment', `${text}//`],
    ['depth', text.replace('{', `{"deep":${deep(17)},`)],
    ['much depth', deep(100_000)],
    ['one path twice', text.replace('{', '{"amount.total":1,')],
    ['XML', '<xml><trade_state>SUCCESS</trade_state></xml>'],
  ])('%s is no message: neither as the body nor sealed in it', (_what, broken) => {
    expect(() => take(broken)).toThrow(failing('MALFORMED'))
    expect(() => content(broken)).toThrow(failing('MALFORMED'))
  })

  test('bytes that are no UTF-8 are no message', () => {
    expect(() => take(Buffer.from([0x7b, 0xff, 0x7d]))).toThrow(failing('MALFORMED', 'UTF-8'))
  })

  test('of a member that comes twice the last counts, as in every reader of JSON, and bind looks at that one', () => {
    const { facts } = content(text.replace('{', '{"trade_state":"NOTPAY","out_trade_no":"OTHER",'))
    expect(facts).toMatchObject([{ status: 'paid', outTradeNo: payment.outTradeNo }])
    const small = content(text.replace('"total":100,', '"total":100,"total":1,'))
    expect(bind({ payee: protocol.payee, ...payment }, paymentIn(small.facts))).toMatchObject({ field: 'total' })
  })

  test('a prototype lends no member', () => {
    const { mchid: _gone, ...others } = PAID
    const lent = JSON.stringify(others).replace('{', `{"__proto__":{"mchid":"${account.mchId}"},`)
    expect(() => content(lent)).toThrow(failing('MALFORMED', 'mchid'))
  })

  test.each(['id', 'event_type'])('an envelope without %s: MALFORMED', (name) => {
    const whole = envelope('TRANSACTION.SUCCESS', PAID)
    expect(() => take({ ...whole, [name]: undefined })).toThrow(failing('MALFORMED', name))
  })
})
