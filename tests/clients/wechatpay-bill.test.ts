import { gunzipSync } from 'node:zlib'
import type { StatementRow } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Hash } from 'wechatpay-axios-plugin'
import { castBill } from './wechatpay-bill.fixture.ts'
import { ATTACH, openWeChatShop, SUBJECT, type WeChatShop } from './wechatpay-shop.fixture.ts'
import { refusal, textIn } from './wechatpay-v3.fixture.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const TWO_DAYS_AGO = Date.now() - 2 * DAY_MS
const dayOf = (at: number) => new Date(at + BEIJING_MS).toISOString().slice(0, 10)
const day = dayOf(TWO_DAYS_AGO)

/** What a payer could read as the end of a value, or of a line. */
const SPITEFUL = '茶,`1.00\r\n`x'

let shop: WeChatShop

/** Two days ago, by everybody's clock, their client sold three times and gave some money back; today the file of that day is there. */
beforeAll(async () => {
  vi.setSystemTime(TWO_DAYS_AGO)
  shop = await openWeChatShop({ clock: () => Date.now() })
  await shop.sold('BILL_001')
  await shop.sold('BILL_002', { description: SPITEFUL })
  await shop.sold('BILL_003')
  const amount = { refund: 500, total: 1990, currency: 'CNY' }
  await shop.merchant.refund({ out_trade_no: 'BILL_003', out_refund_no: 'BILL_R3', amount })
  vi.useRealTimers()
})

afterAll(() => shop.close())

interface Downloaded {
  readonly file: Buffer
  /** Over the unpacked bytes, as the wallet signed it. */
  readonly digest: string
}

const FILE = 'v3/billdownload/file'
const BYTES = { responseType: 'arraybuffer' } as const

/** 申请账单, and then 下载账单 from the address that it names. */
async function download(params: object = {}): Promise<Downloaded> {
  const { get } = shop.merchant
  const { data } = await get('v3/bill/tradebill', { params: { bill_date: day, ...params } })
  const { origin, pathname, searchParams } = new URL(textIn(data, 'download_url'))
  expect([origin, pathname, Reflect.get(data, 'hash_type')]).toEqual(['https://api.mch.weixin.qq.com', `/${FILE}`, 'SHA1'])
  const file = (await get(FILE, { ...BYTES, params: Object.fromEntries(searchParams) })).data as Buffer // of `responseType`
  return { file, digest: textIn(data, 'hash_value') }
}

describe('the trade bill of a day that their client sold on', () => {
  test('is downloaded by their client, unsigned, and fits the signed digest', async () => {
    const { file, digest } = await download()
    expect(Hash.sha1(file)).toBe(digest)
    expect(file.subarray(0, 3)).toEqual(Buffer.from('\ufeff'))
    expect(
      file
        .toString()
        .split('\n')
        .every((line) => line === '' || line.endsWith('\r')),
    ).toBe(true)
  })

  test('is read by their parser: each payment, each refund, and the totals', async () => {
    const { rows, summary } = castBill((await download()).file)
    const [first, second, third, back] = rows
    expect(rows).toHaveLength(4)
    const { mchId: 商户号, appId: 公众账号ID } = shop.account
    const paid = { 商户号, 公众账号ID, 特约商户号: '0', 交易类型: 'NATIVE', 交易状态: 'SUCCESS', 订单金额: '19.90' }
    expect(first).toMatchObject({ ...paid, 商户订单号: 'BILL_001', 商品名称: SUBJECT, 商户数据包: ATTACH, 费率: '0.60%' })
    expect(second).toMatchObject({ ...paid, 商户订单号: 'BILL_002' })
    expect(third).toMatchObject({ ...paid, 商户订单号: 'BILL_003', 商户退款单号: '0' })
    const refunded = { 交易状态: 'REFUND', 商户退款单号: 'BILL_R3', 退款金额: '5.00', 订单金额: '0.00', 退款状态: 'SUCCESS' }
    expect(back).toMatchObject({ ...refunded, 商户订单号: 'BILL_003', 申请退款金额: '5.00' })
    expect(summary).toMatchObject({ 总交易单数: '4.0', 订单总金额: '59.70', 退款总金额: '5.00', 申请退款总金额: '5.00' })
  })

  test('packed: the digest is over the unpacked bytes', async () => {
    const { file, digest } = await download({ tar_type: 'GZIP' })
    expect(Hash.sha1(file)).not.toBe(digest)
    expect(Hash.sha1(gunzipSync(file))).toBe(digest)
    expect(gunzipSync(file)).toEqual((await download()).file)
  })

  test.each<[type: string, columns: number, numbers: readonly string[]]>([
    ['ALL', 27, ['BILL_001', 'BILL_002', 'BILL_003', 'BILL_003']],
    ['SUCCESS', 20, ['BILL_001', 'BILL_002', 'BILL_003']],
    ['REFUND', 29, ['BILL_003']],
  ])('%s has %i columns, and its own lines', async (bill_type, columns, numbers) => {
    const { rows } = castBill((await download({ bill_type })).file)
    expect(rows.map((row) => Object.keys(row).length)).toEqual(numbers.map(() => columns))
    expect(rows.map(({ 商户订单号: number }) => number)).toEqual(numbers)
  })

  test('says to our provider what it says to their parser, spiteful text included', async () => {
    const { rows } = castBill((await download()).file)
    const ours: StatementRow[] = []
    for await (const row of shop.ours.statement({ day, kind: 'trade' })) ours.push(row)
    expect(ours.map(({ columns }) => ({ ...columns }))).toEqual(rows)
    expect(ours.map(({ fact }) => fact)).toMatchObject([
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_001', transactionId: rows[0]?.微信订单号 },
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_002' },
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_003' },
      { kind: 'refund', status: 'refunded', outRefundNo: 'BILL_R3', refundId: rows[3]?.微信退款单号 },
    ])
  })

  test('the flow of funds is downloaded and read in the same way', async () => {
    const { get } = shop.merchant
    const { data } = await get('v3/bill/fundflowbill', { params: { bill_date: day, account_type: 'BASIC' } })
    const { searchParams } = new URL(textIn(data, 'download_url'))
    const file = (await get(FILE, { ...BYTES, params: Object.fromEntries(searchParams) })).data as Buffer // of `responseType`
    expect(Hash.sha1(file)).toBe(textIn(data, 'hash_value'))
    const { rows, summary } = castBill(file)
    expect(rows.some((row) => row.业务凭证号 === 'BILL_R3' && row.收支类型 === '支出')).toBe(true)
    expect(summary).toMatchObject({ 资金流水总笔数: `${rows.length}.0` })
  })
})

describe('their client is refused, with the code of the wallet', () => {
  test.each<[what: string, at: number, code: string]>([
    ['a day on which nothing happened', TWO_DAYS_AGO - DAY_MS, 'NO_STATEMENT_EXIST'],
    ['a day that is not over', Date.now(), 'STATEMENT_CREATING'],
    ['a day that will be', Date.now() + 2 * DAY_MS, 'PARAM_ERROR'],
  ])('%s', async (_what, at, code) => {
    await expect(download({ bill_date: dayOf(at) })).rejects.toMatchObject(refusal(400, code))
  })

  test('an address that was never given out', async () => {
    const sent = shop.merchant.get(FILE, { params: { token: 'none' } })
    await expect(sent).rejects.toMatchObject(refusal(400, 'INVALID_REQUEST'))
  })
})

describe('where the two part', () => {
  test('a file that lacks a line: their client has no digest to hold it against; ours refuses it', async () => {
    await shop.faults('short-file')
    const { file, digest } = await download()
    expect(castBill(file).rows).toHaveLength(3)
    expect(Hash.sha1(file)).not.toBe(digest)
    const read = async () => {
      for await (const row of shop.ours.statement({ day, kind: 'trade' })) expect(row).toBeDefined()
    }
    await expect(read()).rejects.toMatchObject({ code: 'UNVERIFIED', message: expect.stringContaining('sha1') })
    await shop.faults('')
  })

  test('the address as it came: theirs knows a file by its bare path alone, and wants a signature of everything else', async () => {
    const { get } = shop.merchant
    const { data } = await get('v3/bill/tradebill', { params: { bill_date: day } })
    const { pathname, search } = new URL(textIn(data, 'download_url'))
    for (const address of [`${pathname}${search}`, `${shop.sandbox.url}${pathname}${search}`]) {
      const { client } = shop.merchant
      const sent = client.client.v3.get(address, BYTES)
      await expect(sent).rejects.toMatchObject({ code: 'EV3_RES_HEADERS_INCOMPLATE' })
    }
  })
})
