import { gunzipSync } from 'node:zlib'
import type { StatementRow } from '@tpkit/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Formatter } from 'wechatpay-axios-plugin'
import { openShop, type Shop } from './shop.fixture.ts'

const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const BOM = Buffer.from('\ufeff')

let shop: Shop
let now = Date.now() - 2 * DAY_MS
const day = new Date(now + BEIJING_MS).toISOString().slice(0, 10)
const billDate = day.replaceAll('-', '')

/** Two days ago their client sold twice and gave some money back; today the file of that day is there. */
beforeAll(async () => {
  shop = await openShop({ clock: () => now })
  await shop.placeAndPay('BILL_1')
  await shop.placeAndPay('BILL_2')
  const refund = { out_trade_no: 'BILL_2', out_refund_no: 'BILL_R2', refund_fee: 500, ...shop.merchant.operator }
  await shop.merchant.call('refund', refund)
  now = Date.now()
})

afterAll(() => shop.close())

interface Bill {
  readonly rows: readonly Readonly<Record<string, string>>[]
  readonly summary: Readonly<Record<string, string>>
}

/** Their parser, whose file begins with a byte order mark. */
const cast = (file: Buffer) => Formatter.castCsvBill(Buffer.concat([BOM, file])) as Bill // typed as `object`

describe('the trade statement of a day that their client sold on', () => {
  test('is downloaded by their client and read by their parser: each payment, each refund, and the totals', async () => {
    const { rows, summary } = cast(await shop.merchant.download({ bill_date: billDate, bill_type: 'ALL' }))
    const [first, second, back] = rows
    expect(rows).toHaveLength(3)
    expect(first).toMatchObject({ 商户订单号: 'BILL_1', '订单金额(元)': '19.90', 交易状态: 'SUCCESS', 商品名称: '茶 & <糖>' })
    expect(second).toMatchObject({ 商户订单号: 'BILL_2', 商户数据包: '深圳分店' })
    expect(back).toMatchObject({ 商户退款订单号: 'BILL_R2', '退款金额(元)': '5.00', '订单金额(元)': '0.00' })
    expect(summary).toMatchObject({ 交易总笔数: '3', '订单总金额(元)': '39.80', '退款总金额(元)': '5.00' })
  })

  test('says to our provider what it says to their parser', async () => {
    const { rows } = cast(gunzipSync(await shop.merchant.download({ bill_date: billDate, bill_type: 'ALL', tar_type: 'GZIP' })))
    const ours: StatementRow[] = []
    for await (const row of shop.ours.statement({ day, kind: 'trade' })) ours.push(row)
    const numbers = ['商户订单号', 'QQ钱包订单号', '商户退款订单号', '退款金额(元)', '手续费金额(元)']
    const pick = (row: Readonly<Record<string, string | undefined>>) =>
      numbers.map((title) => row[title] ?? row[title.replace('(元)', '')])
    expect(ours.map(({ columns }) => pick(columns))).toEqual(rows.map(pick))
    expect(ours.map(({ fact }) => fact)).toMatchObject([
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_1', transactionId: rows[0]?.QQ钱包订单号 },
      { kind: 'payment', status: 'paid', outTradeNo: 'BILL_2', transactionId: rows[1]?.QQ钱包订单号 },
      { kind: 'refund', status: 'refunded', outRefundNo: 'BILL_R2', refundId: rows[2]?.QQ钱包退款订单号 },
    ])
  })
})

describe('where the dialects part', () => {
  test('a byte order mark: their parser cuts three bytes off, mark or no mark; the first title suffers', async () => {
    const file = await shop.merchant.download({ bill_date: billDate, bill_type: 'ALL' })
    const [row] = (Formatter.castCsvBill(file) as Bill).rows
    expect(Object.keys(row ?? {})[0]).toBe('易时间')
    expect(row).toMatchObject({ 商户订单号: 'BILL_1' })
  })

  test('an address that their client does not know as one of files: by itself it takes the file for a broken message', async () => {
    const told = shop.merchant.call('statement', { bill_date: billDate })
    await expect(told).rejects.toMatchObject({ code: 'EV2_RES_STATUS_CODE_NOT_SUCESS' })
  })
})
