import { describe, expect, test } from 'vitest'
import { ask, NOW, newDesk, only, paidOrder, scan, xmlOf } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'

/** Ten yuan, of which the wallet gives one: the example of 申请退款. */
const TEN = { total_fee: '1000' }
const PARTS = { total_fee: '1000', cash_fee: '900', coupon_fee: '100' }

function discounted(): QQDesk {
  const desk = newDesk({ couponFee: 100n })
  paidOrder(desk, TEN)
  return desk
}

const refund = (desk: QQDesk, n: number, fee: string, now = NOW) =>
  ask(desk, 'refund', { out_trade_no: 'T-1', out_refund_no: `R-${n}`, refund_fee: fee }, { now })

/** `coupon + cash` of each refund. */
function parts(desk: QQDesk, now = NOW): readonly string[] {
  const answer = ask(desk, 'refundQuery', { out_trade_no: 'T-1' }, { now })
  const indexes = Array.from({ length: Number(answer.refund_count) }, (_, n) => n)
  return indexes.map((n) => `${answer[`coupon_refund_fee_${n}`]} + ${answer[`cash_refund_fee_${n}`]}`)
}

describe('a discount', () => {
  test('is told by query, notify and payment code: the parts are the total', () => {
    const desk = discounted()
    expect(ask(desk, 'query', { out_trade_no: 'T-1' })).toMatchObject(PARTS)
    expect(Object.fromEntries(xmlOf({ status: 200, body: only(desk.due(NOW)).body }))).toMatchObject(PARTS)
    expect(scan(desk, { ...TEN, out_trade_no: 'T-2' })).toMatchObject(PARTS)
    expect(desk.bills(NOW)[0]).toMatchObject({ total: 1000n, payerTotal: 900n })
  })

  test('that is none is told nowhere', () => {
    const desk = newDesk()
    paidOrder(desk)
    expect(ask(desk, 'query', { out_trade_no: 'T-1' })).not.toHaveProperty('coupon_fee')
    expect(xmlOf({ status: 200, body: only(desk.due(NOW)).body }).has('coupon_fee')).toBe(false)
    refund(desk, 1, '500')
    expect(ask(desk, 'refundQuery', { out_trade_no: 'T-1' })).not.toHaveProperty('coupon_refund_fee_0')
  })

  test('leaves at least one fen to the payer', () => {
    expect(scan(newDesk({ couponFee: 5000n }), TEN)).toMatchObject({ cash_fee: '1', coupon_fee: '999' })
    expect(scan(newDesk({ couponFee: 5000n }), { total_fee: '1' })).toMatchObject({ cash_fee: '1' })
  })
})

describe('money goes back to the discount first', () => {
  test('a refund of one yuan returns the discount, and the payer gets nothing', () => {
    const desk = discounted()
    refund(desk, 1, '100')
    expect(parts(desk)).toEqual(['100 + 0'])
    expect(ask(desk, 'refundQuery', { out_trade_no: 'T-1' })).toMatchObject({ total_fee: '1000', cash_fee: '900' })
  })

  test('and to the payer afterwards, up to the total', () => {
    const desk = discounted()
    for (const [n, fee] of ['60', '60', '880'].entries()) refund(desk, n, fee)
    expect(parts(desk)).toEqual(['60 + 0', '40 + 20', '0 + 880'])
    expect(refund(desk, 9, '1')).toMatchObject({ err_code: 'PARAM_ERROR' })
  })

  test('a refund that failed gave the discount nothing', () => {
    const desk = discounted()
    refund(desk, 1, '100')
    desk.settleRefund({ mchId: '1900000109', outRefundNo: 'R-1' }, 'failed', NOW)
    refund(desk, 2, '80')
    refund(desk, 1, '100')
    expect(parts(desk)).toEqual(['20 + 80', '80 + 0'])
  })

  test('a reverse returns what is left of both', () => {
    const desk = newDesk({ couponFee: 100n })
    scan(desk, TEN)
    refund(desk, 1, '300')
    ask(desk, 'reverse')
    expect(desk.books(NOW)[0]?.refunds).toMatchObject([{ amount: 300n }, { amount: 700n }])
  })
})
