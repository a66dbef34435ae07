import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ask,
  bill,
  cancel,
  codepay,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  OTHER,
  OURS,
  PROVIDER,
  precreate,
  prompt,
  query,
  refund,
  refused,
  SECOND,
  SISTER,
  type Values,
} from './asking.fixture.ts'
import { column, type ReadBill, readBill, totalIn } from './bill-file.fixture.ts'
import { billAddress, downloaded, NEXT_NOON, newFaulty, pageIn } from './faults.fixture.ts'
import type { AlipayWallet } from './wallet.ts'
import { readZip } from './zip.fixture.ts'

const text = (content: Uint8Array | undefined): string => new TextDecoder('gbk').decode(content)

function pay(wallet: AlipayWallet, biz: Values = {}, how: Parameters<typeof ask>[2] = {}): void {
  wallet.act(prompt(ask(wallet, precreate(biz), how)), 'pay', how?.now ?? NOW)
}

/** A day with a payment of 19.90 yuan, of which 5.00 went back. */
function dayWallet(...options: Parameters<typeof newFaulty>): AlipayWallet {
  const wallet = newFaulty(...options)
  pay(wallet, { store_id: 'NJ_001', operator_id: 'yx_001', terminal_id: 'NJ_T_001', body: '深圳分店' })
  ask(wallet, refund(), { now: NOW + MINUTE })
  return wallet
}

function filesOf(wallet: AlipayWallet, biz: Values = {}, how: Parameters<typeof ask>[2] = {}) {
  const answer = downloaded(wallet, billAddress(wallet, biz, how), how?.now)
  return readZip(answer?.body ?? new Uint8Array()).map((each) => ({
    ...each,
    name: text(each.name),
    content: text(each.content),
  }))
}

const billOf = (...asked: Parameters<typeof filesOf>): ReadBill => readBill(filesOf(...asked)[0]?.content ?? '')

describe('the answer', () => {
  test('is an address with everything that names the file', () => {
    const address = billAddress(dayWallet())
    expect(address.origin + address.pathname).toBe('https://dwbillcenter.alipay.com/downloadBillFile.resource')
    expect(Object.fromEntries(address.searchParams)).toEqual({
      bizType: 'trade',
      userId: '20880000000000010156',
      fileType: 'csv.zip',
      bizDates: '20260105',
      downloadFileName: '20880000000000010156_20260105.csv.zip',
      fileId: expect.any(String),
      timestamp: String(NEXT_NOON),
      token: expect.any(String),
    })
    expect(billAddress(dayWallet(), { bill_type: 'signcustomer' }).searchParams.get('bizType')).toBe('fnd')
  })

  test('lies where the wallet is told', () => {
    expect(billAddress(dayWallet({ downloadOrigin: 'http://127.0.0.1:9' })).origin).toBe('http://127.0.0.1:9')
  })

  test('is good for thirty seconds, with either scheme, as often as anybody likes', () => {
    const wallet = dayWallet()
    const address = billAddress(wallet)
    const isFile = (at: number, url = address): boolean => text(downloaded(wallet, url, at)?.body.slice(0, 2)) === 'PK'
    const plain = new URL(address.href.replace('https:', 'http:'))
    const times = [NEXT_NOON, NEXT_NOON, NEXT_NOON + 30 * SECOND - 1, NEXT_NOON + 30 * SECOND]
    expect([isFile(NEXT_NOON, plain), ...times.map((at) => isFile(at))]).toEqual([true, true, true, true, false])
  })

  test('leads to a page for people when it is too old or nobody knows it', () => {
    const wallet = dayWallet()
    const address = billAddress(wallet)
    const other = new URL(address)
    other.searchParams.set('token', 'another')
    for (const [url, at] of [
      [address, NEXT_NOON + 30 * SECOND],
      [other, NEXT_NOON],
    ] as const) {
      const answer = downloaded(wallet, url, at)
      expect([answer?.status, answer?.headers, pageIn(answer)]).toEqual([
        200,
        [['Content-Type', 'text/html;charset=GBK']],
        expect.stringContaining('已过期'),
      ])
    }
  })
})

describe('the file', () => {
  test.each([
    ['trade', '2026-01-05', '20880000000000010156_20260105_业务明细', NEXT_NOON],
    ['signcustomer', '2026-01-05', '20880000000000010156_20260105_账务明细', NEXT_NOON],
    ['trade', '2026-01', '20880000000000010156_202601_业务明细', NOW + 31 * DAY],
    ['signcustomer', '2026-01', '20880000000000010156_202601_账务明细', NOW + 31 * DAY],
  ])('of %s of %s holds its lines and their summary', (bill_type, bill_date, name, now) => {
    const files = filesOf(dayWallet(), { bill_type, bill_date }, { now })
    expect(files.map((each) => each.name)).toEqual([`${name}.csv`, `${name}(汇总).csv`])
    for (const { content } of files) expect(readBill(content).head[1]).toBe('#账号：[20880000000000010156]')
  })

  test('says of a payment and its refund what a query says', () => {
    const wallet = dayWallet()
    const told = ask(wallet, query())
    const [paid, back] = billOf(wallet).rows
    expect(paid).toMatchObject({
      支付宝交易号: told.trade_no,
      商户订单号: 'T_10001',
      业务类型: '交易',
      商品名称: '天虹南山店 超市',
      完成时间: told.send_pay_date,
      门店编号: 'NJ_001',
      操作员: 'yx_001',
      终端号: 'NJ_T_001',
      订单金额: told.total_amount,
      商家实收: told.receipt_amount,
      '退款批次号/请求号': '',
      服务费: '-0.12',
      备注: '深圳分店',
    })
    expect(back).toMatchObject({
      支付宝交易号: told.trade_no,
      业务类型: '退款',
      订单金额: '-5.00',
      '退款批次号/请求号': 'R_1',
      服务费: '0.03',
    })
  })

  test('says what a cancel gave back, under no number', () => {
    const wallet = newFaulty()
    ask(wallet, codepay(wallet.paymentCode(NOW)))
    ask(wallet, cancel())
    expect(billOf(wallet).rows.map((row) => [row.业务类型, row.订单金额, row['退款批次号/请求号']])).toEqual([
      ['交易', '19.90', ''],
      ['退款', '-19.90', ''],
    ])
  })

  test('has no line for what nobody paid, or what failed to go back', () => {
    const wallet = newFaulty()
    ask(wallet, precreate({ out_trade_no: 'T_open' }))
    pay(wallet, { total_amount: '953.52' })
    expect(ask(wallet, refund({ refund_amount: '953.52' }))).toMatchObject({ fund_change: 'N' })
    expect(billOf(wallet).rows.map((row) => row.商户订单号)).toEqual(['T_10001'])
  })

  test('is made once: what happens afterwards is not in it', () => {
    const wallet = dayWallet()
    const [file] = filesOf(wallet)
    ask(wallet, refund({ out_request_no: 'R_2' }), { now: NEXT_NOON })
    expect(filesOf(wallet, {}, { now: NOW + 10 * DAY })[0]).toEqual(file)
  })

  test('has the money of the account day by day in signcustomer', () => {
    const wallet = dayWallet()
    ask(wallet, refund({ out_request_no: 'R_2', refund_amount: '1.00' }), { now: NOW + DAY })
    const how = { now: NEXT_NOON + DAY }
    const moved = (bill_date: string) =>
      billOf(wallet, { bill_type: 'signcustomer', bill_date }, how).rows.map((row) => [row.业务类型, row.账户余额])
    expect(moved('2026-01-05')).toEqual([
      ['在线支付', '19.90'],
      ['收费', '19.78'],
      ['交易退款', '14.78'],
      ['退费', '14.81'],
    ])
    expect(moved('2026-01-06')).toEqual([
      ['交易退款', '13.81'],
      ['退费', '13.82'],
    ])
  })
})

describe('whose bill it is', () => {
  const numbers = (wallet: AlipayWallet, how: Parameters<typeof ask>[2]): readonly unknown[] =>
    billOf(wallet, {}, how).rows.map((row) => row.商户订单号)

  test("the merchant's, through whichever of its applications", () => {
    const wallet = newFaulty()
    pay(wallet, { out_trade_no: 'T_1' })
    pay(wallet, { out_trade_no: 'T_2' }, { as: SISTER })
    pay(wallet, { out_trade_no: 'T_3' }, { as: OTHER })
    expect([numbers(wallet, { as: OURS }), numbers(wallet, { as: SISTER }), numbers(wallet, { as: OTHER })]).toEqual([
      ['T_1', 'T_2'],
      ['T_1', 'T_2'],
      ['T_3'],
    ])
  })

  test('that of the merchant whose token comes along', () => {
    const wallet = newFaulty()
    pay(wallet, {}, { as: PROVIDER })
    const [file] = filesOf(wallet, {}, { as: PROVIDER })
    expect(file?.name).toBe('20880000000002010156_20260105_业务明细.csv')
    expect(readBill(file?.content ?? '').rows).toHaveLength(1)
  })
})

describe('where there is no bill', () => {
  const asked = (wallet: AlipayWallet, biz: Values, now = NEXT_NOON): string =>
    refused(wallet, bill({ bill_type: 'trade', bill_date: '2026-01-05', ...biz }), { now })
  const NINE = Date.UTC(2026, 0, 6, 1)

  test.each<[string, Values, number, string]>([
    ['nothing happened', { bill_date: '2026-01-04' }, NEXT_NOON, 'NO_BILL_DATA'],
    ['nothing moved', { bill_type: 'signcustomer', bill_date: '2026-01-04' }, NEXT_NOON, 'NO_BILL_DATA'],
    ['not before nine', {}, NINE - 1, 'BILL_NOT_EXIST'],
    ['today', {}, NOW + HOUR, 'INVAILID_ARGUMENTS'],
    ['tomorrow', { bill_date: '2026-01-07' }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['this month', { bill_date: '2026-01' }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['before the merchant was there', { bill_date: '2015-12-31' }, NEXT_NOON, 'BILL_DATE_BEFORE_REGISTRATION'],
    ['too long ago', { bill_date: '2019-12-31' }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['written otherwise', { bill_date: '20260105' }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['none of the calendar', { bill_date: '2025-02-30' }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['no day at all', { bill_date: undefined }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['no kind', { bill_type: undefined }, NEXT_NOON, 'INVAILID_ARGUMENTS'],
    ['another kind', { bill_type: 'merchant_act' }, NEXT_NOON, 'TYPE_NOT_SUPPORTED'],
  ])('%s', (_, biz, now, code) => expect(asked(dayWallet(), biz, now)).toBe(`40004 ${code}`))

  test('from nine on there is one', () => expect(asked(dayWallet(), {}, NINE)).toBe('10000 undefined'))

  test('an empty day is told as the wallet is told', () => {
    expect(asked(newFaulty({ emptyBillAs: 'BILL_NOT_EXIST' }), {})).toBe('40004 BILL_NOT_EXIST')
    const wallet = newFaulty({ emptyBillAs: 'file' })
    const empty = billOf(wallet)
    expect([empty.rows, totalIn(empty, '交易'), totalIn(empty, '退款')]).toEqual([[], [0, 0n, 0n], [0, 0n, 0n]])
    const said = (from: AlipayWallet) =>
      ask(from, bill({ bill_type: 'trade', bill_date: '2026-01-05' }), { now: NEXT_NOON }).bill_file_code
    expect([said(wallet), said(dayWallet())]).toEqual(['EMPTY_DATA_WITH_BILL_FILE', undefined])
  })
})

test('a month is what its days are, and both say what the books say', () => {
  const move = fc.record({
    total: fc.integer({ min: 1, max: 500_000 }),
    back: fc.integer({ min: 0, max: 500_000 }),
    hours: fc.integer({ min: 0, max: 40 }),
  })
  fc.assert(
    fc.property(fc.array(move, { minLength: 1, maxLength: 6 }), (moves) => {
      const wallet = newFaulty({ magicAmounts: false, emptyBillAs: 'file' })
      const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
      for (const [index, { total, back, hours }] of moves.entries()) {
        const out_trade_no = `T_${index}`
        pay(wallet, { out_trade_no, total_amount: yuan(total) }, { now: NOW + hours * HOUR })
        const refund_amount = yuan(Math.min(back, total))
        if (back > 0) ask(wallet, refund({ out_trade_no, refund_amount }), { now: NOW + 2 * hours * HOUR })
      }
      const how = { now: NOW + 60 * DAY }
      for (const bill_type of ['trade', 'signcustomer']) {
        const days = Array.from({ length: 5 }, (_, day) => billOf(wallet, { bill_type, bill_date: `2026-01-0${day + 5}` }, how))
        const month = billOf(wallet, { bill_type, bill_date: '2026-01' }, how)
        expect(days.flatMap((each) => each.rows)).toEqual(month.rows)
        if (bill_type === 'signcustomer') continue
        const books = wallet.books(how.now)
        const [paid, back] = [
          books.reduce((sum, { total }) => sum + total, 0n),
          books.flatMap(({ refunds }) => refunds).reduce((sum, { amount }) => sum + amount, 0n),
        ]
        expect(column(month, '订单金额')).toBe(paid - back)
      }
    }),
    { numRuns: 20 },
  )
})
