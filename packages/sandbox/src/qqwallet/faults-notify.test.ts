import type { Delivery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { ask, MERCHANT, MINUTE, NOW, newWallet, only, paidOrder, xmlOf } from './asking.fixture.ts'
import { namesStruck, paidWith } from './faults.fixture.ts'
import { isSigned, md5 } from './sign.ts'
import type { QQWallet } from './wallet.ts'

const ACKNOWLEDGED = { status: 200, body: '<xml><return_code>SUCCESS</return_code></xml>' }
const fieldsOf = ({ body }: Delivery): Map<string, string> => new Map(xmlOf({ status: 200, body }))
const right = (): Map<string, string> => fieldsOf(only(paidWith().due(NOW)))

function changedNames(fields: Map<string, string>): readonly string[] {
  const before = right()
  return [...new Set([...fields.keys(), ...before.keys()])].filter((name) => fields.get(name) !== before.get(name))
}

/** The numbers of the orders whose notifies are due. */
const due = (wallet: QQWallet, now: number): readonly (string | undefined)[] =>
  wallet.due(now).map((each) => fieldsOf(each).get('out_trade_no'))

describe('a notify that is genuine, and its content', () => {
  test.each([
    ['notify-wrong-amount', ['total_fee', 'cash_fee', 'sign']],
    ['notify-foreign-merchant', ['mch_id', 'sign']],
    ['notify-foreign-currency', ['fee_type', 'sign']],
    ['notify-other-order', ['out_trade_no', 'transaction_id', 'sign']],
    ['notify-extra-field', ['sandbox_new_field', 'sign']],
    ['notify-few-fields', ['trade_type', 'bank_type', 'cash_fee', 'sign']],
    ['notify-odd-case', ['trade_state', 'sign']],
    ['notify-with-return-code', ['return_code', 'result_code', 'sign']],
    ['notify-bad-time', ['time_end', 'sign']],
    ['notify-clock-skew', ['time_end', 'sign']],
  ])('%s changes %j and nothing else', (fault, names) => {
    const wallet = paidWith({ fault })
    const fields = fieldsOf(only(wallet.due(NOW)))
    expect(new Set(changedNames(fields))).toEqual(new Set(names))
    expect(isSigned(fields, MERCHANT.apiKey)).toBe(true)
    expect(namesStruck(wallet)).toEqual([fault])
  })

  test('stays the same in every repeat', () => {
    const wallet = paidWith({ fault: 'notify-extra-field' })
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, undefined, NOW)
    expect(only(wallet.due(NOW + MINUTE))).toEqual({ ...first, attempt: 2 })
  })

  test('the books and the query keep the truth', () => {
    const wallet = paidWith({ fault: 'notify-wrong-amount' }, { fault: 'notify-other-order' })
    wallet.due(NOW)
    expect(wallet.books(NOW)).toMatchObject([{ outTradeNo: 'T-1', total: 1990n }])
    expect(ask(wallet, 'query', { out_trade_no: 'T-1' })).toMatchObject({ total_fee: '1990' })
  })
})

describe('a notify that is not genuine', () => {
  test.each([
    ['notify-forged', ['total_fee'], (fields: Map<string, string>) => !isSigned(fields, MERCHANT.apiKey)],
    ['notify-unsigned', ['sign'], (fields: Map<string, string>) => !fields.has('sign')],
    ['notify-broken-signature', ['sign'], (fields: Map<string, string>) => !isSigned(fields, MERCHANT.apiKey)],
    ['notify-other-key', ['sign'], (fields: Map<string, string>) => isSigned(fields, md5(`not ${MERCHANT.apiKey}`))],
    ['notify-key-rotated', ['sign'], (fields: Map<string, string>) => isSigned(fields, md5(`next ${MERCHANT.apiKey}`))],
  ])('%s changes %j alone', (fault, names, holds) => {
    const fields = fieldsOf(only(paidWith({ fault }).due(NOW)))
    expect(changedNames(fields)).toEqual(names)
    expect(holds(fields)).toBe(true)
  })

  test('half of it, and nothing of it', () => {
    const whole = only(paidWith().due(NOW)).body
    expect(only(paidWith({ fault: 'notify-half-body' }).due(NOW)).body).toEqual(whole.slice(0, whole.byteLength >> 1))
    expect(only(paidWith({ fault: 'notify-empty-body' }).due(NOW)).body).toEqual(new Uint8Array())
  })
})

describe('when and how often a notify comes', () => {
  test('notify-lost: this try does not come, the next one does after its pause', () => {
    const wallet = paidWith({ fault: 'notify-lost', times: 1 })
    expect(wallet.due(NOW)).toEqual([])
    expect(wallet.due(NOW + 14_999)).toEqual([])
    expect(only(wallet.due(NOW + 15_000)).attempt).toBe(2)
  })

  test('notify-lost without an end: none ever comes', () => {
    const wallet = paidWith({ fault: 'notify-lost' })
    for (let hours = 0; hours < 100; hours += 1) expect(wallet.due(NOW + hours * 60 * MINUTE)).toEqual([])
  })

  test('notify-duplicate: all copies at once, each with an id of its own; the acknowledgement of the first ends it', () => {
    const wallet = paidWith({ fault: 'notify-duplicate', value: 3 })
    const copies = wallet.due(NOW)
    expect(copies).toHaveLength(3)
    expect(new Set(copies.map(({ id }) => id)).size).toBe(3)
    expect(new Set(copies.map(({ body }) => new TextDecoder().decode(body))).size).toBe(1)
    for (const { id } of copies) wallet.delivered(id, ACKNOWLEDGED, NOW)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('notify-late: after so long', () => {
    const wallet = paidWith({ fault: 'notify-late', value: 5 * MINUTE, times: 1 })
    expect(wallet.due(NOW)).toEqual([])
    expect(wallet.due(NOW + 5 * MINUTE - 1)).toEqual([])
    const late = only(wallet.due(NOW + 5 * MINUTE))
    wallet.delivered(late.id, ACKNOWLEDGED, NOW + 5 * MINUTE)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('notify-reordered: behind the next one of another order', () => {
    const wallet = paidWith({ fault: 'notify-reordered', outTradeNo: 'T-1' })
    expect(wallet.due(NOW)).toEqual([])
    paidOrder(wallet, { out_trade_no: 'T-2' })
    expect(due(wallet, NOW + 1)).toEqual(['T-2', 'T-1'])
  })

  test('notify-reordered: several of one moment come backwards, and alone it comes after a while', () => {
    const wallet = paidWith({ fault: 'notify-reordered', times: 2 })
    paidOrder(wallet, { out_trade_no: 'T-2' })
    expect(wallet.due(NOW)).toEqual([])
    expect(due(wallet, NOW + MINUTE)).toEqual(['T-2', 'T-1'])
  })

  test('notify-repeats-after-ack: once more after the acknowledgement, and then no more', () => {
    const wallet = paidWith({ fault: 'notify-repeats-after-ack', times: 1 })
    const first = only(wallet.due(NOW))
    wallet.delivered(first.id, ACKNOWLEDGED, NOW)
    expect(wallet.due(NOW + 14_999)).toEqual([])
    const again = only(wallet.due(NOW + 15_000))
    expect(again.body).toEqual(first.body)
    wallet.delivered(again.id, ACKNOWLEDGED, NOW + 15_000)
    expect(wallet.due(NOW + 1e12)).toEqual([])
  })

  test('notify-repeats-after-ack: without an acknowledgement the wallet keeps its own schedule', () => {
    const wallet = paidWith({ fault: 'notify-repeats-after-ack', times: 1 })
    wallet.delivered(only(wallet.due(NOW)).id, undefined, NOW)
    expect(only(wallet.due(NOW + 15_000)).attempt).toBe(2)
  })

  test('they go together', () => {
    const wallet = paidWith({ fault: 'notify-late' }, { fault: 'notify-duplicate' }, { fault: 'notify-unsigned' })
    expect(wallet.due(NOW)).toEqual([])
    const copies = wallet.due(NOW + MINUTE)
    expect(copies).toHaveLength(2)
    for (const each of copies) expect(fieldsOf(each).has('sign')).toBe(false)
  })
})

describe('a replay', () => {
  const order = { mchId: MERCHANT.mchId, outTradeNo: 'T-1' }

  test('sends one more copy, spoilt as told, and leaves the first and every later one alone', () => {
    const wallet = paidWith()
    wallet.replay(order, NOW, 'notify-wrong-amount')
    wallet.replay(order, NOW)
    const amounts = wallet.due(NOW).map((each) => fieldsOf(each).get('total_fee'))
    expect(amounts).toEqual(['1990', '1', '1990'])
    expect(wallet.faults.rules()).toEqual([])
  })

  test('takes several faults, with values', () => {
    const wallet = paidWith()
    wallet.delivered(only(wallet.due(NOW)).id, ACKNOWLEDGED, NOW)
    wallet.replay(order, NOW, 'notify-duplicate:4,notify-unsigned')
    expect(wallet.due(NOW)).toHaveLength(4)
  })

  test.each(['drop-after', 'notify-wrong'])('refuses what is no fault of notifies: %s', (fault) => {
    expect(() => paidWith().replay(order, NOW, fault)).toThrow(/expected a fault of the catalogue/)
  })
})

describe('magic amounts', () => {
  const ids = (wallet: QQWallet, now = NOW): number => wallet.due(now).length

  test('a notify that never comes, three at once, one an hour late', () => {
    const lost = newWallet()
    paidOrder(lost, { total_fee: '95308' })
    expect(ids(lost, NOW + 1e9)).toBe(0)
    const thrice = newWallet()
    paidOrder(thrice, { total_fee: '95309' })
    expect(ids(thrice)).toBe(3)
    const late = newWallet()
    paidOrder(late, { total_fee: '95310' })
    expect([0, 59, 60].map((minutes) => ids(late, NOW + minutes * MINUTE))).toEqual([0, 0, 1])
  })

  test('a busy wallet: each order of the amount once, done or not', () => {
    const wallet = newWallet()
    const code = (number: string, fen: string): string | undefined =>
      ask(wallet, 'order', { out_trade_no: number, total_fee: fen }).err_code
    expect([code('T-1', '95306'), code('T-2', '95307'), code('T-3', '95306')]).toEqual(Array(3).fill('SYSTEMERROR'))
    expect(wallet.books(NOW).map(({ outTradeNo }) => outTradeNo)).toEqual(['T-1', 'T-3'])
    expect([code('T-1', '95306'), code('T-2', '95307')]).toEqual([undefined, undefined])
  })

  test('mean nothing where the wallet is told so', () => {
    const wallet = newWallet({ magicAmounts: false })
    expect(ask(wallet, 'order', { total_fee: '95307' })).toMatchObject({ result_code: 'SUCCESS' })
  })
})
