import { bind, cny, type StatementRow, type StatementSummary } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  billLines,
  DAY,
  type Layout,
  type Line,
  MORE_TITLES,
  PAID_LINE,
  PAYEE,
  PID,
  REFUND_LINE,
  TITLES,
  TRANSACTION,
} from './bill.fixture.ts'
import { tradeReader } from './trade-statement.ts'

const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })
const ours = { sellerId: PID, payee: PAYEE, day: DAY }

interface ReadFile {
  readonly rows: readonly StatementRow[]
  readonly summary: StatementSummary
}

/** As core does: line by line, without the line ends. */
function read(lines: readonly string[], of = ours): ReadFile {
  const reader = tradeReader(of)
  return { rows: lines.flatMap((line) => reader.line(line) ?? []), summary: reader.end() }
}

const one = (changes: Line, base = PAID_LINE, layout?: Layout) => read(billLines([{ ...base, ...changes }], layout))
const factOf = ({ rows: [row] }: ReadFile) => row?.fact

describe('each line is the fact that a query would have brought', () => {
  test('a payment', () => {
    const found = one({})
    expect(found.summary).toEqual({ rows: 1 })
    expect(found.rows).toMatchObject([{ at: Date.parse('2021-10-21T16:01:38+08:00'), fee: cny.fen(20) }])
    const fact = factOf(found)
    expect(fact).toEqual({
      kind: 'payment',
      status: 'paid',
      source: 'statement',
      outTradeNo: 'A1',
      transactionId: TRANSACTION,
      total: cny.fen(3316),
      payee: PAYEE,
      paidAt: Date.parse('2021-10-21T16:01:38+08:00'),
      raw: found.rows[0]?.columns,
    })
    if (fact?.kind !== 'payment') throw new Error('expected a payment')
    expect(bind({ payee: PAYEE, outTradeNo: 'A1', total: cny.fen(3316) }, fact)).toEqual({ kind: 'ours' })
  })

  test('a refund, whose amounts stand below zero', () => {
    const found = one({}, REFUND_LINE)
    expect(found.rows).toMatchObject([{ at: Date.parse('2021-10-21T17:30:00+08:00'), fee: cny.fen(-2) }])
    expect(factOf(found)).toEqual({
      kind: 'refund',
      status: 'refunded',
      source: 'statement',
      outTradeNo: 'A1',
      outRefundNo: 'RF1',
      amount: cny.fen(300),
      payee: PAYEE,
      refundedAt: Date.parse('2021-10-21T17:30:00+08:00'),
      raw: found.rows[0]?.columns,
    })
  })

  test('what went back without a number is a payment that was reversed, and no refund', () => {
    const { rows } = one({ '退款批次号/请求号': '', '订单金额（元）': '-33.16', '商家实收（元）': '-33.16' }, REFUND_LINE)
    expect(rows[0]?.fact).toEqual({
      kind: 'payment',
      status: 'reversed',
      source: 'statement',
      outTradeNo: 'A1',
      transactionId: TRANSACTION,
      total: cny.fen(3316),
      payee: PAYEE,
      raw: rows[0]?.columns,
    })
  })

  test('other business is a line without a fact, and counts in no total', () => {
    const { rows, summary } = read(billLines([PAID_LINE, { ...PAID_LINE, 业务类型: '分账' }]))
    expect(summary).toEqual({ rows: 2 })
    expect(rows[1]).toEqual({
      at: Date.parse('2021-10-21T16:01:38+08:00'),
      columns: expect.objectContaining({ 业务类型: '分账' }),
    })
  })

  test('discounts: what was ordered counts, not what the merchant gets', () => {
    const { rows, summary } = one({ '商家实收（元）': '30.16', '商家优惠（元）': '3.00', '支付宝优惠（元）': '5.00' })
    expect(rows[0]?.fact).toMatchObject({ total: cny.fen(3316) })
    expect(rows[0]?.fact).not.toHaveProperty('payerTotal')
    expect(summary).toEqual({ rows: 1 })
  })

  test.each([
    ['-0.20', '0.02'],
    ['0.20', '-0.02'],
  ])('the fee of a payment is paid and that of a refund comes back, whatever their signs: %s, %s', (paid, back) => {
    expect(one({ '服务费（元）': paid }).rows[0]?.fee).toEqual(cny.fen(20))
    expect(one({ '服务费（元）': back }, REFUND_LINE).rows[0]?.fee).toEqual(cny.fen(-2))
    expect(one({ '服务费（元）': '' }).rows[0]).not.toHaveProperty('fee')
  })

  test('columns are known by their titles: a file with more, in another order', () => {
    const titles = [...MORE_TITLES.slice(3), ...MORE_TITLES.slice(0, 3)]
    const { rows, summary } = read(billLines([PAID_LINE, { ...REFUND_LINE, 商户识别号: '2088' }], { titles }))
    expect(summary).toEqual({ rows: 2 })
    expect(rows).toMatchObject([
      { fact: { kind: 'payment', total: cny.fen(3316) }, columns: { 订单金额: '33.16', 商户订单号: 'A1' } },
      { fact: { kind: 'refund', outRefundNo: 'RF1' }, columns: { 商户识别号: '2088' } },
    ])
  })
})

describe('the file itself', () => {
  const whole = billLines([PAID_LINE, { ...PAID_LINE, 商户订单号: 'A2' }, REFUND_LINE])

  test('of a day without business has its totals all the same', () => {
    expect(read(billLines([]))).toEqual({ rows: [], summary: { rows: 0 } })
  })

  test('may have blank lines, and what a spreadsheet leaves behind comments', () => {
    const touched = whole.flatMap((line) => [line.startsWith('#') ? `${line},,,` : line, ''])
    expect(read(touched)).toEqual(read(whole))
  })

  test('is not whole without any of its lines', () => {
    const needed = whole.map((line, place) => [line, place] as const).filter(([line]) => !line.startsWith('#支付宝'))
    for (const [line, place] of needed) {
      const without = whole.filter((_line, at) => at !== place)
      const end = () => {
        const { mismatch } = read(without).summary
        if (mismatch !== undefined) throw Object.assign(new Error(mismatch), { code: 'MALFORMED' })
      }
      expect(end, line).toThrow(expect.objectContaining({ code: 'MALFORMED' }))
    }
  })

  test('is cut off wherever it ends before its last line', () => {
    for (let length = 0; length < whole.length; length += 1)
      expect(read(whole.slice(0, length)).summary.mismatch).toMatch(/cut off|empty/)
  })

  test.each<[string, Layout, RegExp]>([
    [
      '交易合计 counts others',
      { totals: { 交易合计: '2笔，商家实收共33.16元，商家优惠共0.00元' } },
      /交易合计: the totals say 2, there are 1/,
    ],
    [
      '交易合计 is another',
      { totals: { 交易合计: '1笔，商家实收共33.17元，商家优惠共0.00元' } },
      /say 33\.17, the lines add up to 33\.16/,
    ],
    [
      '商家优惠 is another',
      { totals: { 交易合计: '1笔，商家实收共33.16元，商家优惠共0.01元' } },
      /say 0\.01, the lines add up to 0\.00/,
    ],
    [
      '退款合计 is another',
      { totals: { 退款合计: '1笔，商家实收退款共-3.00元，商家优惠退款共0.00元' } },
      /退款合计: the totals say 1, there are 0/,
    ],
    ['交易合计 is not there', { totals: { 交易合计: '' } }, /交易合计: expected among the totals, found none/],
    ['退款合计 is not there', { totals: { 退款合计: '' } }, /退款合计: expected among the totals, found none/],
    ['交易合计 has other words', { totals: { 交易合计: 'many' } }, /交易合计: expected 笔/],
    ['交易合计 has more than fen', { totals: { 交易合计: '1笔，商家实收共33.160元' } }, /交易合计: expected 笔/],
    ['导出时间 is not there', { totals: { 导出时间: '' } }, /导出时间.*cut off/],
  ])('is a mismatch where %s', (_what, layout, words) => {
    expect(one({}, PAID_LINE, layout).summary.mismatch).toMatch(words)
  })

  test('may leave the discounts out of its totals, and give them back with either sign', () => {
    expect(one({}, PAID_LINE, { totals: { 交易合计: '1笔，商家实收共33.16元' } }).summary).toEqual({ rows: 1 })
    const back = { ...REFUND_LINE, '订单金额（元）': '-3.50', '商家优惠（元）': '-0.50' }
    for (const discount of ['0.50', '-0.50']) {
      const totals = { 退款合计: `1笔，商家实收退款共-3.00元，商家优惠退款共${discount}元` }
      expect(one({}, back, { totals }).summary).toEqual({ rows: 1 })
    }
  })

  test.each<[string, Layout, string]>([
    ['another merchant', { account: '20880000000000010156' }, `账号 ${PID} and 0156`],
    ['nobody', { account: '' }, `账号 ${PID}`],
    ['another day', { days: ['2021年10月20日', '2021年10月21日'] }, '起始日期 and 终止日期 2021-10-21 2021-10-22'],
    ['a month', { days: ['2021年10月01日', '2021年11月01日'] }, '起始日期'],
    ['two days', { days: ['2021年10月21日', '2021年10月23日'] }, '起始日期'],
    ['no day', { days: ['', ''] }, '起始日期'],
    ['titles without an amount', { titles: TITLES.filter((title) => title !== '订单金额（元）') }, '订单金额 among them'],
    ['a title twice', { titles: [...TITLES, '备注'] }, 'titles, each once'],
  ])('is refused where it is of %s', (_what, layout, words) => {
    expect(() => one({}, PAID_LINE, layout)).toThrow(failing('MALFORMED', words))
  })

  test('of the last day of a year ends in the next', () => {
    const days = ['2021年12月31日', '2022年01月01日'] as const
    expect(read(billLines([], { days }), { ...ours, day: '2021-12-31' }).summary).toEqual({ rows: 0 })
  })

  test.each([
    ['a line before its table', [...whole.slice(0, 3), whole[5] ?? '', ...whole.slice(3)], 'before the titles'],
    ['a comment between its lines', [...whole.slice(0, 6), '#hello', ...whole.slice(6)], 'a line, or #业务明细列表结束'],
    ['a line behind its table', [...whole, whole[5] ?? ''], 'totals, each once'],
    ['a total behind its end', [...whole, '#交易合计：9笔'], 'totals, each once'],
    ['a total twice', [...whole.slice(0, -1), '#交易合计：9笔'], 'totals, each once'],
    ['an endless comment', ['#'.repeat(2_000), ...whole], 'a comment of at most'],
  ])('is refused with %s, and the line is named', (_what, lines, words) => {
    expect(() => read(lines)).toThrow(failing('MALFORMED', words))
    expect(() => read(lines)).toThrow(/^line \d+: /)
  })
})

describe('a line that is not whole is MALFORMED', () => {
  test.each<[string, Line, Line]>([
    ['no order number', PAID_LINE, { 商户订单号: '' }],
    ['no transaction', PAID_LINE, { 支付宝交易号: ' ' }],
    ['no type', PAID_LINE, { 业务类型: '' }],
    ['no amount', PAID_LINE, { '订单金额（元）': '', '商家实收（元）': '' }],
    ['an amount below zero', PAID_LINE, { '订单金额（元）': '-33.16', '商家实收（元）': '-33.16' }],
    ['a refund above zero', REFUND_LINE, { '订单金额（元）': '3.00', '商家实收（元）': '3.00' }],
    ['an amount with an exponent', PAID_LINE, { '订单金额（元）': '3e1' }],
    ['an amount with three decimals', PAID_LINE, { '订单金额（元）': '33.160' }],
    ['a day that is none', PAID_LINE, { 完成时间: '2021-02-30 10:00:00' }],
    ['a value less', PAID_LINE, { 备注: 'x' }],
  ])('%s', (what, base, changes) => {
    const lines = billLines([{ ...base, ...changes }])
    const cut = what === 'a value less' ? lines.map((line) => line.replace(/,x$/, '')) : lines
    expect(() => read(cut)).toThrow(failing('MALFORMED', 'line 6: '))
  })

  test('an order amount that the merchant’s part and the discounts do not explain: somebody edited it', () => {
    expect(() => one({ '订单金额（元）': '935.19' })).toThrow(failing('MALFORMED', '商家实收 of 订单金额 935.19'))
    expect(() => one({ '订单金额（元）': '33.15' })).toThrow(failing('MALFORMED', '商家实收'))
    expect(() => one({ '商家实收（元）': '30.15', '商家优惠（元）': '3.00' })).toThrow(failing('MALFORMED', '商家实收'))
    expect(() => one({ '订单金额（元）': '-4.00' }, REFUND_LINE)).toThrow(failing('MALFORMED', '商家实收'))
  })
})

test('whatever a shop sells and how much, the amounts come out to the fen', () => {
  const name = fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n\t"\u2028\u2029]/g, ''))
  const line = fc.record({ fen: fc.integer({ min: 0, max: 9_999_999_999 }), name, remark: name })
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      const yuan = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
      const { rows, summary } = read(
        billLines(
          lines.map(({ fen, name: 商品名称, remark: 备注 }, at) => ({
            ...PAID_LINE,
            ...{ 商户订单号: `A${at}`, 商品名称, 备注, '订单金额（元）': yuan(fen), '商家实收（元）': yuan(fen) },
          })),
        ),
      )
      expect(summary).toEqual({ rows: lines.length })
      lines.forEach(({ fen, name: title, remark }, at) => {
        expect(rows[at]).toMatchObject({
          fact: { outTradeNo: `A${at}`, total: cny.fen(fen) },
          columns: { 商品名称: title.trim() },
        })
        expect(rows[at]?.columns.备注).toBe(remark.trim())
      })
    }),
  )
})
