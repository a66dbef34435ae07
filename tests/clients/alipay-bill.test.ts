import type { StatementRow } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { castBill, unpacked } from './alipay-bill.fixture.ts'
import { refusal, textIn } from './alipay-sdk.fixture.ts'
import { type AlipayShop, openAlipayShop, SUBJECT } from './alipay-shop.fixture.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const dayOf = (at: number) => new Date(at + BEIJING_MS).toISOString().slice(0, 10)
const NOON = Date.parse(`${dayOf(Date.now() - 2 * DAY_MS)}T12:00:00+08:00`)
const day = dayOf(NOON)

/** What a payer could read as the end of a value, or of a line. */
const SPITEFUL = '茶,1.00\r\n#\t"x'

let shop: AlipayShop

/** Two days ago, by the wallet's clock, their client sold three times and gave some money back; now the file of that day is there. */
beforeAll(async () => {
  const behindMs = Date.now() - NOON
  shop = await openAlipayShop({ behindMs })
  await shop.sold('BILL_1', { store_id: 'S1', body: '深圳分店' })
  await shop.sold('BILL_2', { subject: SPITEFUL })
  await shop.sold('BILL_3', { total_amount: '0.01' })
  await shop.exec('trade.refund', { out_trade_no: 'BILL_1', out_request_no: 'R1', refund_amount: '5.00' })
  await shop.control('clock', { advance: behindMs })
})

afterAll(() => shop.close())

const asked = (change: object = {}) =>
  shop.exec('data.dataservice.bill.downloadurl.query', { bill_type: 'trade', bill_date: day, ...change })

/** 下载: a plain GET of the address, whose host the sandbox stands for. */
async function fetched(address: string): Promise<Uint8Array> {
  const { origin, pathname, search } = new URL(address)
  expect(origin).toBe('https://dwbillcenter.alipay.com')
  return new Uint8Array(await (await fetch(`${shop.sandbox.url}${pathname}${search}`)).arrayBuffer())
}

const download = async (change?: object) => unpacked(await fetched(textIn(await asked(change), 'billDownloadUrl')))

/** The file whose name ends so; the other one of the archive is its summary. */
function named(files: ReadonlyMap<string, string>, ending: string): string {
  const name = [...files.keys()].find((each) => each.endsWith(ending))
  expect([...files.keys()]).toHaveLength(2)
  return files.get(name ?? '') ?? ''
}

async function ourRows(kind: 'trade' | 'fund'): Promise<readonly StatementRow[]> {
  const rows: StatementRow[] = []
  for await (const row of shop.ours.statement({ day, kind })) rows.push(row)
  return rows
}

describe('the bill of a day that their client sold on', () => {
  test('is an archive of two files in GBK, whose names say whose and which day', async () => {
    const files = await download()
    const name = `${shop.account.sellerId}0156_${day.replaceAll('-', '')}_业务明细`
    expect([...files.keys()]).toEqual([`${name}.csv`, `${name}(汇总).csv`])
    const lines = named(files, '业务明细.csv').split('\r\n')
    expect(lines.slice(0, 2)).toEqual(['#支付宝业务明细查询', `#账号：[${shop.account.sellerId}0156]`])
    expect(lines.filter((line) => /[\r\n]/.test(line))).toEqual([])
  })

  test('is read by csv-parse: each payment and each refund, and the totals fit them', async () => {
    const text = named(await download(), '业务明细.csv')
    const paid = { 业务类型: '交易', 订单金额: '19.90', 商家实收: '19.90', '退款批次号/请求号': '' }
    const back = { 业务类型: '退款', 订单金额: '-5.00', 商家实收: '-5.00', '退款批次号/请求号': 'R1' }
    expect(castBill(text)).toMatchObject([
      { ...paid, 商户订单号: 'BILL_1', 商品名称: SUBJECT.replaceAll('"', '＂'), 门店编号: 'S1', 备注: '深圳分店' },
      { ...paid, 商户订单号: 'BILL_2' },
      { ...paid, 商户订单号: 'BILL_3', 订单金额: '0.01', 商家实收: '0.01' },
      { ...back, 商户订单号: 'BILL_1' },
    ])
    expect(text).toContain('#交易合计：3笔，商家实收共39.81元，商家优惠共0.00元')
    expect(text).toContain('#退款合计：1笔，商家实收退款共-5.00元，商家优惠退款共0.00元')
  })

  test('says to our provider what it says to csv-parse, spiteful text included', async () => {
    const rows = castBill(named(await download(), '业务明细.csv'))
    const ours = await ourRows('trade')
    expect(ours.map(({ columns }) => ({ ...columns }))).toEqual(rows)
    expect(ours.map(({ fact }) => fact)).toMatchObject([
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_1', transactionId: rows[0]?.支付宝交易号 },
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_2' },
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_3', total: { amount: 1n } },
      { kind: 'refund', status: 'refunded', outTradeNo: 'BILL_1', outRefundNo: 'R1', amount: { amount: 500n } },
    ])
  })

  test('so does the account book of the day', async () => {
    const rows = castBill(named(await download({ bill_type: 'signcustomer' }), '账务明细.csv'))
    expect(rows.filter((row) => row.业务类型 === '在线支付').map((row) => row.商户订单号)).toEqual(['BILL_1', 'BILL_2', 'BILL_3'])
    expect(rows.some((row) => row.业务类型 === '交易退款' && row.商户订单号 === 'BILL_1')).toBe(true)
    expect((await ourRows('fund')).map(({ columns }) => ({ ...columns }))).toEqual(rows)
  })
})

describe('their client passes on what the wallet refuses', () => {
  test.each<[what: string, change: object, subCode: string]>([
    ['a day on which nothing happened', { bill_date: dayOf(NOON - DAY_MS) }, 'NO_BILL_DATA'],
    ['a day that is not over', { bill_date: dayOf(Date.now() + 60_000) }, 'INVAILID_ARGUMENTS'],
    ['a day in other words', { bill_date: day.replaceAll('-', '') }, 'INVAILID_ARGUMENTS'],
    ['another kind of bill', { bill_type: 'merchant_act' }, 'TYPE_NOT_SUPPORTED'],
  ])('%s', async (_what, change, subCode) => {
    expect(await asked(change)).toMatchObject(refusal('40004', subCode))
  })

  test('an address is good for half a minute, and a page comes in the place of the file after it', async () => {
    const address = textIn(await asked(), 'billDownloadUrl')
    expect(unpacked(await fetched(address)).size).toBe(2)
    await shop.control('clock', { advance: '30s' })
    expect(new TextDecoder('gbk').decode(await fetched(address))).toContain('已过期')
  })
})

describe('where the two part', () => {
  /** What csv-parse makes of a file that our provider refuses. */
  async function spoilt(fault: string): Promise<ReturnType<typeof castBill>> {
    await shop.faults(`${fault}@statement`)
    const rows = castBill(named(await download(), '业务明细.csv'))
    await expect(ourRows('trade')).rejects.toMatchObject({ code: expect.stringMatching(/^(?:UNVERIFIED|MALFORMED)$/) })
    await shop.faults('')
    return rows
  }

  test('nothing signs the file: a missing line is nothing to a parser, and does not fit the totals that ours compares', async () => {
    expect(await spoilt('short-file')).toHaveLength(3)
  })

  test('a bill of somebody else is as good as any to a parser', async () => {
    expect(await spoilt('foreign-file')).toHaveLength(4)
  })
})
