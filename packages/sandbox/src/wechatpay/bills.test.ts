import { describe, expect, test } from 'vitest'
import {
  abnormalRefund,
  ask,
  codepay,
  DAY,
  fen,
  got,
  MINUTE,
  NOW,
  newWallet,
  OTHER,
  OURS,
  PROVIDER,
  PROVIDER_OF_ANOTHER,
  paidOrder,
  prepay,
  query,
  refund,
  refused,
  reverse,
  textIn,
} from './asking.fixture.ts'
import { billOf, fileOf, NEXT_NOON } from './bills.fixture.ts'
import type { WeChatWallet } from './wallet.ts'

const ALL =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const SUCCESS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,商品名称,商户数据包,手续费,费率,订单金额,费率备注'
const REFUND =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,退款申请时间,退款成功时间,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TODAY = 'trade?bill_date=2026-01-05'

/** A day with a payment of 1990 fen, of which 500 went back. */
function dayWallet(): WeChatWallet {
  const wallet = newWallet()
  paidOrder(wallet, prepay('native', { attach: '深圳分店', scene_info: { payer_client_ip: '203.0.113.7', device_id: 'WP1' } }))
  ask(wallet, refund(), { now: NOW + MINUTE })
  return wallet
}

describe('the trade bill', () => {
  test.each([
    ['ALL', ALL, 27, 2],
    ['SUCCESS', SUCCESS, 20, 1],
    ['REFUND', REFUND, 29, 1],
  ])('%s has its columns', (type, titles, count, rows) => {
    const bill = billOf(dayWallet(), `${TODAY}&bill_type=${type}`)
    expect([bill.titles.join(), bill.titles.length, bill.rows.length]).toEqual([titles, count, rows])
    expect(bill.totals.总交易单数).toBe(`${rows}.0`)
  })

  test('is ALL where no kind is named', () => expect(billOf(dayWallet(), TODAY).titles.join()).toBe(ALL))

  test('says of a payment what a query says', () => {
    const wallet = dayWallet()
    const told = ask(wallet, query())
    expect(billOf(wallet, TODAY).rows[0]).toMatchObject({
      交易时间: '2026-01-05 12:00:00',
      公众账号ID: told.appid,
      商户号: told.mchid,
      特约商户号: '0',
      设备号: 'WP1',
      微信订单号: told.transaction_id,
      商户订单号: 'T-10001',
      用户标识: Object(told.payer).openid,
      交易类型: 'NATIVE',
      交易状态: 'SUCCESS',
      付款银行: told.bank_type,
      货币种类: 'CNY',
      应结订单金额: '19.90',
      微信退款单号: '0',
      商户退款单号: '0',
      退款金额: '0.00',
      商户数据包: '深圳分店',
      手续费: '0.11940',
      费率: '0.60%',
      订单金额: '19.90',
      申请退款金额: '0.00',
    })
  })

  test('says of a refund when it was asked for, and nothing of the order in its amounts', () => {
    const wallet = dayWallet()
    const [row] = billOf(wallet, `${TODAY}&bill_type=REFUND`).rows
    expect(row).toMatchObject({
      交易时间: '2026-01-05 12:01:00',
      交易状态: 'REFUND',
      退款申请时间: '2026-01-05 12:01:00',
      退款成功时间: '2026-01-05 12:01:02',
      商户退款单号: 'R-1',
      退款金额: '5.00',
      退款类型: 'ORIGINAL',
      退款状态: 'SUCCESS',
      手续费: '-0.03000',
      应结订单金额: '0.00',
      订单金额: '0.00',
      申请退款金额: '5.00',
    })
  })

  test('says of a reverse REVOKED', () => {
    const wallet = newWallet()
    ask(wallet, codepay(wallet.paymentCode(NOW)))
    ask(wallet, reverse())
    const rows = billOf(wallet, TODAY).rows.map((row) => [row.交易类型, row.交易状态, row.订单金额, row.退款金额])
    expect(rows).toEqual([
      ['MICROPAY', 'SUCCESS', '19.90', '0.00'],
      ['MICROPAY', 'REVOKED', '0.00', '19.90'],
    ])
  })

  test('is made once: what becomes of a refund afterwards is not in it', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { amount: { total: 95_355 } }))
    ask(wallet, refund(fen(95_355, 95_355)))
    const file = fileOf(wallet, `${TODAY}&bill_type=REFUND`)
    expect(file.toString()).toContain('`PROCESSING')
    expect(fileOf(wallet, `${TODAY}&bill_type=REFUND`, { now: NOW + 10 * DAY })).toEqual(file)
  })

  test('has one line of a refund, of the day that it was accepted on, also where it was abnormal and sent again', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    const id = textIn(ask(wallet, refund()), 'refund_id')
    wallet.settleRefund({ mchId: OURS.mchId, outRefundNo: 'R-1' }, 'unsure', NOW)
    ask(wallet, abnormalRefund(id), { now: NOW + DAY })
    const [later, question] = [NOW + 2 * DAY, got('/v3/bill/tradebill?bill_date=2026-01-06')]
    expect(billOf(wallet, `${TODAY}&bill_type=REFUND`, { now: later }).rows).toMatchObject([{ 微信退款单号: id }])
    expect(refused(wallet, question, { now: later })).toBe('400 NO_STATEMENT_EXIST')
  })

  test('is of a Beijing day', () => {
    const wallet = newWallet()
    const midnight = Date.UTC(2026, 0, 5, 16)
    paidOrder(wallet, prepay('native', { out_trade_no: 'T-10001' }), { now: midnight - 1 })
    paidOrder(wallet, prepay('native', { out_trade_no: 'T-10002' }), { now: midnight })
    expect(billOf(wallet, TODAY).rows.map((row) => row.商户订单号)).toEqual(['T-10001'])
    const how = { now: NEXT_NOON + DAY }
    expect(billOf(wallet, 'trade?bill_date=2026-01-06', how).rows.map((row) => row.商户订单号)).toEqual(['T-10002'])
  })

  test('holds what people write, on one line and in one value', () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay('native', { description: '茶,`1\r\n杯,2', attach: '`' }))
    expect(billOf(wallet, TODAY).rows).toMatchObject([{ 商品名称: '茶, `1\\r\\n杯,2', 商户数据包: '`', 订单金额: '19.90' }])
  })

  test('is of the merchant alone, and of one sub-merchant where it is named', () => {
    const wallet = newWallet()
    paidOrder(wallet)
    expect(refused(wallet, got('/v3/bill/tradebill?bill_date=2026-01-05'), { as: OTHER, now: NEXT_NOON })).toBe(
      '400 NO_STATEMENT_EXIST',
    )
    paidOrder(wallet, prepay(), { as: PROVIDER })
    paidOrder(wallet, prepay('native', { out_trade_no: 'T-10002' }), { as: PROVIDER_OF_ANOTHER })
    const subs = (asked: string) => billOf(wallet, asked, { as: PROVIDER }).rows.map((row) => row.特约商户号)
    expect(subs(TODAY)).toEqual(['1900000201', '1900000202'])
    expect(subs(`${TODAY}&sub_mchid=1900000202`)).toEqual(['1900000202'])
  })

  test("names the service provider's application and payer", () => {
    const wallet = newWallet()
    paidOrder(wallet, prepay(), { as: PROVIDER })
    const { payer, sp_appid } = ask(wallet, query(), { as: PROVIDER })
    expect(billOf(wallet, TODAY, { as: PROVIDER }).rows).toMatchObject([
      { 公众账号ID: sp_appid, 用户标识: Object(payer).sp_openid },
    ])
  })
})
