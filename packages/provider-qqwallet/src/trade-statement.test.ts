import { bind, cny } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { qqwallet } from './protocol.ts'
import { account, at, immediate, readFile } from './qqwallet.fixture.ts'
import { type Line, STYLE, type Style, writeStatement } from './trade-statement.fixture.ts'

type Config = Parameters<typeof qqwallet>[0]
const DAY_START = Date.parse('2016-07-23T00:00:00+08:00')
const failing = (words: string) => expect.objectContaining({ code: 'MALFORMED', message: expect.stringContaining(words) })

function read(text: string, config: Config = account) {
  const found = immediate(qqwallet(config).statement({ day: '2016-07-10', kind: 'trade' }, at))
  if (found.kind !== 'download') throw new Error('expected a file')
  return readFile(found, text)
}

const LINE: Line = {
  kind: 'payment',
  number: '1',
  fen: 888n,
  discountFen: 222n,
  feeFen: 5n,
  name: '茶',
  attach: '',
  atMs: DAY_START,
}
const LINES: readonly Line[] = [LINE, { ...LINE, kind: 'refund', fen: 300n, feeFen: -2n }]
const FILE = writeStatement(LINES)

const style: fc.Arbitrary<Style> = fc.record({
  ticks: fc.constantFrom('all', 'numbers', 'none'),
  unit: fc.constantFrom('(元)', '（元）', ''),
  end: fc.constantFrom('\n', '\r\n'),
  bom: fc.boolean(),
  words: fc.constantFrom('english', 'chinese'),
  time: fc.constantFrom('seconds', 'spreadsheet'),
  refundColumns: fc.constant(true),
})
const word = fc.string({ unit: fc.constantFrom(...'茶a"\',` 0.1;|总笔数'), maxLength: 16 })
const line: fc.Arbitrary<Line> = fc.record({
  kind: fc.constantFrom('payment', 'refund', 'reversal'),
  number: fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 20 }),
  fen: fc.bigInt({ min: 100n, max: 10n ** 11n }),
  discountFen: fc.bigInt({ min: 0n, max: 100n }),
  feeFen: fc.bigInt({ min: -1_000n, max: 1_000n }),
  name: word,
  attach: word,
  atMs: fc.integer({ min: 0, max: 1439 }).map((minute) => DAY_START + minute * 60_000),
})

function expected({ kind, number, fen, discountFen, feeFen, atMs }: Line): object {
  const common = { outTradeNo: `A${number}`, payee: { mchId: '1900000109' }, source: 'statement' } as const
  const total = { amount: fen, currency: 'CNY' }
  const payment = {
    ...{ ...common, kind: 'payment', status: 'paid', total, transactionId: `9${number}`, paidAt: atMs },
    ...{ payerTotal: { amount: fen - discountFen, currency: 'CNY' }, payer: { channel: 'BALANCE' } },
  } as const
  const refund = {
    ...{ ...common, kind: 'refund', status: 'refunded', outRefundNo: `R${number}`, refundId: `8${number}` },
    ...{ amount: total, refundedAt: atMs },
  } as const
  const reversal = { ...common, kind: 'payment', status: 'reversed', transactionId: `9${number}` } as const
  const fact = { ...{ payment, refund, reversal }[kind], raw: expect.anything() }
  return { fact, at: atMs, fee: { amount: feeFen, currency: 'CNY' }, columns: expect.anything() }
}

describe('whatever the names say and however the file is written', () => {
  test('every line is its fact, and the totals hold', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), style, (lines, style) => {
        expect(read(writeStatement(lines, style))).toEqual({ rows: lines.map(expected), summary: { rows: lines.length } })
      }),
    )
  })

  test('a statement of payments only lacks eight columns', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), style, (some, style) => {
        const lines = some.map((one): Line => ({ ...one, kind: 'payment' }))
        const { rows, summary } = read(writeStatement(lines, { ...style, refundColumns: false }))
        expect(rows).toEqual(lines.map(expected))
        expect(summary).toEqual({ rows: lines.length })
        for (const { columns } of rows) expect(Object.keys(columns)).toHaveLength(22)
      }),
    )
  })

  test('a file that was cut off anywhere is not believed', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), style, fc.nat(), (lines, style, place) => {
        const whole = writeStatement(lines, style).trimEnd()
        const cut = whole.slice(0, place % whole.length)
        // The very last zeros of the last amount are all that can go without a trace.
        fc.pre(Number(cut.split(',').at(-1)?.replace('`', '')) !== Number(whole.split(',').at(-1)?.replace('`', '')))
        expect(broken(cut)).toBe(true)
      }),
    )
  })

  test('a line that was taken out or repeated is not believed', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), style, fc.nat(), (lines, style, which) => {
        const [rows, at] = [writeStatement(lines, style).split('\n'), 1 + (which % lines.length)]
        expect(broken(rows.toSpliced(at, 1).join('\n'))).toBe(true)
        expect(broken(rows.toSpliced(at, 0, rows[at] ?? '').join('\n'))).toBe(true)
      }),
    )
  })

  test('an amount that was edited is not believed', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 5 }),
        style,
        fc.nat(),
        fc.bigInt(1n, 999n),
        (lines, style, n, more) => {
          const which = n % lines.length
          const edited = lines.map((one, place) => (place === which ? { ...one, fen: one.fen + more } : one))
          const [rows, other] = [writeStatement(lines, style).split('\n'), writeStatement(edited, style).split('\n')]
          expect(broken(rows.with(1 + which, other[1 + which] ?? '').join('\n'))).toBe(true)
        },
      ),
    )
  })
})

function broken(text: string): boolean {
  try {
    return read(text).summary.mismatch !== undefined
  } catch (error) {
    expect(error).toMatchObject({ code: 'MALFORMED' })
    return true
  }
}

describe('the words of the file', () => {
  const swapped = (from: string, to: string) => FILE.replace(from, to)

  test.each([
    ['SUCCESS', 'paid'],
    ['Success', 'paid'],
    ['支付成功', 'paid'],
    ['交易成功', 'paid'],
    ['REFUND', 'paid'],
    ['转入退款', 'paid'],
    ['PROCESSING', 'paid'],
    ['退款处理中', 'paid'],
    ['REVOKED', 'reversed'],
    ['已撤销', 'reversed'],
    ['撤销', 'reversed'],
    ['CLOSED', 'closed'],
  ])('交易状态 %s is %s', (word, status) => {
    expect(read(swapped(',`SUCCESS,', `,\`${word},`)).rows[0]?.fact).toMatchObject({ kind: 'payment', status })
  })

  test.each([
    ['SUCCESS', 'refunded'],
    ['退款成功', 'refunded'],
    ['FAIL', 'failed'],
    ['退款失败', 'failed'],
    ['PROCESSING', 'processing'],
    ['处理中', 'processing'],
    ['CHANGE', 'closed'],
    ['NOTSURE', 'processing'],
    ['未确定', 'processing'],
  ])('退款状态 %s is %s', (word, status) => {
    const text = swapped(',`SUCCESS,`2016-07-23 00:00:00,`ORIGINAL', `,\`${word},\`,\`ORIGINAL`)
    expect(read(text).rows[1]?.fact).toMatchObject({ kind: 'refund', status })
  })

  test.each([
    ['`SUCCESS,`,`', '`PAID,`,`', '交易状态'],
    ['`SUCCESS,`2016', '`DONE,`2016', '退款状态'],
    ['`REFUND,`2016', '`GIVEN_BACK,`2016', '交易状态'],
    ['`REFUND,`2016', '`,`2016', '交易状态'],
    ['`CNY', '`USD', '货币种类'],
    ['`CNY', '`', '货币种类'],
    ['`8.88', '`8.888', '订单金额'],
    ['`8.88', '`-8.88', '订单金额'],
    ['`8.88', '`暂无数据', '订单金额'],
    ['`3.00', '`', '退款金额'],
    ['`A1', '`', '商户订单号'],
    ['`91', '`', 'QQ钱包订单号'],
    ['`1900000109', '`', '商户号'],
    ['`2016-07-23 00:00:00', '`2016-02-30 00:00:00', '交易时间'],
    ['`2016-07-23 00:00:00', '`23.07.2016', '交易时间'],
    ['`R1', '`', '商户退款订单号'],
    ['交易时间', '时间', '交易时间'],
    ['订单金额(元)', '金额(元)', '订单金额'],
    ['商户号', '商户订单号', 'titles'],
  ])('%s as %s is never guessed: %s', (from, to, words) => {
    expect(() => read(swapped(from, to))).toThrow(failing(words))
    expect(() => read(swapped(from, to))).toThrow(failing('line '))
  })

  test.each(['2016/7/23 0:00', '2016/07/23 00:00', '2016-7-23 0:00:00', '2016-07-23  00:00:00'])('the time %s', (text) => {
    expect(read(swapped('`2016-07-23 00:00:00', `\`${text}`)).rows[0]?.at).toBe(DAY_START)
  })

  test('暂无数据 and nothing are the same: not there', () => {
    const { rows } = read(swapped('`,`,`,`,`POS-1', '`暂无数据,`暂无数据,`暂无数据,`暂无数据,`暂无数据'))
    expect(rows[0]?.fact?.payee).toEqual({ mchId: '1900000109' })
  })
})

describe('a reversal', () => {
  const lines: readonly Line[] = [LINE, { ...LINE, kind: 'reversal' }]
  const reversed = { kind: 'payment', status: 'reversed', outTradeNo: 'A1', transactionId: '91', source: 'statement' }

  test.each(['english', 'chinese'] as const)(
    'is one fact of its own, never a refund under a number that nobody gave (%s)',
    (words) => {
      const { rows, summary } = read(writeStatement(lines, { ...STYLE, words }))
      expect(rows.map(({ fact }) => fact)).toMatchObject([{ kind: 'payment', status: 'paid', outTradeNo: 'A1' }, reversed])
      // The line's order amount is zero: as a total it would contradict the order.
      expect(rows[1]?.fact).not.toHaveProperty('total')
      expect(summary).toEqual({ rows: 2 })
    },
  )

  test('binds to the order that was reversed', () => {
    const [, line] = read(writeStatement(lines)).rows
    if (line?.fact?.kind !== 'payment') throw new Error('expected a payment')
    const ours = { payee: { mchId: account.mchId }, outTradeNo: 'A1', total: cny.fen(888n) }
    expect(bind(ours, line.fact)).toEqual({ kind: 'ours' })
  })

  test('told by the line of the payment itself, it has the total of the order', () => {
    const { rows } = read(FILE.replace(',`SUCCESS,', ',`REVOKED,'))
    expect(rows[0]?.fact).toMatchObject({ ...reversed, total: { amount: 888n } })
  })
})

describe('the totals', () => {
  test.each([
    ['the count', '`2,`8.88', '`3,`8.88', '交易总笔数'],
    ['the orders', '`2,`8.88', '`2,`8.87', '订单总金额'],
    ['the refunds', '`3.00,`2.22,`0.03', '`3.01,`2.22,`0.03', '退款总金额'],
    ['the discounts', '`3.00,`2.22,`0.03', '`3.00,`2.21,`0.03', '退还QQ钱包优惠总金额'],
    ['the fees', '`0.03', '`0.04', '手续费总金额'],
  ])('%s must hold', (_what, from, to, title) => {
    expect(read(FILE.replace(from, to)).summary).toMatchObject({ rows: 2, mismatch: expect.stringContaining(title) })
  })

  test('stand at the end: without them, without a count, or with lines behind, the file is none', () => {
    const rows = FILE.trimEnd().split('\r\n')
    expect(read(rows.slice(0, 3).join('\n')).summary.mismatch).toContain('cut off')
    expect(read(rows.slice(0, 4).join('\n')).summary.mismatch).toContain('cut off')
    expect(read(FILE.replace('交易总笔数', '退款总笔数')).summary.mismatch).toContain('交易总笔数')
    expect(() => read(`${FILE}${rows[1]}`)).toThrow(failing('behind the totals'))
    expect(read(`${FILE}\r\n\r\n`).summary).toEqual({ rows: 2 })
  })

  test('where refund lines repeat the amount of their order, the account says whether the totals count it', () => {
    const repeated = FILE.replace('`CNY,`0.00,`0.00,`0.00', '`CNY,`8.88,`0.00,`8.88')
    const counted = repeated.replace('`2,`8.88,`0.00,`8.88', '`2,`17.76,`0.00,`17.76')
    expect(read(repeated).summary).toEqual({ rows: 2 })
    expect(read(counted).summary).toMatchObject({ mismatch: expect.stringContaining('订单总金额') })
    expect(read(counted, { ...account, doubts: { statementTotals: 'lines' } }).summary).toEqual({ rows: 2 })
    expect(read(repeated, { ...account, doubts: { statementTotals: 'lines' } }).summary.mismatch).toContain('订单总金额')
  })
})

describe('a name that tries to be an amount', () => {
  const evil = ['tea,`SUCCESS,`0.01,`x', '",,"', '茶,0.00,0.00,,,,', '`,`,`,`,`,`,`,`', '交易总笔数,1', 'it\'s, "fine"']
  const ticks: readonly Style['ticks'][] = ['all', 'numbers', 'none']

  test.each(evil.flatMap((name) => ticks.map((one) => [name, one] as const)))('%j, back-ticks before %s', (name, ticks) => {
    const lines = [{ ...LINE, name, attach: name }]
    expect(read(writeStatement(lines, { ...STYLE, ticks }))).toEqual({ rows: lines.map(expected), summary: { rows: 1 } })
  })

  test('the names stay as they were where every value has a back-tick', () => {
    const { rows } = read(writeStatement([{ ...LINE, name: '"茶", 绿', attach: 'a,b' }]))
    expect(rows[0]?.columns).toMatchObject({ 商品名称: '"茶", 绿', 商户数据包: 'a,b' })
  })
})
