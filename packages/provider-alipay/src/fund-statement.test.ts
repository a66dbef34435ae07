import { describe, expect, test } from 'vitest'
import { billLines, DAY, FUND_LINE, FUND_TITLES, type Layout, type Line, PID } from './bill.fixture.ts'
import { fundReader } from './fund-statement.ts'

const failing = (words = '') => expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(words) })
const OUT: Line = {
  ...FUND_LINE,
  '收入金额（+元）': '0.00',
  '支出金额（-元）': '-3.00',
  '账户余额（元）': '14530.03',
  业务类型: '退款',
}

function read(lines: readonly Line[], layout: Layout = {}) {
  const reader = fundReader({ sellerId: PID, day: DAY })
  const rows = billLines(lines, { kind: 'fund', ...layout }).flatMap((line) => reader.line(line) ?? [])
  return { rows, summary: reader.end() }
}

test('each movement as it is, its balance among the columns, and no fact', () => {
  const { rows, summary } = read([FUND_LINE, OUT])
  expect(summary).toEqual({ rows: 2 })
  expect(rows[0]).toEqual({
    at: Date.parse('2021-10-21T21:02:06+08:00'),
    columns: {
      账务流水号: '54632446537371',
      业务流水号: '2021102122001419931441931972',
      商户订单号: 'A1',
      商品名称: '测试商品',
      发生时间: '2021-10-21 21:02:06',
      对方账号: '陈晶 (k***@126.com)',
      收入金额: '33.16',
      支出金额: '0.00',
      账户余额: '14533.03',
      交易渠道: '支付宝',
      业务类型: '在线支付',
      备注: '',
    },
  })
  expect(rows[1]?.columns).toMatchObject({ 支出金额: '-3.00', 账户余额: '14530.03' })
})

describe('the totals behind it', () => {
  test.each<[string, Layout]>([
    ['with money that goes out below zero', {}],
    ['with money that goes out above zero', { totals: { 支出合计: '1笔，共3.00元' } }],
    ['without them', { totals: { 支出合计: '', 收入合计: '' } }],
  ])('fit: %s', (_what, layout) => {
    expect(read([FUND_LINE, OUT], layout).summary).toEqual({ rows: 2 })
  })

  test('may count a line that moves nothing, or not', () => {
    const idle = { ...FUND_LINE, '收入金额（+元）': '0.00' }
    for (const count of ['1', '2'])
      expect(read([FUND_LINE, idle], { totals: { 收入合计: `${count}笔，共33.16元` } }).summary).toEqual({ rows: 2 })
  })

  test.each<[string, Layout, RegExp]>([
    ['count others', { totals: { 收入合计: '2笔，共33.16元' } }, /收入合计: the totals say 2, there are 1 lines/],
    ['count fewer', { totals: { 收入合计: '0笔，共33.16元' } }, /收入合计: the totals say 0/],
    ['are others', { totals: { 支出合计: '1笔，共-3.01元' } }, /支出合计: the totals say -3\.01, the lines add up to -3\.00/],
    ['have other words', { totals: { 支出合计: '?' } }, /支出合计: expected 笔/],
    ['are cut off', { totals: { 导出时间: '' } }, /导出时间.*cut off/],
  ])('are a mismatch where they %s', (_what, layout, words) => {
    expect(read([FUND_LINE, OUT], layout).summary.mismatch).toMatch(words)
  })
})

test('a bill of trades, of another merchant, or without its amounts is none', () => {
  const reader = fundReader({ sellerId: PID, day: DAY })
  expect(() => billLines([]).map(reader.line)).toThrow(failing())
  expect(() => read([], { account: '20880000000000010156' })).toThrow(failing('账号'))
  const titles = FUND_TITLES.filter((title) => !title.startsWith('支出'))
  expect(() => read([], { titles })).toThrow(failing('支出金额 among them'))
  expect(() => read([{ ...FUND_LINE, '收入金额（+元）': 'much' }])).toThrow(failing('收入金额'))
})
