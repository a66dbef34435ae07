import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { ask, DAY, FAILED, MERCHANT, MINUTE, NOW, newDesk, OTHER_MERCHANT, paidOrder, scan, send } from './asking.fixture.ts'
import type { QQDesk } from './desk.ts'
import { fileOf, readStatement, refusalOf, statementOf, TODAY } from './statement.fixture.ts'

const HOUR = 60 * MINUTE
/** Midnight after the day of NOW. */
const MIDNIGHT = NOW + 12 * HOUR

/** A payment of 8.88 with a discount of 2.22, and a refund of 3.00 of it six hours later. */
function usualDay(options: Parameters<typeof newDesk>[0] = {}): QQDesk {
  const desk = newDesk({ couponFee: 222n, ...options })
  scan(desk, { total_fee: '888', attach: '深圳分店' })
  ask(desk, 'refund', { out_trade_no: 'T-1', refund_fee: '300' }, { now: NOW + 6 * HOUR })
  return desk
}

describe('a trade statement', () => {
  test('has a line for each payment and each refund', () => {
    const { titles, rows } = statementOf(usualDay(), 'statement')
    expect(titles).toHaveLength(30)
    expect(rows).toMatchObject([
      {
        交易时间: '2026-01-05 12:00:00',
        商户号: MERCHANT.mchId,
        设备号: 'WP00000001',
        支付场景: 'MICROPAY',
        商户订单号: 'T-1',
        付款银行: 'BALANCE',
        货币种类: 'CNY',
        订单金额: '8.88',
        商户优惠金额: '0.00',
        商户应收金额: '8.88',
        QQ钱包优惠金额: '2.22',
        用户支付金额: '6.66',
        交易状态: 'SUCCESS',
        商户退款订单号: '',
        退款金额: '0.00',
        退款状态: '',
        商品名称: '天虹南山店-超市',
        商户数据包: '深圳分店',
        手续费金额: '0.05',
        费率: '0.60%',
      },
      {
        交易时间: '2026-01-05 12:00:00',
        商户订单号: 'T-1',
        订单金额: '0.00',
        用户支付金额: '0.00',
        交易状态: 'REFUND',
        退款提交时间: '2026-01-05 18:00:00',
        商户退款订单号: 'R-1',
        退款金额: '3.00',
        退还QQ钱包优惠金额: '2.22',
        退款状态: 'SUCCESS',
        退款成功时间: '2026-01-05 18:00:02',
        退款方式: 'ORIGINAL',
        手续费金额: '-0.02',
      },
    ])
    const [payment, refund] = rows
    expect(payment?.QQ钱包订单号).toMatch(/^1900000109[0-9]{18}$/)
    expect(refund).toMatchObject({ QQ钱包订单号: payment?.QQ钱包订单号, QQ钱包退款订单号: expect.stringMatching(/^[0-9]{28}$/) })
  })

  test('ends with totals that are the sums of its columns', () => {
    expect(statementOf(usualDay(), 'statement').totals).toEqual({
      交易总笔数: '2',
      订单总金额: '8.88',
      商户优惠总金额: '0.00',
      商户应收总金额: '8.88',
      QQ钱包优惠总金额: '2.22',
      用户支付总金额: '6.66',
      退款总金额: '3.00',
      退还QQ钱包优惠总金额: '2.22',
      手续费总金额: '0.03',
    })
  })

  test.each([
    ['SUCCESS', 22, ['SUCCESS'], '8.88'],
    ['REFUND', 30, ['REFUND'], '0.00'],
    ['RECHAR', 30, [], '0.00'],
    ['ALL', 30, ['SUCCESS', 'REFUND'], '8.88'],
    ['', 30, ['SUCCESS', 'REFUND'], '8.88'],
  ])('of type %j has %i columns and its own lines', (type, columns, states, total) => {
    const { titles, rows, totals } = statementOf(usualDay(), 'statement', { bill_type: type })
    expect(titles).toHaveLength(columns)
    expect(rows.map((row) => row.交易状态)).toEqual(states)
    expect(totals).toMatchObject({ 交易总笔数: String(states.length), 订单总金额: total })
  })

  test('of type RECHAR lists the refunds out of the cash account', () => {
    const desk = usualDay()
    const account = { refund_account: 'REFUND_SOURCE_RECHARGE_FUNDS' }
    ask(desk, 'refund', { out_trade_no: 'T-1', out_refund_no: 'R-2', refund_fee: '1', ...account })
    const { rows } = statementOf(desk, 'statement', { bill_type: 'RECHAR' })
    expect(rows).toMatchObject([{ 商户退款订单号: 'R-2' }])
  })

  test('has no order that was not paid', () => {
    const desk = newDesk({ password: 'always' })
    ask(desk, 'order', { out_trade_no: 'T-2' })
    scan(desk)
    expect(statementOf(desk, 'statement').rows).toEqual([])
  })

  test('tells a reverse as money that went back under the order number', () => {
    const desk = newDesk()
    scan(desk)
    ask(desk, 'reverse', {}, { now: NOW + HOUR })
    const { rows, totals } = statementOf(desk, 'statement')
    expect(rows).toMatchObject([
      { 交易状态: 'SUCCESS', 订单金额: '19.90' },
      { 交易状态: 'REVOKED', 订单金额: '0.00', 商户退款订单号: 'T-1', 退款金额: '19.90', 退款状态: 'SUCCESS' },
    ])
    expect(totals).toMatchObject({ 订单总金额: '19.90', 退款总金额: '19.90', 手续费总金额: '0.00' })
  })

  test('belongs to one merchant', () => {
    const desk = usualDay()
    paidOrder(desk, { total_fee: '1' }, { merchant: OTHER_MERCHANT })
    expect(statementOf(desk, 'statement').rows.map((row) => row.商户号)).toEqual([MERCHANT.mchId, MERCHANT.mchId])
    expect(statementOf(desk, 'statement', {}, { merchant: OTHER_MERCHANT }).rows).toMatchObject([{ 订单金额: '0.01' }])
  })

  test('is text, without a signature', () => {
    const { headers } = send(usualDay(), 'statement', {}, { now: NOW + DAY })
    expect(headers).toEqual([['content-type', 'text/plain; charset=utf-8']])
  })

  test('comes as gzip when it is asked for, the same text', () => {
    const desk = usualDay()
    const { body } = send(desk, 'statement', { tar_type: 'GZIP' }, { now: NOW + DAY })
    expect([...body.subarray(0, 2)]).toEqual([0x1f, 0x8b])
    expect(new TextDecoder().decode(gunzipSync(body))).toBe(fileOf(desk, 'statement'))
  })
})

describe('a day', () => {
  test('ends at midnight in Beijing', () => {
    const desk = newDesk()
    scan(desk, {}, { now: MIDNIGHT - 1 })
    scan(desk, { out_trade_no: 'T-2' }, { now: MIDNIGHT })
    const numbers = (day: string) =>
      statementOf(desk, 'statement', { bill_date: day }, { now: MIDNIGHT + 2 * DAY }).rows.map((row) => row.商户订单号)
    expect(numbers(TODAY)).toEqual(['T-1'])
    expect(numbers('20260106')).toEqual(['T-2'])
  })

  test('lists a refund on the day it was asked for', () => {
    const desk = newDesk()
    paidOrder(desk)
    ask(desk, 'refund', { out_trade_no: 'T-1' }, { now: MIDNIGHT })
    const states = (day: string) =>
      statementOf(desk, 'statement', { bill_date: day }, { now: MIDNIGHT + 2 * DAY }).rows.map((row) => row.交易状态)
    expect(states(TODAY)).toEqual(['SUCCESS'])
    expect(states('20260106')).toEqual(['REFUND'])
  })

  test('is told as it stood at 09:00 of the next day, whenever the file is fetched', () => {
    const desk = newDesk({ refundDelayMs: 22 * HOUR })
    paidOrder(desk)
    ask(desk, 'refund', { out_trade_no: 'T-1' })
    const file = fileOf(desk, 'statement')
    expect(readStatement(file).rows[1]).toMatchObject({ 退款状态: 'PROCESSING', 退款成功时间: '' })
    expect(fileOf(desk, 'statement', {}, { now: NOW + 30 * DAY })).toBe(file)
  })

  test('tells a refund that failed and was sent again on another day on both days', () => {
    const desk = newDesk()
    paidOrder(desk)
    const refund = { out_trade_no: 'T-1' }
    ask(desk, 'refund', refund)
    desk.settleRefund({ mchId: MERCHANT.mchId, outRefundNo: 'R-1' }, 'failed', NOW + 1)
    ask(desk, 'refund', refund, { now: MIDNIGHT })
    const states = (day: string) =>
      statementOf(desk, 'statement', { bill_date: day, bill_type: 'REFUND' }, { now: MIDNIGHT + 2 * DAY }).rows
    expect(states(TODAY)).toMatchObject([{ 退款状态: 'FAIL', 手续费金额: '0.00' }])
    expect(states('20260106')).toMatchObject([{ 退款状态: 'SUCCESS', 手续费金额: '-0.03' }])
  })

  test('without anything is a file whose totals are zero, or an error', () => {
    const { rows, totals } = statementOf(newDesk(), 'statement')
    expect(rows).toEqual([])
    expect(totals).toMatchObject({ 交易总笔数: '0', 订单总金额: '0.00', 手续费总金额: '0.00' })
    expect(refusalOf(newDesk({ emptyDay: 'error' }), 'statement')).toEqual({ retcode: '66228001', retmsg: 'no bill' })
  })
})

describe('a download is refused, unsigned and without return_code', () => {
  const refused = (values: Record<string, string>, now = NOW + DAY) => refusalOf(usualDay(), 'statement', values, { now })

  test.each([
    ['a day of the future', { bill_date: '20260107' }],
    ['no day', { bill_date: '' }],
    ['a day that is none', { bill_date: '20260230' }],
    ['another form', { bill_date: '2026-01-05' }],
    ['text', { bill_date: 'yesterday' }],
    ['another type', { bill_type: 'all' }],
    ['another packing', { tar_type: 'ZIP' }],
    ['no nonce', { nonce_str: '' }],
  ])('%s', (_, values) => {
    const fields = refused(values)
    expect(Object.keys(fields)).toEqual(['retcode', 'retmsg'])
    expect(fields.retcode).not.toBe('0')
  })

  test('today, and until 10:00 of the next day', () => {
    const READY = MIDNIGHT + 10 * HOUR
    for (const now of [NOW, MIDNIGHT, READY - 1]) expect(refused({}, now)).toMatchObject({ retcode: '66228002' })
    expect(statementOf(usualDay(), 'statement', {}, { now: READY }).rows).toHaveLength(2)
  })

  test('after three months', () => {
    const desk = usualDay()
    const last = Date.UTC(2026, 3, 5, 15, 59) // 23:59 on April 5th in Beijing
    expect(statementOf(desk, 'statement', {}, { now: last }).rows).toHaveLength(2)
    expect(refusalOf(desk, 'statement', {}, { now: last + MINUTE })).toMatchObject({ retcode: '66228003' })
  })

  test('a wrong signature, and a merchant that nobody knows', () => {
    const how = { merchant: { ...MERCHANT, apiKey: 'test-key-of-nobody-00000000000000' } }
    expect(refusalOf(usualDay(), 'statement', {}, how)).toMatchObject({ retmsg: '签名失败' })
    expect(refusalOf(usualDay(), 'statement', { mch_id: '1900000999' })).toMatchObject({ retmsg: '商户号不存在' })
  })

  test('under the names of its relatives, when told so', () => {
    const fields = refusalOf(newDesk({ statementErrorAs: 'return_code' }), 'statement', {}, { now: NOW })
    expect(fields).toMatchObject({ return_code: 'FAIL', error_code: 'BILL_NOT_READY' })
    expect(fields).not.toHaveProperty('retcode')
    expect(FAILED('')).not.toMatchObject({ return_code: fields.return_code })
  })
})

describe('what a person wrote', () => {
  const name = (body: string) => {
    const desk = newDesk()
    paidOrder(desk, { body, attach: body })
    const [row] = statementOf(desk, 'statement').rows
    expect(row?.商户数据包).toBe(row?.商品名称)
    return row?.商品名称
  }

  test.each(['苹果,梨', '"quoted"', "it's", '`', '``a`', 'a`b', ',', ',,', '"a","b"', '🎁', 'a\tb'])(
    'stays whole: %j',
    (body) => {
      expect(name(body)).toBe(body)
    },
  )

  test('loses its line ends, and a comma and a back-tick do not meet', () => {
    expect(name('one\ntwo')).toBe('one two')
    expect(name('a,`b')).toBe('a, `b')
  })
})

describe('in the style of the public sample', () => {
  const lines = (options: Parameters<typeof newDesk>[0] = {}) =>
    fileOf(usualDay({ statementStyle: 'sample', ...options }), 'statement').split('\n')

  test('states are Chinese, times have slashes, only order numbers have a back-tick, and what is missing says so', () => {
    const [titles = '', payment = '', refund = '', , totals] = lines()
    const cells = (line: string) => Object.fromEntries(line.split(',').map((value, n) => [titles.split(',')[n], value]))
    expect(cells(payment)).toMatchObject({
      交易时间: '2026/1/5 12:00',
      商户APPID: '暂无数据',
      商户订单号: '`T-1',
      付款银行: '财付通余额',
      货币种类: 'RMB',
      '订单金额(元)': '8.88',
      交易状态: '支付成功',
      商户退款订单号: '暂无数据',
      商品名称: '天虹南山店-超市',
    })
    expect(cells(payment).QQ钱包订单号).toMatch(/^`[0-9]{28}$/)
    expect(cells(refund)).toMatchObject({ 商户退款订单号: '`R-1', 交易状态: '转入退款', 退款状态: '退款成功' })
    expect(totals).toBe('2,8.88,0.00,8.88,2.22,6.66,3.00,2.22,0.03')
  })

  test('a comma in a name becomes a wide one', () => {
    const desk = newDesk({ statementStyle: 'sample' })
    paidOrder(desk, { body: '苹果,梨' })
    const [titles = '', payment = ''] = fileOf(desk, 'statement').split('\n')
    expect(payment.split(',')).toHaveLength(titles.split(',').length)
    expect(payment).toContain('苹果，梨')
  })
})

describe('the fee', () => {
  test.each([
    [60n, '8333', '0.50', '0.60%'], // 49.998 fen
    [60n, '8', '0.00', '0.60%'],
    [60n, '84', '0.01', '0.60%'], // 0.504 fen, up
    [50n, '100', '0.01', '0.50%'], // exactly half a fen, up
    [0n, '99999', '0.00', '0.00%'],
    [125n, '100000', '12.50', '1.25%'],
  ])('%s hundredths of a percent of %s fen is %s', (feeBasisPoints, total, fee, rate) => {
    const desk = newDesk({ feeBasisPoints })
    scan(desk, { total_fee: total })
    expect(statementOf(desk, 'statement').rows).toMatchObject([{ 手续费金额: fee, 费率: rate }])
  })
})
