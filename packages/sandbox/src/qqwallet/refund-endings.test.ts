import { describe, expect, test } from 'vitest'
import type { RefundEnding } from '../wallet.ts'
import { ask, DAY, FAILED, MERCHANT, NOW, newDesk, paidOrder } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'

const R1 = { mchId: MERCHANT.mchId, outRefundNo: 'R-1' }
const refund = (desk: QQDesk, values: Record<string, string> = {}, now = NOW) =>
  ask(desk, 'refund', { out_trade_no: 'T-1', ...values }, { now })
const status = (desk: QQDesk, now = NOW) => ask(desk, 'refundQuery', { out_refund_no: 'R-1' }, { now }).refund_status_0
const booked = (desk: QQDesk, now = NOW) => desk.books(now)[0]?.refunds.map((each) => each.status)

/** A refund of 500 out of 1990, decided. */
function ended(ending: RefundEnding): QQDesk {
  const desk = newDesk({ refundDelayMs: 60_000 })
  paidOrder(desk)
  refund(desk)
  desk.settleRefund(R1, ending, NOW + 1000)
  return desk
}

describe('a refund that is decided', () => {
  test.each([
    ['refunded', 'SUCCESS', 'refunded'],
    ['failed', 'FAIL', 'failed'],
    ['changed', 'CHANGE', 'closed'],
    ['unsure', 'NOTSURE', 'processing'],
  ] as const)('%s is told as %s, from then on and not before', (ending, told, inBooks) => {
    const desk = ended(ending)
    expect(status(desk, NOW + 999)).toBe('PROCESSING')
    expect(status(desk, NOW + 1000)).toBe(told)
    expect(status(desk, NOW + DAY)).toBe(told)
    expect(booked(desk, NOW + DAY)).toEqual([inBooks])
  })

  test('the order is in REFUND, whatever became of it', () => {
    for (const ending of ['refunded', 'failed', 'changed', 'unsure'] as const) {
      expect(ask(ended(ending), 'query', { out_trade_no: 'T-1' })).toMatchObject({ trade_state: 'REFUND' })
    }
  })

  test('cannot be decided twice, nor where there is none', () => {
    expect(() => ended('refunded').settleRefund(R1, 'failed', NOW + 2000)).toThrow(/found one that has ended \(refunded\)/)
    expect(() => newDesk().settleRefund(R1, 'failed', NOW)).toThrow(/found no such refund/)
  })
})

describe('sent again under its number', () => {
  test.each(['failed', 'unsure'] as const)('a refund that is %s is under way again, once', (ending) => {
    const desk = ended(ending)
    const again = refund(desk, {}, NOW + 5000)
    expect(again).toMatchObject({ result_code: 'SUCCESS', out_refund_no: 'R-1', refund_fee: '500' })
    expect(status(desk, NOW + 5000)).toBe('PROCESSING')
    expect(refund(desk, {}, NOW + 6000).refund_id).toBe(again.refund_id)
    expect(status(desk, NOW + 65_000)).toBe('SUCCESS')
    expect(booked(desk, NOW + 65_000)).toEqual(['refunded'])
  })

  test.each(['refunded', 'changed'] as const)('a refund that is %s stays so', (ending) => {
    const desk = ended(ending)
    const told = status(desk, NOW + 5000)
    expect(refund(desk, {}, NOW + 5000)).toMatchObject({ result_code: 'SUCCESS' })
    expect(status(desk, NOW + 5000)).toBe(told)
  })

  test('a failed one must still find the money', () => {
    const desk = ended('failed')
    refund(desk, { out_refund_no: 'R-2', refund_fee: '1990' }, NOW + 5000)
    expect(refund(desk, {}, NOW + 6000)).toMatchObject(FAILED('PARAM_ERROR'))
    expect(status(desk, NOW + 6000)).toBe('FAIL')
  })

  test('a failed one may not change its amount', () => {
    expect(refund(ended('failed'), { refund_fee: '501' }, NOW + 5000)).toMatchObject(FAILED('PARAM_ERROR'))
  })
})

describe('what an ended refund leaves to refund', () => {
  test.each([
    ['failed', { result_code: 'SUCCESS' }],
    ['refunded', FAILED('PARAM_ERROR')],
    ['changed', FAILED('PARAM_ERROR')],
    ['unsure', FAILED('PARAM_ERROR')],
  ] as const)('after %s, the whole order: %j', (ending, answer) => {
    expect(refund(ended(ending), { out_refund_no: 'R-2', refund_fee: '1990' }, NOW + 5000)).toMatchObject(answer)
  })
})
