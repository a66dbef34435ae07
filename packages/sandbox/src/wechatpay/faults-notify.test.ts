import type { Delivery } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import {
  ask,
  headerOf,
  jsonOf,
  NOW,
  only,
  opened,
  PUBLIC_KEY,
  query,
  SECOND,
  signerOf,
  unlocked,
  type Values,
} from './asking.fixture.ts'
import { changedPaths, namesStruck, paidWith, refundedWith } from './faults.fixture.ts'
import { WECHAT_FAULTS } from './faults.ts'

const END = NOW + 2 * SECOND
const resourceOf = (delivery: Delivery): Values => Object(jsonOf(delivery).resource)
/** The content, whoever signed it. */
const contentOf = (delivery: Delivery): Values => JSON.parse(unlocked(resourceOf(delivery)))

/** The notify of a payment that a fault struck. */
function spoilt(fault: string): Delivery {
  const wallet = paidWith({ fault })
  const delivery = only(wallet.due(NOW))
  expect(namesStruck(wallet)).toEqual([fault])
  return delivery
}

describe('a notify that is genuine, and its content', () => {
  test.each([
    ['notify-wrong-amount', ['amount.payer_total', 'amount.total']],
    ['notify-foreign-merchant', ['mchid']],
    ['notify-foreign-currency', ['amount.currency']],
    ['notify-other-order', ['out_trade_no', 'transaction_id']],
    ['notify-extra-field', ['sandbox_new_field', 'sandbox_new_object.list.0', 'sandbox_new_object.list.1']],
    ['notify-few-fields', ['attach', 'bank_type', 'payer.openid', 'trade_state_desc', 'trade_type']],
    ['notify-bad-time', ['success_time']],
    ['notify-clock-skew', ['success_time']],
  ])('%s changes %j and nothing else', (fault, paths) => {
    const right = opened(only(paidWith().due(NOW))).content
    expect(changedPaths(opened(spoilt(fault)).content, right)).toEqual(paths)
  })

  test.each([
    ['notify-wrong-amount', ['amount.payer_refund', 'amount.payer_total', 'amount.refund', 'amount.total']],
    ['notify-other-order', ['out_trade_no', 'transaction_id']],
    ['notify-few-fields', ['user_received_account']],
    ['notify-bad-time', ['success_time']],
  ])('%s changes %j of a refund', (fault, paths) => {
    const right = opened(only(refundedWith().due(END))).content
    expect(changedPaths(opened(only(refundedWith({ fault }).due(END))).content, right)).toEqual(paths)
  })

  test('a refund names no currency: there is none to change', () => {
    const wallet = refundedWith({ fault: 'notify-foreign-currency' })
    expect(opened(only(wallet.due(END))).content).toHaveProperty('refund_status', 'SUCCESS')
    expect(namesStruck(wallet)).toEqual([])
  })

  test('the books and the query keep the truth', () => {
    const wallet = paidWith({ fault: 'notify-wrong-amount' }, { fault: 'notify-other-order' })
    wallet.due(NOW)
    expect(wallet.books(NOW)).toMatchObject([{ outTradeNo: 'T-10001', total: 1990n }])
    expect(ask(wallet, query())).toMatchObject({ amount: { total: 1990 } })
  })
})

describe('a notify that is not genuine', () => {
  test('notify-unsigned: it has no proof', () => {
    expect(spoilt('notify-unsigned').headers.map(([name]) => name)).toEqual(['Content-Type'])
  })

  test.each(['notify-broken-signature', 'notify-signature-probe'])('%s: the signature fits nothing', (fault) => {
    const delivery = spoilt(fault)
    expect(signerOf(delivery)).toBeUndefined()
    const isProbe = headerOf(delivery, 'Wechatpay-Signature')?.startsWith('WECHATPAY/SIGNTEST/')
    expect(isProbe).toBe(fault === 'notify-signature-probe')
    expect(contentOf(delivery)).toMatchObject({ out_trade_no: 'T-10001' })
  })

  test('notify-forged: the signature does not fit the amount any more', () => {
    const delivery = spoilt('notify-forged')
    expect(signerOf(delivery)).toBeUndefined()
    expect(contentOf(delivery)).toMatchObject({ amount: { total: 1991 } })
  })

  test('notify-rewritten: the same JSON, and other bytes than were signed', () => {
    const delivery = spoilt('notify-rewritten')
    expect(signerOf(delivery)).toBeUndefined()
    expect(signerOf({ ...delivery, body: new TextEncoder().encode(JSON.stringify(jsonOf(delivery))) })).toBe(PUBLIC_KEY.id)
  })

  test('notify-stale: the signature fits, and is ten minutes old', () => {
    const delivery = spoilt('notify-stale')
    expect([signerOf(delivery), headerOf(delivery, 'Wechatpay-Timestamp')]).toEqual([PUBLIC_KEY.id, String(NOW / SECOND - 600)])
  })

  test('notify-repeated-header: the signature comes twice', () => {
    expect(spoilt('notify-repeated-header').headers.filter(([name]) => name === 'Wechatpay-Signature')).toHaveLength(2)
  })

  test.each([
    ['notify-other-key', PUBLIC_KEY.id],
    ['notify-key-rotated', 'F'.repeat(40)],
  ])('%s: a stranger signs as %s', (fault, id) => {
    const delivery = spoilt(fault)
    expect([signerOf(delivery), signerOf(delivery, 'stranger')]).toEqual([undefined, id])
  })

  test.each(['notify-tag-cut', 'notify-tag-flipped', 'notify-other-data'])('%s: signed, and cannot be unlocked', (fault) => {
    const delivery = spoilt(fault)
    expect(signerOf(delivery)).toBe(PUBLIC_KEY.id)
    expect(() => contentOf(delivery)).toThrow(/unable to authenticate|authentication tag/i)
  })

  test('half of it, and nothing of it', () => {
    const whole = only(paidWith().due(NOW)).body
    expect(spoilt('notify-half-body').body).toEqual(whole.slice(0, whole.byteLength >> 1))
    expect(spoilt('notify-empty-body').body).toEqual(new Uint8Array())
  })
})

test.each(WECHAT_FAULTS.filter(({ at }) => at === 'notify').map(({ name }) => name))('%s strikes', (fault) => {
  const wallet = paidWith({ fault })
  wallet.due(NOW)
  expect(namesStruck(wallet)).toEqual([fault])
})
