import { describe, expect, test } from 'vitest'
import { ask, DAY, MERCHANT, NOW, newDesk, paidOrder, scan } from './asking.fixture.ts'
import { fen, refusalOf, statementOf, TODAY } from './statement.fixture.ts'

const moved = (row: Readonly<Record<string, string>>) => `${row.业务类型} ${row.收支类型} ${row.收支金额} → ${row.账户结余}`

describe('a fund statement', () => {
  test('tells every movement of the cash account, and the balance after it', () => {
    const desk = newDesk()
    scan(desk, { total_fee: '10000' })
    ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: '5000' }, { now: NOW + 1000 })
    scan(desk, { out_trade_no: 'T-2', total_fee: '100' }, { now: NOW + 2000 })
    ask(desk, 'reverse', { out_trade_no: 'T-2' }, { now: NOW + 3000 })
    const { rows, totals } = statementOf(desk, 'fundStatement')
    expect(rows.map(moved)).toEqual([
      '交易 收入 100.00 → 100.00',
      '交易手续费 支出 0.60 → 99.40',
      '退款 支出 50.00 → 49.40',
      '退款手续费 收入 0.30 → 49.70',
      '交易 收入 1.00 → 50.70',
      '交易手续费 支出 0.01 → 50.69',
      '撤销 支出 1.00 → 49.69',
      '退款手续费 收入 0.01 → 49.70',
    ])
    expect(rows[2]).toMatchObject({ 记账时间: '2026-01-05 12:00:01', 业务凭证号: 'R-1' })
    expect(totals).toEqual({
      资金流水总笔数: '8',
      收入笔数: '4',
      收入总金额: '101.31',
      支出笔数: '4',
      支出总金额: '51.61',
    })
  })

  test.each([
    [
      'failed',
      ['退款 支出 5.00 → 14.78', '退款手续费 收入 0.03 → 14.81', '退款退回 收入 5.00 → 19.81', '交易手续费 支出 0.03 → 19.78'],
    ],
    ['changed', ['退款 支出 5.00 → 14.78', '退款手续费 收入 0.03 → 14.81', '退款退回 收入 5.00 → 19.81']],
    ['unsure', ['退款 支出 5.00 → 14.78', '退款手续费 收入 0.03 → 14.81']],
  ] as const)('a refund that is %s', (ending, movements) => {
    const desk = newDesk()
    paidOrder(desk)
    ask(desk, 'refund', { out_trade_no: 'T-1' })
    desk.settleRefund({ mchId: MERCHANT.mchId, outRefundNo: 'R-1' }, ending, NOW + 1)
    expect(statementOf(desk, 'fundStatement').rows.slice(2).map(moved)).toEqual(movements)
  })

  test("a day begins with the balance that the day before ended with, also after a refund's second try", () => {
    const desk = newDesk()
    paidOrder(desk)
    ask(desk, 'refund', { out_trade_no: 'T-1' })
    desk.settleRefund({ mchId: MERCHANT.mchId, outRefundNo: 'R-1' }, 'failed', NOW + 1)
    ask(desk, 'refund', { out_trade_no: 'T-1' }, { now: NOW + DAY })
    const rows = (day: string) => statementOf(desk, 'fundStatement', { bill_date: day }, { now: NOW + 3 * DAY }).rows
    expect(rows(TODAY).at(-1)?.账户结余).toBe('19.78')
    expect(rows('20260106').map(moved)).toEqual(['退款 支出 5.00 → 14.78', '退款手续费 收入 0.03 → 14.81'])
  })

  test('a refund that the wallet was not sure of leaves once, however often it is sent', () => {
    const desk = newDesk()
    paidOrder(desk)
    ask(desk, 'refund', { out_trade_no: 'T-1' })
    desk.settleRefund({ mchId: MERCHANT.mchId, outRefundNo: 'R-1' }, 'unsure', NOW + 1)
    ask(desk, 'refund', { out_trade_no: 'T-1' }, { now: NOW + 2 })
    const movements = ['退款 支出 5.00 → 14.78', '退款手续费 收入 0.03 → 14.81']
    expect(statementOf(desk, 'fundStatement').rows.slice(2).map(moved)).toEqual(movements)
  })

  test('of the marketing account is empty: nothing here moves it', () => {
    const desk = newDesk({ couponFee: 100n })
    paidOrder(desk)
    const { rows, totals } = statementOf(desk, 'fundStatement', { acc_type: 'MARKETING' })
    expect(rows).toEqual([])
    expect(fen(totals.收入总金额)).toBe(0n)
  })

  test('is refused as a trade statement is', () => {
    expect(refusalOf(newDesk(), 'fundStatement', { acc_type: '' })).toMatchObject({ retmsg: expect.stringContaining('acc_type') })
    expect(refusalOf(newDesk(), 'fundStatement', { acc_type: 'cash' })).toHaveProperty('retcode')
    expect(refusalOf(newDesk(), 'fundStatement', {}, { now: NOW })).toMatchObject({ retcode: '66228002' })
    expect(refusalOf(newDesk({ emptyDay: 'error' }), 'fundStatement')).toMatchObject({ retmsg: 'no bill' })
  })
})
