import { describe, expect, it } from 'vitest'
import type { PaymentFact, RefundFact } from '../contract/fact.ts'
import { cny, money } from '../money.ts'
import { bind } from './bind.ts'

const payee = { mchId: '1900000109', appId: 'app-1' }
const order = { payee, outTradeNo: 'ORDER_1', total: cny.fen(1000) }
const paid = {
  kind: 'payment',
  status: 'paid',
  outTradeNo: 'ORDER_1',
  total: cny.fen(1000),
  transactionId: 'T1',
  payee,
  source: 'notify',
  raw: {},
} satisfies PaymentFact
const expectedRefund = { payee, outTradeNo: 'ORDER_1', outRefundNo: 'R1', amount: cny.fen(500) }
const refunded = {
  kind: 'refund',
  outTradeNo: 'ORDER_1',
  outRefundNo: 'R1',
  status: 'refunded',
  amount: cny.fen(500),
  source: 'query',
  raw: {},
} satisfies RefundFact

describe('a genuine payment must also be ours', () => {
  it('accepts the one that fits', () => {
    expect(bind(order, paid)).toEqual({ kind: 'ours' })
  })

  it.each([
    ['amount', { total: cny.fen(1) }, 'total'],
    ['currency', { total: money(1000, 'USD') }, 'total'],
    ['order', { outTradeNo: 'ORDER_2' }, 'outTradeNo'],
    ['merchant', { payee: { ...payee, mchId: '1900000110' } }, 'mchId'],
    ['application', { payee: { ...payee, appId: 'app-2' } }, 'appId'],
    ['application that is missing though we have one', { payee: { mchId: payee.mchId } }, 'appId'],
    ['sub-merchant that is not ours', { payee: { ...payee, subMchId: '7' } }, 'subMchId'],
  ])('refuses another %s, and names the field with both values', (_what, change, field) => {
    const binding = bind(order, { ...paid, ...change })
    expect(binding).toMatchObject({ kind: 'foreign', field })
    if (binding.kind === 'foreign') expect(binding.message).toContain(binding.found)
  })

  it.each([
    ['payee', 'mchId'],
    ['total', 'total'],
  ])('refuses a paid fact without a %s, which a plugin in JavaScript may give', (name, field) => {
    expect(bind(order, { ...paid, [name]: undefined })).toMatchObject({ kind: 'foreign', field, found: 'none' })
  })

  it('calls a currency that nobody knows foreign, and does not fail over it', () => {
    expect(bind(order, { ...paid, total: { amount: 1000n, currency: 'XXX' } })).toMatchObject({ kind: 'foreign', field: 'total' })
  })

  it('demands the sub-merchant that we expect', () => {
    const ours = { ...order, payee: { ...payee, subMchId: '7', subAppId: 'sub' } }
    expect(bind(ours, paid)).toMatchObject({ kind: 'foreign', field: 'subMchId', expected: '7', found: 'none' })
    expect(bind(ours, { ...paid, payee: ours.payee })).toEqual({ kind: 'ours' })
  })

  it('lets an application pass that we did not configure and the wallet echoes', () => {
    expect(bind({ ...order, payee: { mchId: payee.mchId } }, paid)).toEqual({ kind: 'ours' })
  })
})

describe('a genuine refund must also be ours', () => {
  it('accepts the one that fits, with or without a merchant in it', () => {
    expect(bind(expectedRefund, refunded)).toEqual({ kind: 'ours' })
    expect(bind(expectedRefund, { ...refunded, payee })).toEqual({ kind: 'ours' })
  })

  it.each([
    ['outRefundNo', { outRefundNo: 'R2' }],
    ['outTradeNo', { outTradeNo: 'ORDER_2' }],
    ['amount', { amount: cny.fen(1) }],
    ['mchId', { payee: { mchId: '7' } }],
  ])('refuses another %s', (field, change) => {
    expect(bind(expectedRefund, { ...refunded, ...change })).toMatchObject({ kind: 'foreign', field })
  })

  it('is not missed for an application that it does not name, and is refused for another one', () => {
    const withSub = { ...expectedRefund, payee: { ...payee, subMchId: '7', subAppId: 'sub' } }
    expect(bind(expectedRefund, { ...refunded, payee: { mchId: payee.mchId } })).toEqual({ kind: 'ours' })
    expect(bind(withSub, { ...refunded, payee: { mchId: payee.mchId, subMchId: '7' } })).toEqual({ kind: 'ours' })
    const other = (change: object) => bind(withSub, { ...refunded, payee: { ...withSub.payee, ...change } })
    expect(other({ appId: 'app-2' })).toMatchObject({ kind: 'foreign', field: 'appId', found: 'app-2' })
    expect(other({ subAppId: 'sub-2' })).toMatchObject({ kind: 'foreign', field: 'subAppId' })
    expect(other({ appId: '' })).toMatchObject({ kind: 'foreign', field: 'appId' })
  })

  it.each([
    ['another merchant', { mchId: '8', subMchId: '7' }, 'mchId'],
    ['another sub-merchant', { mchId: payee.mchId, subMchId: '8' }, 'subMchId'],
    ['no sub-merchant', { mchId: payee.mchId }, 'subMchId'],
  ])('of %s is refused also where it names no application', (_what, named, field) => {
    const expected = { ...expectedRefund, payee: { ...payee, subMchId: '7' } }
    expect(bind(expected, { ...refunded, payee: named })).toMatchObject({ kind: 'foreign', field })
  })

  it('never takes a refund for a payment or the other way', () => {
    expect(bind(order, refunded as never)).toMatchObject({ kind: 'foreign', field: 'kind' })
    expect(bind(expectedRefund, paid as never)).toMatchObject({ kind: 'foreign', field: 'kind' })
  })
})
