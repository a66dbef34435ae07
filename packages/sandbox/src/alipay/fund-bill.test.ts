import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Order } from '../books/books.ts'
import { column, fenOf, readBill, totalIn } from './bill-file.fixture.ts'
import { allLines } from './bill-lines.ts'
import { billPeriod, USUAL_BILLS } from './bill-period.ts'
import { ACCOUNT, DAY, HABITS, HOUR, MIDNIGHT, order, orders, refund, said } from './bill-tables.fixture.ts'
import { fundBill, fundSummary } from './fund-bill.ts'

function written(all: readonly Order[], date = '2026-01-05'): { readonly detail: string; readonly summary: string } {
  const period = billPeriod(date, MIDNIGHT + 60 * DAY, USUAL_BILLS)
  if (typeof period === 'string') throw new Error(period)
  const lines = allLines(all, period.madeAt, HABITS)
  const of = { account: ACCOUNT, period, said }
  return { detail: fundBill(lines, of), summary: fundSummary(lines, of) }
}

describe('账务明细', () => {
  test('is written to the letter as the wallet writes it', () => {
    const made = refund(order({ outTradeNo: 'A1' }), 300n, { at: MIDNIGHT + 11 * HOUR })
    const row = (id: string, at: string, moved: string): string =>
      `${id}\t,2026010522001400A1\t,A1\t,茶\t,2026-01-05 ${at},*沙箱(159****5620)\t,${moved},`
    expect(written([made]).detail.split('\r\n')).toEqual([
      '#支付宝账务明细查询',
      '#账号：[20880000000001090156]',
      '#起始日期：[2026年01月05日 00:00:00]   终止日期：[2026年01月06日 00:00:00]',
      '#-----------------------------------------账务明细列表----------------------------------------',
      '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注',
      row('54620000000001', '10:00:05', '19.90,0.00,19.90,支付宝,在线支付'),
      row('54620000000002', '10:00:05', '0.00,-0.12,19.78,支付宝,收费'),
      row('54620000000003', '11:00:00', '0.00,-3.00,16.78,支付宝,交易退款'),
      row('54620000000004', '11:00:00', '0.02,0.00,16.80,支付宝,退费'),
      '#-----------------------------------------账务明细列表结束------------------------------------',
      '#支出合计：2笔，共-3.12元',
      '#收入合计：2笔，共19.92元',
      '#导出时间：[2026年01月06日 06:27:00]',
      '',
    ])
  })

  test('has no line for a fee that comes to nothing', () => {
    const { rows } = readBill(written([order({ totalFee: 1n })]).detail)
    expect(rows.map((row) => row.业务类型)).toEqual(['在线支付'])
  })

  test('comes with a summary of its kinds', () => {
    const { titles, rows } = readBill(written([refund(order(), 300n), order({ outTradeNo: 'T2' })]).summary)
    expect(titles.join()).toBe('类型,收入笔数,收入金额（+元）,支出笔数,支出金额（-元）,总金额（元）')
    expect(rows.map((row) => Object.values(row).join())).toEqual([
      '在线支付,2,39.80,0,0.00,39.80',
      '收费,0,0.00,2,-0.24,-0.24',
      '交易退款,0,0.00,1,-3.00,-3.00',
      '退费,1,0.02,0,0.00,0.02',
      '合计,3,39.82,3,-3.24,36.58',
    ])
  })
})

test('day by day the balance goes on, no line has the number of another, and every sum is that of its column', () => {
  fc.assert(
    fc.property(orders, (all) => {
      const bills = ['2026-01-05', '2026-01-06', '2026-01-07'].map((date) => readBill(written(all, date).detail))
      const rows = bills.flatMap((bill) => bill.rows)
      let balance = 0n
      for (const row of rows) {
        balance += fenOf(row.收入金额) + fenOf(row.支出金额)
        expect(fenOf(row.账户余额)).toBe(balance)
      }
      expect(new Set(rows.map((row) => row.账务流水号)).size).toBe(rows.length)
      for (const bill of bills) {
        for (const name of ['收入', '支出']) {
          const counted = bill.rows.filter((row) => row[`${name}金额`] !== '0.00').length
          expect(totalIn(bill, name)).toEqual([counted, column(bill, `${name}金额`)])
        }
      }
    }),
  )
})
