import type { StatementRow, StatementSummary } from '@tpkit/core'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import { billLines, type Line, PAID_LINE, REFUND_LINE, TOTAL_TITLES } from './bill.fixture.ts'
import type { WeChatPayConfig } from './config.ts'
import { tradeReader } from './trade-statement.ts'
import { account } from './wallet.fixture.ts'

const failing = (code: string, words = '') => expect.objectContaining({ code, message: expect.stringContaining(words) })

interface ReadFile {
  readonly rows: readonly StatementRow[]
  readonly summary: StatementSummary
}

/** As core does: line by line, without the line ends. */
function read(lines: readonly string[], config: WeChatPayConfig = account): ReadFile {
  const reader = tradeReader(accountOf(config))
  return { rows: lines.flatMap((line) => reader.line(line) ?? []), summary: reader.end() }
}

describe('nobody signs the file: what does not fit its own totals is not believed', () => {
  const said = (totals: Line, config?: WeChatPayConfig) => read(billLines([PAID_LINE, REFUND_LINE], { totals }), config).summary

  test.each([
    ['总交易单数', '3.0', '总交易单数: the totals say 3.0, there are 2 lines'],
    ['总交易单数', '', '总交易单数'],
    ['应结订单总金额', '1.01', '应结订单总金额: the totals say 1.01, the lines add up to 1.00'],
    ['退款总金额', '0.00', '退款总金额: the totals say 0.00, the lines add up to 0.30'],
    ['充值券退款总金额', '0.01', '充值券退款总金额'],
    ['订单总金额', '0.99', '订单总金额: the totals say 0.99, the lines add up to 1.00'],
    ['申请退款总金额', '0.31', '申请退款总金额'],
  ])('%s %j', (title, value, mismatch) => {
    expect(said({ [title]: value }).mismatch).toContain(mismatch)
  })

  test.each(['总交易单数', '订单总金额'])('totals without %s are none', (missing) => {
    const totalTitles = TOTAL_TITLES.filter((title) => title !== missing)
    const found = () => read(billLines([PAID_LINE], { totalTitles })).summary.mismatch
    // Without their first title they are read as one line more.
    if (missing === '总交易单数') expect(found).toThrow(failing('MALFORMED', 'line 3'))
    else expect(found()).toContain('订单总金额: expected among the totals, found none')
  })

  test.each([
    ['before the totals', (lines: readonly string[]) => lines.slice(0, -2)],
    ['between the totals and their titles', (lines: readonly string[]) => lines.slice(0, -1)],
    ['after the titles', (lines: readonly string[]) => lines.slice(0, 1)],
    ['at its very beginning', () => []],
  ])('a file that is cut %s says so', (_where, cut) => {
    expect(read(cut(billLines([PAID_LINE]))).summary.mismatch).toMatch(/cut off|empty/)
  })

  test('cut within a line or within the totals, and lines behind the totals: MALFORMED', () => {
    const lines = billLines([PAID_LINE])
    for (const [place, name] of [
      [1, 'line 2'],
      [3, 'line 4'],
    ] as const) {
      const cut = lines.map((line, index) => (index === place ? line.slice(0, -20) : line))
      expect(() => read(cut)).toThrow(failing('MALFORMED', name))
    }
    expect(() => read([...lines, lines[1] ?? ''])).toThrow(failing('MALFORMED', 'nothing behind the totals'))
  })

  test('a line taken out, doubled or changed shows', () => {
    const [titles = '', paid = '', back = '', ...totals] = billLines([PAID_LINE, REFUND_LINE])
    for (const lines of [[paid], [paid, paid, back], [paid.replaceAll('1.00', '9.00'), back], [back]]) {
      expect(read([titles, ...lines, ...totals]).summary.mismatch).toBeDefined()
    }
  })

  test('a total that the file does not have is not missed, but for the count and the orders', () => {
    const totalTitles = ['总交易单数', '订单总金额']
    expect(read(billLines([PAID_LINE, REFUND_LINE], { totalTitles })).summary).toEqual({ rows: 2 })
  })

  test('an empty day with zeros for totals is whole', () => {
    expect(read(billLines([])).summary).toEqual({ rows: 0 })
  })
})

describe('fees have five decimals, their total has two', () => {
  test.each([
    ['0.00600', 1n],
    ['0.00500', 1n],
    ['0.00499', 0n],
    ['-0.00180', 0n],
    ['-0.00500', -1n],
    ['1.23456', 123n],
    ['0', 0n],
    ['0.01', 1n],
  ])('%s is %i fen: 四舍五入', (手续费, fen) => {
    const lines = billLines([{ ...PAID_LINE, 手续费 }], { totals: { 手续费总金额: 手续费 } })
    expect(read(lines).rows).toMatchObject([{ fee: { amount: fen, currency: 'CNY' } }])
  })

  test('a line without a fee has none', () => {
    expect(read(billLines([{ ...PAID_LINE, 手续费: '' }])).rows[0]).not.toHaveProperty('fee')
  })

  // 0.00600 − 0.00180 are 0.00420: two decimals say 0.00, and half a fen a line is allowed, and half a fen for the sum.
  test.each([
    ['close', '0.00', true],
    ['close', '0.01', true],
    ['close', '0.02', false],
    ['close', '-0.02', false],
    ['exact', '0.00', false],
    ['exact', '0.00420', true],
    ['ignore', '9.99', true],
  ] as const)('%s: a total of %s fits: %s', (billFees, total, fits) => {
    const { mismatch } = read(billLines([PAID_LINE, REFUND_LINE], { totals: { 手续费总金额: total } }), {
      ...account,
      doubts: { billFees },
    }).summary
    if (fits) expect(mismatch).toBeUndefined()
    else expect(mismatch).toContain('手续费总金额')
  })
})
