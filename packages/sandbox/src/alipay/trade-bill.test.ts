import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Order } from '../books/books.ts'
import { feeOf } from '../books/fee.ts'
import { column, fenOf, type ReadBill, readBill, totalIn } from './bill-file.fixture.ts'
import { billLines } from './bill-lines.ts'
import { billPeriod, USUAL_BILLS } from './bill-period.ts'
import { ACCOUNT, DAY, HABITS, HOUR, MIDNIGHT, order, orders, refund, said } from './bill-tables.fixture.ts'
import { tradeBill, tradeSummary } from './trade-bill.ts'

const TITLES =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注'

function written(all: readonly Order[], date = '2026-01-05'): { readonly detail: string; readonly summary: string } {
  const period = billPeriod(date, MIDNIGHT + 60 * DAY, USUAL_BILLS)
  if (typeof period === 'string') throw new Error(period)
  const lines = billLines(all, period, HABITS)
  const of = { account: ACCOUNT, period, said }
  return { detail: tradeBill(lines, of), summary: tradeSummary(lines, of) }
}

const billOf = (all: readonly Order[], date?: string): ReadBill => readBill(written(all, date).detail)

describe('业务明细', () => {
  test('is written to the letter as the wallet writes it', () => {
    const made = order({
      outTradeNo: 'A1',
      asked: new Map([
        ['store_id', 'NJ_001'],
        ['body', '一杯'],
      ]),
    })
    refund(made, 300n, { outRefundNo: 'HZ01', at: MIDNIGHT + 11 * HOUR })
    expect(written([made]).detail.split('\r\n')).toEqual([
      '#支付宝业务明细查询',
      '#账号：[20880000000001090156]',
      '#起始日期：[2026年01月05日 00:00:00]   终止日期：[2026年01月06日 00:00:00]',
      '#-----------------------------------------业务明细列表----------------------------------------',
      TITLES,
      '2026010522001400A1\t,A1\t,交易\t,茶,2026-01-05 10:00:00,2026-01-05 10:00:05,NJ_001\t,NJ_001\t,\t,\t,*沙箱(159****5620)\t,19.90,19.90,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,\t,-0.12,0.00,一杯',
      '2026010522001400A1\t,A1\t,退款\t,茶,2026-01-05 10:00:00,2026-01-05 11:00:00,NJ_001\t,NJ_001\t,\t,\t,*沙箱(159****5620)\t,-3.00,-3.00,0.00,0.00,0.00,0.00,0.00,,0.00\t,0.00,HZ01\t,0.02,0.00,一杯',
      '#-----------------------------------------业务明细列表结束------------------------------------',
      '#交易合计：1笔，商家实收共19.90元，商家优惠共0.00元',
      '#退款合计：1笔，商家实收退款共-3.00元，商家优惠退款共0.00元',
      '#导出时间：[2026年01月06日 06:27:00]',
      '',
    ])
  })

  test('stands in the order of time, and is of a Beijing day', () => {
    const [first, second, third] = ['T1', 'T2', 'T3'].map((outTradeNo, index) =>
      order({ outTradeNo, payment: { transactionId: outTradeNo, paidAt: MIDNIGHT + ([12 * HOUR, -1][index] ?? 0) } }),
    )
    if (!first || !second || !third) throw new Error('expected three orders')
    refund(second, 100n, { at: MIDNIGHT + DAY - 1 })
    const named = (bill: ReadBill) => bill.rows.map((row) => `${row.业务类型} ${row.商户订单号}`)
    expect(named(billOf([first, second, third]))).toEqual(['交易 T3', '交易 T1', '退款 T2'])
    expect(named(billOf([first, second, third], '2026-01-04'))).toEqual(['交易 T2'])
    expect(named(billOf([first, second, third], '2026-01'))).toEqual(['交易 T2', '交易 T3', '交易 T1', '退款 T2'])
  })

  test('has the wallet’s discount beside what the merchant got', () => {
    const made = refund(order({ couponFee: 90n }), 1990n, { couponFee: 90n })
    const rows = billOf([made]).rows.map((row) => [row.订单金额, row.商家实收, row.支付宝优惠])
    expect(rows).toEqual([
      ['19.90', '19.90', '0.90'],
      ['-19.90', '-19.90', '-0.90'],
    ])
  })

  test('has no line for a refund that failed or is under way, and one where its number was repeated with success', () => {
    const made = refund(order(), 500n, { ending: 'failed' })
    refund(made, 600n, { doneAt: MIDNIGHT + 3 * DAY })
    expect(billOf([made]).rows).toHaveLength(1)
    made.refunds[0]?.tries.push({ at: MIDNIGHT + 12 * HOUR, doneAt: MIDNIGHT + 12 * HOUR, ending: 'refunded', couponFee: 0n })
    expect(billOf([made]).rows.map((row) => row['退款批次号/请求号'])).toEqual(['', 'R1'])
    expect(billOf([made], '2026-01-08').rows.map((row) => row['退款批次号/请求号'])).toEqual(['R2'])
  })

  test('has a line without a number for what a cancellation gave back', () => {
    const back = { refundId: 'R', fee: 1990n, couponFee: 0n }
    const rows = billOf([order({ reversal: { at: MIDNIGHT + 11 * HOUR, back } })]).rows
    expect(rows.map((row) => [row.业务类型, row.订单金额, row['退款批次号/请求号']])).toEqual([
      ['交易', '19.90', ''],
      ['退款', '-19.90', ''],
    ])
  })

  test.each(['Tea, green', '"Tea","green"', 'Tea\tgreen\r\nblack', '😊#', ''])('keeps %j in one value of one line', (subject) => {
    const bill = billOf([order({ subject, asked: new Map([['body', subject]]) })])
    expect(bill.rows).toMatchObject([{ 订单金额: '19.90', 服务费: '-0.12' }])
  })
})

describe('业务明细(汇总)', () => {
  test('has a line for each shop, and one for all', () => {
    const made = ['S1', 'S2', 'S1'].map((shop, index) => order({ outTradeNo: `T${index}`, asked: new Map([['store_id', shop]]) }))
    if (made[0]) refund(made[0], 300n)
    const { head, rows, ends } = readBill(written(made).summary)
    expect(head[0]).toBe('#支付宝业务汇总查询')
    expect(
      rows.map((row) => [row.门店编号, row.交易订单总笔数, row.退款订单总笔数, row.订单金额, row.服务费, row.实收净额]),
    ).toEqual([
      ['S1', '2', '1', '36.80', '-0.22', '36.58'],
      ['S2', '1', '0', '19.90', '-0.12', '19.78'],
      ['合计', '3', '1', '56.70', '-0.34', '56.36'],
    ])
    expect(ends).toEqual(['#导出时间：[2026年01月06日 06:27:00]'])
  })
})

test('every sum is that of its column, and the days say what the books say', () => {
  fc.assert(
    fc.property(orders, (all) => {
      const days = ['2026-01-05', '2026-01-06', '2026-01-07'].map((date) => written(all, date))
      const bills = days.map(({ detail }) => readBill(detail))
      for (const [index, { summary }] of days.entries()) {
        const { rows = [] } = bills[index] ?? {}
        const [paid, back] = [rows.filter((row) => row.业务类型 === '交易'), rows.filter((row) => row.业务类型 === '退款')]
        const bill = bills[index] ?? expect.fail()
        expect(totalIn(bill, '交易')).toEqual([paid.length, column({ rows: paid }, '商家实收'), 0n])
        expect(totalIn(bill, '退款')).toEqual([back.length, column({ rows: back }, '商家实收'), 0n])
        const total = readBill(summary).rows.at(-1)
        for (const title of ['订单金额', '商家实收', '支付宝优惠', '服务费'])
          expect(fenOf(total?.[title])).toBe(column({ rows }, title))
        expect([total?.交易订单总笔数, total?.退款订单总笔数]).toEqual([String(paid.length), String(back.length)])
      }
      const rows = bills.flatMap((bill) => bill.rows)
      const back = all.flatMap(({ refunds }) => refunds.filter(({ tries }) => tries[0]?.ending === 'refunded'))
      const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((one, other) => one + other, 0n)
      expect(column({ rows }, '订单金额')).toBe(sum(all.map(({ totalFee }) => totalFee)) - sum(back.map(({ fee }) => fee)))
    }),
  )
})

test('whoever gets everything back in parts gets the whole fee back', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10_000_000n }),
      fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }),
      (total, cuts) => {
        const made = order({ totalFee: total })
        const marks = [...new Set([...cuts.map((cut) => (total * BigInt(cut)) / 1000n), 0n, total])].sort((a, b) =>
          a < b ? -1 : 1,
        )
        for (const [index, mark] of marks.slice(1).entries()) refund(made, mark - (marks[index] ?? 0n))
        const bill = billOf([made])
        expect([column(bill, '服务费'), fenOf(bill.rows[0]?.服务费)]).toEqual([0n, -feeOf(HABITS, total)])
      },
    ),
  )
})
