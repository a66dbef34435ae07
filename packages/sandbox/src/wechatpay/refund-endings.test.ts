import { describe, expect, test } from 'vitest'
import type { RefundEnding } from '../wallet.ts'
import {
  abnormalRefund,
  ask,
  DAY,
  fen,
  NOW,
  newWallet,
  OTHER,
  OURS,
  PROVIDER,
  PROVIDER_OF_ANOTHER,
  paidOrder,
  prepay,
  refund,
  refundQuery,
  refused,
  SECOND,
  textIn,
  type Values,
} from './asking.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

const R1 = { mchId: OURS.mchId, outRefundNo: 'R-1' }

/** A wallet with a refund R-1 of 500 fen that has ended so. */
function ended(ending: RefundEnding): { readonly wallet: WeChatWallet; readonly id: string } {
  const wallet = newWallet()
  paidOrder(wallet)
  const id = textIn(ask(wallet, refund()), 'refund_id')
  wallet.settleRefund(R1, ending, NOW)
  return { wallet, id }
}

const statusOf = (wallet: WeChatWallet, now = NOW): unknown => ask(wallet, refundQuery(), { now }).status

describe('how a refund ends', () => {
  test.each<[RefundEnding, string, string]>([
    ['refunded', 'SUCCESS', 'refunded'],
    ['failed', 'CLOSED', 'closed'],
    ['changed', 'CLOSED', 'closed'],
    ['unsure', 'ABNORMAL', 'processing'],
  ])('%s is told as %s, and stays so', (ending, status, booked) => {
    const { wallet } = ended(ending)
    expect([statusOf(wallet), statusOf(wallet, NOW + DAY)]).toEqual([status, status])
    expect(wallet.books(NOW)[0]?.refunds).toMatchObject([{ status: booked }])
    expect('success_time' in ask(wallet, refundQuery())).toBe(ending === 'refunded')
  })

  test('once', () => {
    const { wallet } = ended('failed')
    expect(() => wallet.settleRefund(R1, 'refunded', NOW)).toThrow(/found one that has ended/)
    expect(() => wallet.settleRefund({ ...R1, outRefundNo: 'R-2' }, 'refunded', NOW)).toThrow(/found no such refund/)
  })

  test.each<[number, string]>([
    [95_351, 'CLOSED'],
    [95_352, 'CLOSED'],
    [95_353, 'CLOSED'],
    [95_354, 'ABNORMAL'],
  ])('by its amount: %i fen', (amount, status) => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total: 100_000 } }))
    ask(wallet, refund(fen(amount, 100_000)))
    expect([statusOf(wallet), statusOf(wallet, NOW + 2 * SECOND)]).toEqual(['PROCESSING', status])
  })

  test('by its amount: after three days', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total: 95_355 } }))
    ask(wallet, refund(fen(95_355, 95_355)))
    expect([statusOf(wallet, NOW + 3 * DAY - 1), statusOf(wallet, NOW + 3 * DAY)]).toEqual(['PROCESSING', 'SUCCESS'])
  })
})

describe('a closed refund', () => {
  test('keeps its number, and nothing moves under it any more', () => {
    const { wallet, id } = ended('failed')
    expect(ask(wallet, refund(), { now: NOW + DAY })).toMatchObject({ refund_id: id, status: 'CLOSED' })
    expect(refused(wallet, abnormalRefund(id))).toBe('400 INVALID_REQUEST')
  })

  test('leaves the money with the merchant: another number takes all of it', () => {
    const { wallet } = ended('failed')
    ask(wallet, refund({ ...fen(1990), out_refund_no: 'R-2' }))
    expect(wallet.books(NOW + DAY)[0]?.refunds).toMatchObject([
      { amount: 500n, status: 'closed' },
      { amount: 1990n, status: 'refunded' },
    ])
  })

  test('does so too where the wallet would give it to the merchant otherwise', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total: 95_353 } }))
    ask(wallet, refund(fen(95_353, 95_353)))
    const later = { now: NOW + 2 * SECOND }
    expect(ask(wallet, refund({ ...fen(95_352, 95_353), out_refund_no: 'R-2' }), later)).toMatchObject({ status: 'PROCESSING' })
  })
})

describe('an abnormal refund', () => {
  test('holds its money, until the merchant says where it goes', () => {
    const { wallet, id } = ended('unsure')
    expect(refused(wallet, refund({ ...fen(1491), out_refund_no: 'R-2' }))).toBe('400 INVALID_REQUEST')
    expect(ask(wallet, abnormalRefund(id))).toMatchObject({ refund_id: id, status: 'PROCESSING' })
    expect(statusOf(wallet, NOW + 2 * SECOND)).toBe('SUCCESS')
    expect(wallet.books(NOW + 2 * SECOND)[0]?.refunds).toHaveLength(1)
  })

  test("goes to the payer's card, where it is named", () => {
    const { wallet, id } = ended('unsure')
    const card: Values = { type: 'USER_BANK_CARD', bank_type: 'ICBC_DEBIT', bank_account: 'x', real_name: 'x' }
    for (const name of ['bank_type', 'bank_account', 'real_name'])
      expect(refused(wallet, abnormalRefund(id, { ...card, [name]: undefined }))).toBe('400 PARAM_ERROR')
    expect(ask(wallet, abnormalRefund(id, card))).toMatchObject({ status: 'PROCESSING' })
  })

  test('is asked for by both its numbers, and by its merchant', () => {
    const { wallet, id } = ended('unsure')
    expect(refused(wallet, abnormalRefund(id, { out_refund_no: 'R-2' }))).toBe('400 INVALID_REQUEST')
    expect(refused(wallet, abnormalRefund(id, { type: 'CASH' }))).toBe('400 PARAM_ERROR')
    expect(refused(wallet, abnormalRefund('50000000000000000000000000'))).toBe('404 RESOURCE_NOT_EXISTS')
    expect(refused(wallet, abnormalRefund(id), { as: OTHER })).toBe('404 RESOURCE_NOT_EXISTS')
    expect(statusOf(wallet)).toBe('ABNORMAL')
  })

  test('of a sub-merchant is asked for by that one', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay(), { as: PROVIDER })
    const id = textIn(ask(wallet, refund(), { as: PROVIDER }), 'refund_id')
    wallet.settleRefund({ ...R1, mchId: PROVIDER.mchId }, 'unsure', NOW)
    expect(refused(wallet, abnormalRefund(id), { as: PROVIDER_OF_ANOTHER })).toBe('404 RESOURCE_NOT_EXISTS')
    expect(ask(wallet, abnormalRefund(id), { as: PROVIDER })).toMatchObject({ status: 'PROCESSING' })
  })

  test.each(['refunded', 'failed'] as const)('is none that has ended otherwise: %s', (ending) => {
    const { wallet, id } = ended(ending)
    expect(refused(wallet, abnormalRefund(id))).toBe('400 INVALID_REQUEST')
  })

  test('can be asked for once: it is under way then', () => {
    const { wallet, id } = ended('unsure')
    ask(wallet, abnormalRefund(id))
    expect(refused(wallet, abnormalRefund(id))).toBe('400 INVALID_REQUEST')
    wallet.settleRefund(R1, 'failed', NOW)
    expect(statusOf(wallet)).toBe('CLOSED')
  })

  test('that fails after all leaves its money with the merchant', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total: 95_353 } }))
    const id = textIn(ask(wallet, refund(fen(95_353, 95_353))), 'refund_id')
    wallet.settleRefund(R1, 'unsure', NOW)
    ask(wallet, abnormalRefund(id))
    const later = { now: NOW + 2 * SECOND }
    expect(ask(wallet, refundQuery(), later)).toMatchObject({ status: 'CLOSED' })
    expect(ask(wallet, refund({ ...fen(95_352, 95_353), out_refund_no: 'R-2' }), later)).toMatchObject({ status: 'PROCESSING' })
  })
})
