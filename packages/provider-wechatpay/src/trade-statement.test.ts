import { bind, cny, type StatementRow, type StatementSummary } from '@tpkit/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { accountOf } from './account.ts'
import {
  billLines,
  type Line,
  PAID_LINE,
  REFUND_LINE,
  REFUND_TITLES,
  REVOKED_LINE,
  SUCCESS_TITLES,
  SUCCESS_TOTAL_TITLES,
  TITLES,
  TOTAL_TITLES,
} from './bill.fixture.ts'
import type { WeChatPayConfig } from './config.ts'
import { tradeReader } from './trade-statement.ts'
import { account, payment, refund, sub, TRANSACTION } from './wallet.fixture.ts'

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

const one = (changes: Line, base = PAID_LINE) => read(billLines([{ ...base, ...changes }]))
const factOf = ({ rows: [row] }: ReadFile) => row?.fact

describe('each line is the fact that a query would have brought', () => {
  test('a payment', () => {
    const found = one({})
    expect(found.summary).toEqual({ rows: 1 })
    expect(found.rows).toMatchObject([
      {
        at: Date.parse('2025-01-01T10:00:00+08:00'),
        fee: cny.fen(1),
        fact: {
          kind: 'payment',
          status: 'paid',
          source: 'statement',
          outTradeNo: payment.outTradeNo,
          transactionId: TRANSACTION,
          total: cny.fen(100),
          paidAt: Date.parse('2025-01-01T10:00:00+08:00'),
          payer: { id: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o', channel: 'OTHERS' },
        },
      },
    ])
    const fact = factOf(found)
    if (fact?.kind !== 'payment') throw new Error('expected a payment')
    expect(fact.payee).toEqual({ mchId: account.mchId, appId: account.appId })
    expect(bind({ payee: accountOf(account).payee, ...payment }, fact)).toEqual({ kind: 'ours' })
  })

  test('a refund', () => {
    const fact = factOf(one({}, REFUND_LINE))
    expect(fact).toMatchObject({
      kind: 'refund',
      status: 'refunded',
      outTradeNo: payment.outTradeNo,
      outRefundNo: refund.outRefundNo,
      refundId: '50302030148218522032126281690',
      amount: cny.fen(30),
      source: 'statement',
    })
    if (fact?.kind !== 'refund') throw new Error('expected a refund')
    expect(bind({ payee: accountOf(account).payee, ...refund }, fact)).toEqual({ kind: 'ours' })
  })

  test.each([
    ['SUCCESS', 'refunded'],
    ['PROCESSING', 'processing'],
    ['CLOSED', 'closed'],
    ['ABNORMAL', 'processing'],
    ['', 'processing'],
  ])('a refund is written once and never touched again: %s is %s', (退款状态, status) => {
    expect(factOf(one({ 退款状态 }, REFUND_LINE))).toMatchObject({ kind: 'refund', status })
  })

  test('with coupons: what was asked for counts, where the file says it', () => {
    expect(factOf(one({ 退款金额: '0.20', 充值券退款金额: '0.10' }, REFUND_LINE))).toMatchObject({ amount: cny.fen(30) })
    expect(factOf(one({ 应结订单金额: '0.70', 代金券金额: '0.30' }))).toMatchObject({ total: cny.fen(100) })
  })

  test('what a reversal gave back is a payment that was reversed, and no refund', () => {
    const { rows } = one({}, REVOKED_LINE)
    expect(rows[0]?.fact).toEqual({
      kind: 'payment',
      status: 'reversed',
      outTradeNo: payment.outTradeNo,
      transactionId: TRANSACTION,
      payee: { mchId: account.mchId, appId: account.appId },
      source: 'statement',
      raw: rows[0]?.columns,
    })
  })

  test('the payer may be known by half, or not at all', () => {
    expect(factOf(one({ 用户标识: '' }))).toMatchObject({ payer: { channel: 'OTHERS' } })
    expect(factOf(one({ 付款银行: '' }))).toMatchObject({ payer: { id: PAID_LINE.用户标识 } })
    expect(factOf(one({ 用户标识: '', 付款银行: '' }))).not.toHaveProperty('payer')
  })

  test.each([PAID_LINE, REFUND_LINE, REVOKED_LINE])(
    'the line stands behind its fact as evidence, and says whose it is',
    (line) => {
      const { rows } = read(billLines([{ ...line, 特约商户号: sub.subMchId }]), { ...account, ...sub })
      expect(rows[0]?.fact?.raw).toEqual(rows[0]?.columns)
      expect(rows[0]?.fact?.payee).toEqual({ mchId: account.mchId, appId: account.appId, ...sub })
    },
  )

  test("a sub-merchant's lines are ours by its number; 0 stands for nobody", () => {
    const lines = billLines([{ ...PAID_LINE, 特约商户号: sub.subMchId }])
    const expected = { payee: accountOf({ ...account, ...sub }).payee, ...payment }
    const [ours, theirs] = [sub.subMchId, '1900000111'].map((subMchId) => {
      const fact = factOf(read(billLines([{ ...PAID_LINE, 特约商户号: subMchId }]), { ...account, ...sub }))
      if (fact?.kind !== 'payment') throw new Error('expected a payment')
      return bind(expected, fact)
    })
    expect(ours).toEqual({ kind: 'ours' })
    expect(theirs).toMatchObject({ kind: 'foreign', field: 'subMchId' })
    expect(factOf(read(lines))).toMatchObject({ payee: { subMchId: sub.subMchId } })
    expect(factOf(one({}))).not.toHaveProperty('payee.subMchId')
  })

  test('payments only, in a file of type SUCCESS', () => {
    const lines = billLines([PAID_LINE], { titles: SUCCESS_TITLES, totalTitles: SUCCESS_TOTAL_TITLES })
    expect(SUCCESS_TITLES).toHaveLength(20)
    expect(read(lines)).toMatchObject({ rows: [{ fact: { status: 'paid', total: cny.fen(100) } }], summary: { rows: 1 } })
  })

  test('refunds only, with their own times, in a file of type REFUND', () => {
    const times = { 退款申请时间: '2025-01-01 11:00:00', 退款成功时间: '2025-01-01 11:05:00' }
    expect(REFUND_TITLES).toHaveLength(29)
    const { rows, summary } = read(billLines([{ ...REFUND_LINE, ...times }], { titles: REFUND_TITLES }))
    expect(summary).toEqual({ rows: 1 })
    const refundedAt = Date.parse('2025-01-01T11:05:00+08:00')
    expect(rows).toMatchObject([{ at: refundedAt, fact: { kind: 'refund', refundedAt } }])
  })

  test.each([
    ['交易状态', { 交易状态: 'USERPAYING' }, PAID_LINE],
    ['退款状态', { 退款状态: 'CHANGE' }, REFUND_LINE],
    ['货币种类', { 货币种类: 'USD' }, PAID_LINE],
    ['货币种类', { 货币种类: '' }, PAID_LINE],
    ['订单金额', { 订单金额: '' }, PAID_LINE],
    ['订单金额', { 订单金额: '-1.00' }, PAID_LINE],
    ['订单金额', { 订单金额: '1.005' }, PAID_LINE],
    ['商户订单号', { 商户订单号: '' }, PAID_LINE],
    ['微信订单号', { 微信订单号: '' }, PAID_LINE],
    ['商户号', { 商户号: '' }, PAID_LINE],
    ['商户退款单号', { 商户退款单号: '' }, REFUND_LINE],
    ['交易时间', { 交易时间: 'yesterday' }, PAID_LINE],
    ['手续费', { 手续费: '0.006000' }, PAID_LINE],
    ['手续费', { 手续费: '0.6%' }, PAID_LINE],
  ])('%s %j is told with its line', (title, changes, base) => {
    const lines = () => read(billLines([PAID_LINE, { ...base, ...changes }], { totals: {} }))
    expect(lines).toThrow(failing('MALFORMED', title))
    expect(lines).toThrow(failing('MALFORMED', 'line 3: '))
  })
})

describe('how the file is written', () => {
  const lines = billLines([PAID_LINE, REFUND_LINE])

  test('a byte order mark, CRLF and a last empty line change nothing', () => {
    const text = `\uFEFF${lines.join('\r\n')}\r\n`
    expect(read(text.split('\r\n'))).toEqual(read(lines))
    expect(read(lines).summary).toEqual({ rows: 2 })
  })

  test('columns are found by their titles, in any order', () => {
    const mixed = billLines([PAID_LINE, REFUND_LINE], { titles: [...TITLES].reverse(), totalTitles: TOTAL_TITLES })
    expect(read(mixed).rows.map(({ fact }) => fact?.kind)).toEqual(['payment', 'refund'])
    const more = billLines([{ ...PAID_LINE, 新的列: 'x' }], { titles: [...TITLES, '新的列'] })
    expect(read(more).rows).toMatchObject([{ columns: { 新的列: 'x' } }])
  })

  test('old files name three columns otherwise', () => {
    const old = { 订单金额: '总金额', 代金券金额: '企业红包金额', 充值券退款金额: '企业红包退款金额' }
    const renamed = TITLES.map((title) => new Map(Object.entries(old)).get(title) ?? title)
    const [, ...rest] = lines
    const { rows, summary } = read([renamed.join(','), ...rest])
    expect(summary).toEqual({ rows: 2 })
    expect(rows).toMatchObject([{ fact: { total: cny.fen(100) }, columns: { 订单金额: '1.00', 代金券金额: '0.00' } }, {}])
  })

  test.each(['交易时间', '商户号', '微信订单号', '商户订单号', '交易状态', '货币种类', '订单金额'])(
    'without %s it is no trade bill',
    (missing) => {
      const titles = TITLES.filter((title) => title !== missing)
      expect(() => read(billLines([], { titles }))).toThrow(
        failing('MALFORMED', `line 1: statement: expected the titles of a trade bill, ${missing}`),
      )
    },
  )

  test('names may hold commas, quotes and back-ticks: amounts never shift', () => {
    const text = fc.string({ unit: fc.constantFrom(',', '`', '"', "'", ' ', '茶', 'a', '0.01', '总'), maxLength: 12 })
    fc.assert(
      fc.property(text, text, text, (商品名称, 商户数据包, 设备号) => {
        fc.pre([商品名称, 商户数据包, 设备号].every((value) => !value.includes(',`') && !value.endsWith(',')))
        const { rows, summary } = one({ 商品名称, 商户数据包, 设备号 })
        expect(summary).toEqual({ rows: 1 })
        expect(rows).toMatchObject([{ fact: { total: cny.fen(100) }, columns: { 商品名称, 商户数据包, 设备号 } }])
      }),
    )
  })

  test('a name with the very end of a value in it is not guessed at', () => {
    expect(() => one({ 商品名称: 'tea,`green' })).toThrow(failing('MALFORMED', 'line 2'))
  })
})
