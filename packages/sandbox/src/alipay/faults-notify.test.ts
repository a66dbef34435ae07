import { verify } from 'node:crypto'
import type { Delivery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { ask, joined, NOW, notified, only, PLAIN_KEY, publicHalf, query, STRANGER } from './asking.fixture.ts'
import { changedNames, fieldsIn, namesStruck, paidWith, pairsIn, refundedWith } from './faults.fixture.ts'
import { ALIPAY_FAULTS } from './faults.ts'

/** The notify of a payment that a fault struck. */
function spoilt(fault: string): Delivery {
  const wallet = paidWith({ fault })
  const delivery = only(wallet.due(NOW))
  expect(namesStruck(wallet)).toEqual([fault])
  return delivery
}

const ofRefund = (fault?: string): Delivery => only(refundedWith(...(fault === undefined ? [] : [{ fault }])).due(NOW))
const right = (): Delivery => only(paidWith().due(NOW))
const genuine = (delivery: Delivery, charset?: 'gbk') => notified(delivery, charset)
const isGenuine = (delivery: Delivery): boolean => {
  try {
    return genuine(delivery) !== undefined
  } catch {
    return false
  }
}

const AMOUNTS = ['buyer_pay_amount', 'invoice_amount', 'receipt_amount', 'total_amount']

describe('a notify that is genuine, and its content', () => {
  test.each([
    ['notify-wrong-amount', AMOUNTS],
    ['notify-foreign-merchant', ['seller_id']],
    ['notify-foreign-app', ['app_id']],
    ['notify-other-order', ['out_trade_no', 'trade_no']],
    ['notify-extra-field', ['sandbox_new_field']],
    ['notify-bad-time', ['gmt_payment']],
    ['notify-clock-skew', ['gmt_create', 'gmt_payment', 'notify_time']],
    ['notify-zero-refund', ['refund_fee']],
  ])('%s changes %j and nothing else', (fault, names) => {
    const { sign: _, ...changed } = genuine(spoilt(fault))
    const { sign: __, ...usual } = genuine(right())
    expect(changedNames(changed, usual)).toEqual(names)
  })

  test.each([
    ['notify-wrong-amount', [...AMOUNTS, 'refund_fee'].sort()],
    ['notify-other-order', ['out_trade_no', 'trade_no']],
    ['notify-bad-time', ['gmt_payment', 'gmt_refund']],
  ])('%s changes %j of a refund', (fault, names) => {
    const { sign: _, ...changed } = genuine(ofRefund(fault))
    const { sign: __, ...usual } = genuine(ofRefund())
    expect(changedNames(changed, usual)).toEqual(names)
  })

  test('notify-few-fields: what booking needs is there', () => {
    const { sign: _, ...few } = genuine(spoilt('notify-few-fields'))
    expect(Object.keys(few).sort()).toEqual(
      [
        ...['app_id', 'auth_app_id', 'charset', 'notify_id', 'notify_time', 'notify_type', 'out_trade_no', 'seller_id'],
        ...['sign_type', 'total_amount', 'trade_no', 'trade_status', 'version'],
      ].sort(),
    )
  })

  test('notify-gbk: other bytes, which are signed', () => {
    const told = genuine(spoilt('notify-gbk'), 'gbk')
    expect(told).toMatchObject({ charset: 'GBK', body: '沙箱：一杯茶', subject: '天虹南山店 超市' })
  })

  test('a refund has its amount already', () => {
    const wallet = refundedWith({ fault: 'notify-zero-refund' })
    expect(genuine(only(wallet.due(NOW)))).toMatchObject({ refund_fee: '5.00' })
    expect(namesStruck(wallet)).toEqual([])
  })

  test('the books and the query keep the truth', () => {
    const wallet = paidWith({ fault: 'notify-wrong-amount' }, { fault: 'notify-other-order' })
    wallet.due(NOW)
    expect(wallet.books(NOW)).toMatchObject([{ outTradeNo: 'T_10001', total: 1990n }])
    expect(ask(wallet, query())).toMatchObject({ total_amount: '19.90' })
  })
})

describe('a notify that is not genuine', () => {
  const signs = (delivery: Delivery): readonly string[] | undefined => pairsIn(delivery).get('sign')

  test('notify-unsigned, notify-sign-empty: there is no signature, or nothing in it', () => {
    expect([signs(spoilt('notify-unsigned')), signs(spoilt('notify-sign-empty'))]).toEqual([undefined, ['']])
  })

  test('notify-broken-signature: it fits nothing', () => {
    const delivery = spoilt('notify-broken-signature')
    expect([isGenuine(delivery), fieldsIn(delivery)]).toEqual([false, fieldsIn(right())])
  })

  test('notify-sign-repeated: the right one, and a wrong one', () => {
    const [first, second, ...more] = signs(spoilt('notify-sign-repeated')) ?? []
    expect([first, more]).toEqual([signs(right())?.[0], []])
    expect(second).not.toBe(first)
  })

  test('notify-forged: the signature does not fit the amount any more', () => {
    const delivery = spoilt('notify-forged')
    expect([isGenuine(delivery), fieldsIn(delivery).total_amount]).toEqual([false, '19.91'])
  })

  const text = (delivery: Delivery, charset?: string): Buffer =>
    Buffer.from(joined(Object.entries(fieldsIn(delivery, charset)) as [string, string][], ['sign_type']))

  test.each(['notify-other-key', 'notify-key-rotated'])('%s: a stranger signs', (fault) => {
    const delivery = spoilt(fault)
    const sign = Buffer.from(signs(delivery)?.[0] ?? '', 'base64')
    expect([isGenuine(delivery), verify('sha256', text(delivery), publicHalf(STRANGER), sign)]).toEqual([false, true])
  })

  test('notify-downgraded: SHA-1, with the right key, and it says so', () => {
    const delivery = spoilt('notify-downgraded')
    const sign = Buffer.from(signs(delivery)?.[0] ?? '', 'base64')
    const half = publicHalf(PLAIN_KEY.privateKey)
    expect([fieldsIn(delivery).sign_type, isGenuine(delivery)]).toEqual(['RSA', false])
    expect(verify('sha1', text(delivery), half, sign)).toBe(true)
  })

  test('notify-escaped-twice: right for those alone who decode twice', () => {
    const delivery = spoilt('notify-escaped-twice')
    const once = fieldsIn(delivery)
    expect([isGenuine(delivery), once.subject]).toEqual([
      false,
      '%E5%A4%A9%E8%99%B9%E5%8D%97%E5%B1%B1%E5%BA%97+%E8%B6%85%E5%B8%82',
    ])
  })

  test('notify-wrong-charset: signed as UTF-8, which it says that it is, and sent as GBK', () => {
    const delivery = spoilt('notify-wrong-charset')
    const told = fieldsIn(delivery, 'gbk')
    expect([isGenuine(delivery), told.charset, told.body]).toEqual([false, 'utf-8', '沙箱：一杯茶'])
    const sign = Buffer.from(signs(delivery)?.[0] ?? '', 'base64')
    expect(verify('sha256', text(delivery, 'gbk'), publicHalf(PLAIN_KEY.privateKey), sign)).toBe(true)
  })

  test('half of it, and nothing of it', () => {
    const whole = right().body
    expect(spoilt('notify-half-body').body).toEqual(whole.slice(0, whole.byteLength >> 1))
    expect(spoilt('notify-empty-body').body).toEqual(new Uint8Array())
  })
})

test.each(ALIPAY_FAULTS.filter(({ at }) => at === 'notify').map(({ name }) => name))('%s strikes', (fault) => {
  const wallet = paidWith({ fault })
  wallet.due(NOW)
  expect(namesStruck(wallet)).toEqual([fault])
})
