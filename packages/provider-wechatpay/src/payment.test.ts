import { cny } from '@tpkit/core'
import { readJson } from '@tpkit/wire'
import { describe, expect, test } from 'vitest'
import { closedFact, paymentFact, queriedFact, TRADE_STATES } from './payment.ts'
import { account, NOW, PAID, payment, TRANSACTION } from './wallet.fixture.ts'

const fields = (changes: object = {}) => readJson(JSON.stringify({ ...PAID, ...changes }))
const fact = (changes: object = {}) => paymentFact(fields(changes), 'query')
const PAYEE = { mchId: account.mchId, appId: account.appId }
const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

test('a paid fact, whole', () => {
  expect(fact()).toEqual({
    kind: 'payment',
    status: 'paid',
    outTradeNo: payment.outTradeNo,
    transactionId: TRANSACTION,
    total: cny.fen(100),
    payerTotal: cny.fen(100),
    payee: PAYEE,
    payer: { id: PAID.payer.openid, channel: 'OTHERS' },
    paidAt: NOW,
    source: 'query',
    raw: fields(),
  })
})

describe('every state of the page has its meaning', () => {
  test.each([...TRADE_STATES].filter(([, status]) => status !== 'paid'))('%s is %s, whole', (trade_state, status) => {
    expect(fact({ trade_state })).toEqual({
      kind: 'payment',
      status,
      outTradeNo: payment.outTradeNo,
      transactionId: TRANSACTION,
      total: cny.fen(100),
      payee: PAYEE,
      source: 'query',
      raw: fields({ trade_state }),
    })
  })

  test('not paid, it may say little: numbers and amounts are kept where they are', () => {
    const least = { trade_state: 'CLOSED', transaction_id: undefined, amount: undefined, payer: undefined }
    expect(Object.keys(fact(least))).toEqual(['kind', 'status', 'outTradeNo', 'payee', 'source', 'raw'])
    expect(fact({ trade_state: 'NOTPAY', amount: { total: 100 } })).toMatchObject({ total: cny.fen(100) })
    expect(fact({ trade_state: 'NOTPAY', amount: { total: 100, currency: 'USD' } })).toMatchObject({ total: { currency: 'USD' } })
  })

  test.each(['out_trade_no', 'mchid'])('but never nothing about %s', (name) => {
    expect(() => fact({ trade_state: 'CLOSED', [name]: undefined })).toThrow(failing('MALFORMED', `${name}: expected a value`))
  })

  test('a state that is not there is named, shortened', () => {
    expect(() => fact({ trade_state: 'X'.repeat(500) })).toThrow(/^trade_state: expected one of .*, found "X{32}"$/)
  })
})

describe('who paid', () => {
  test.each([
    ['both', {}, { id: PAID.payer.openid, channel: 'OTHERS' }],
    ['the openid alone', { bank_type: undefined }, { id: PAID.payer.openid }],
    ['the bank alone', { payer: undefined }, { channel: 'OTHERS' }],
    ["under the sub-merchant's application", { payer: { sp_openid: 'sp', sub_openid: 'sub' } }, { id: 'sub', channel: 'OTHERS' }],
    ["under the provider's", { payer: { sp_openid: 'sp' } }, { id: 'sp', channel: 'OTHERS' }],
  ])('%s', (_what, changes, payer) => {
    expect(fact(changes)).toMatchObject({ payer })
    expect(Object.keys(fact(changes))).toContain('payer')
  })

  test('nobody', () => {
    expect(fact({ payer: {}, bank_type: '' })).not.toHaveProperty('payer')
  })

  test('what the payer gave may be without its currency, which is then CNY', () => {
    expect(fact({ amount: { total: 100, payer_total: 90, currency: 'CNY' } })).toMatchObject({ payerTotal: cny.fen(90) })
    const foreign = { total: 100, payer_total: 90, currency: 'CNY', payer_currency: 'USD' }
    expect(fact({ amount: foreign })).toMatchObject({ total: cny.fen(100), payerTotal: { amount: 90n, currency: 'USD' } })
  })
})

describe('amounts', () => {
  test('of fifteen digits are read, of sixteen a number cannot be trusted', () => {
    const amount = { ...PAID.amount, total: 999_999_999_999_999 }
    expect(fact({ amount })).toMatchObject({ total: { amount: 999_999_999_999_999n } })
    expect(() => fact({ amount: { ...amount, total: 1_000_000_000_000_000 } })).toThrow(failing('MALFORMED', 'amount.total'))
  })

  test.each(['cny', 'CN', '人民币', 'CNY '])('in "%s" are in no currency', (currency) => {
    expect(() => fact({ amount: { ...PAID.amount, currency } })).toThrow(failing('MALFORMED', 'a currency such as CNY'))
  })

  test('paid, without a currency: nothing is put in its place', () => {
    expect(() => fact({ amount: { total: 100 } })).toThrow(failing('MALFORMED', 'amount.currency'))
  })
})

describe('the answer to a query', () => {
  test('is about the number that was asked for, and names the found one, shortened', () => {
    const other = fields({ out_trade_no: 'Y'.repeat(100) })
    expect(() => queriedFact(other, payment)).toThrow(
      /^out_trade_no: expected "T20250101000001", found "Y{40}"; the answer is to another question$/,
    )
  })

  test('may lack the transaction while it is not paid', () => {
    const ref = { ...payment, transactionId: TRANSACTION }
    expect(queriedFact(fields({ trade_state: 'NOTPAY', transaction_id: undefined }), ref)).toMatchObject({ status: 'pending' })
  })
})

test('a close has no body: the number is that of the command, and it names no merchant', () => {
  expect(closedFact(payment, {})).toEqual({
    kind: 'payment',
    status: 'closed',
    outTradeNo: payment.outTradeNo,
    source: 'reply',
    raw: {},
  })
})
