import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FUND_LINE, FUND_TITLES, lineOf, PAID_LINE, REFUND_LINE, TITLES } from './bill.fixture.ts'
import { billColumn, splitBillLine } from './bill-line.ts'

const columns = TITLES.map(billColumn)
const failing = (words = '') => expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(words) })
const split = (line: string, titles = TITLES) => splitBillLine(line, titles.map(billColumn))
const valueIn = (line: string, title: string) => split(line)[TITLES.indexOf(title)]

/** Every value of a line, trimmed: what a reader must find. */
const valuesOf = (line: Readonly<Record<string, string>>, titles = TITLES) => titles.map((title) => (line[title] ?? '').trim())

test('a title says what can stand below it', () => {
  expect(['订单金额（元）', '收入金额（+元）', '支出金额(-元)', ' 商品名称 ', '完成时间', '商户订单号'].map(billColumn)).toEqual([
    { title: '订单金额', kind: 'amount' },
    { title: '收入金额', kind: 'amount' },
    { title: '支出金额', kind: 'amount' },
    { title: '商品名称', kind: 'text' },
    { title: '完成时间', kind: 'time' },
    { title: '商户订单号', kind: 'word' },
  ])
})

describe('a comma inside a text shifts nothing', () => {
  test.each([
    ['商品名称', '茶, 绿茶, 50克'],
    ['商品名称', ',,,'],
    ['商品名称', '1.00,2.00'],
    ['门店名称', 'Tea House, Hangzhou'],
    ['对方账户', 'Foo Co., Ltd(foo***@bar.com)'],
    ['券名称', '满100,减10'],
    ['备注', '加急, 今天送, 1.00'],
    ['备注', ','],
  ])('%s: %s', (title, value) => {
    for (const base of [PAID_LINE, REFUND_LINE]) {
      const line = { ...base, [title]: value }
      expect(split(lineOf(line))).toEqual(valuesOf(line))
    }
  })

  test('several texts, and a line of another kind of bill', () => {
    const line = { ...PAID_LINE, 商品名称: 'a,b', 门店编号: 'c,d', 门店名称: 'e,f', 备注: 'g,h' }
    expect(split(lineOf(line))).toEqual(valuesOf(line))
    const fund = { ...FUND_LINE, 商品名称: 'a,b', 对方账号: 'Foo, Inc', 备注: 'c,d' }
    expect(split(lineOf(fund, FUND_TITLES), FUND_TITLES)).toEqual(valuesOf(fund, FUND_TITLES))
  })

  test('blanks and tabs that fill values up are no part of them', () => {
    expect(split(lineOf(PAID_LINE).replaceAll(',', '   \t,  '))).toEqual(valuesOf(PAID_LINE))
  })
})

describe('quoted values', () => {
  const quoted = (line: Readonly<Record<string, string>>) =>
    TITLES.map((title) => `"${(line[title] ?? '').replaceAll('"', '""')}"`).join(',')

  test('hold commas and quotation marks, quoted all or only where needed', () => {
    const line = { ...PAID_LINE, 商品名称: 'tea, "green"', 备注: 'x,y' }
    expect(split(quoted(line))).toEqual(valuesOf(line))
    expect(split(quoted(line).replaceAll('","', '"\t, "'))).toEqual(valuesOf(line))
    expect(valueIn(lineOf({ ...PAID_LINE, 商品名称: '"tea, green"' }), '商品名称')).toBe('tea, green')
  })

  test('a mark inside of a text, or one alone, is a letter', () => {
    for (const name of ['5" pipe', '"tea', '"tea, green', 'a"b",c']) {
      const line = { ...PAID_LINE, 商品名称: name }
      expect(split(lineOf(line))).toEqual(valuesOf(line))
    }
  })
})

describe('what cannot be told apart is MALFORMED, never guessed', () => {
  const time = '2021-10-21 16:01:34'

  test.each([
    ['a value less', lineOf(PAID_LINE).replace(/,[^,]*$/, ''), `${TITLES.length} values in a line`],
    ['a name that looks like the times behind it', lineOf({ ...PAID_LINE, 商品名称: `x,${time},${time}` }), 'in one way'],
    ['a comma among texts without tabs', lineOf({ ...PAID_LINE, 门店编号: 'a,b' }).replaceAll('\t', ''), 'in one way'],
    ['a comma in an order number', lineOf({ ...PAID_LINE, 商户订单号: 'A,1' }), 'in one way'],
    ['a comma in an amount', lineOf({ ...PAID_LINE, '订单金额（元）': '1,000.00' }), 'in one way'],
    ['a comma and a time that is none', lineOf({ ...PAID_LINE, 商品名称: 'a,b', 创建时间: 'today' }), 'in one way'],
    ['nothing but commas', ','.repeat(80), 'in one way'],
    ['commas without end', ','.repeat(60_000), 'values in a line'],
  ])('%s', (_what, line, words) => {
    expect(() => split(line)).toThrow(failing(words))
  })

  test('a line made to be slow is given up at once', () => {
    const line = [...lineOf(PAID_LINE).split(',').slice(0, 3), ...Array.from({ length: 100 }, () => time), 'x'].join(',')
    const begun = performance.now()
    expect(() => split(line)).toThrow(failing())
    expect(performance.now() - begun).toBeLessThan(500)
  })
})

test('whatever people write, the line is read as it was written, or refused', () => {
  const word = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('1.00', '2021-10-21 16:01:34', '"', ',', '', 'a,b', '\t'))
  const text = fc.array(word, { maxLength: 3 }).map((words) => words.join(','))
  const clean = text.map((value) => value.replace(/[\r\n\t]|^\s+|\s+$/g, ''))
  const values = fc.record({ 商品名称: clean, 门店名称: clean, 券名称: clean, 对方账户: clean, 备注: clean })
  fc.assert(
    fc.property(values, fc.constantFrom(PAID_LINE, REFUND_LINE), (texts, base) => {
      const line = { ...base, ...texts }
      try {
        const found = splitBillLine(lineOf(line), columns)
        const fixed = (list: readonly string[]) => list.filter((_value, place) => columns[place]?.kind !== 'text')
        expect(fixed(found)).toEqual(fixed(valuesOf(line)))
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error
        expect(error).toMatchObject({ code: 'MALFORMED' })
      }
    }),
    { numRuns: 2_000 },
  )
})
