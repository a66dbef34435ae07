import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from './alipay-sdk.fixture.ts'
import { type AlipayShop, openAlipayShop, TOTAL } from './alipay-shop.fixture.ts'

let shop: AlipayShop

beforeAll(async () => {
  shop = await openAlipayShop()
})

afterAll(() => shop.close())

const refund = (out_trade_no: string, out_request_no: string, refund_amount: string, more: object = {}) =>
  shop.exec('trade.refund', { out_trade_no, out_request_no, refund_amount, ...more })
const refundQuery = (out_trade_no: string, out_request_no: string, more: object = {}) =>
  shop.exec('trade.fastpay.refund.query', { out_trade_no, out_request_no, ...more })
const ourQuery = (outTradeNo: string, outRefundNo: string) => shop.ours.queryRefund({ outTradeNo, outRefundNo, total: TOTAL })
const stateOf = async (out_trade_no: string) => (await shop.exec('trade.query', { out_trade_no })).tradeStatus

describe('their client gives money back', () => {
  test('at once, by either number of the trade; our provider says the same', async () => {
    const tradeNo = await shop.sold('REFUND_1')
    const answer = await shop.exec('trade.refund', { trade_no: tradeNo, out_request_no: 'RA', refund_amount: '5.00' })
    expect(answer).toMatchObject({ code: '10000', fundChange: 'Y', refundFee: '5.00', outTradeNo: 'REFUND_1' })
    const told = { outRequestNo: 'RA', totalAmount: '19.90', refundAmount: '5.00', refundStatus: 'REFUND_SUCCESS' }
    expect(await refundQuery('REFUND_1', 'RA')).toMatchObject(told)
    expect(await ourQuery('REFUND_1', 'RA')).toMatchObject({ kind: 'refund', status: 'refunded', amount: cny.fen(500) })
    expect(await stateOf('REFUND_1')).toBe('TRADE_SUCCESS')
  })

  test('once under one number, however often it is sent, by their client or by our provider', async () => {
    await shop.sold('REFUND_2')
    expect(await refund('REFUND_2', 'RB', '7.00')).toMatchObject({ fundChange: 'Y', refundFee: '7.00' })
    expect(await refund('REFUND_2', 'RB', '7.00')).toMatchObject({ code: '10000', fundChange: 'N', refundFee: '7.00' })
    const ours = { outTradeNo: 'REFUND_2', outRefundNo: 'RB', total: TOTAL, amount: cny.fen(700) }
    expect(await shop.ours.refund(ours)).toMatchObject({ kind: 'done', value: { amount: cny.fen(700) } })
    expect(await refundQuery('REFUND_2', 'RB')).toMatchObject({ refundAmount: '7.00', refundStatus: 'REFUND_SUCCESS' })
    const other = await refund('REFUND_2', 'RB', '7.01')
    expect(other).toMatchObject(refusal('40004', 'ACQ.DISCORDANT_REPEAT_REQUEST'))
  })

  test('in parts up to the whole: refund_fee counts all of them, and ours says what each was', async () => {
    await shop.sold('REFUND_3')
    expect(await refund('REFUND_3', 'RC', '10.00')).toMatchObject({ fundChange: 'Y', refundFee: '10.00' })
    const tooMuch = await refund('REFUND_3', 'RD', '9.91')
    expect(tooMuch).toMatchObject(refusal('40004', 'ACQ.REASON_TRADE_REFUND_FEE_ERR'))
    const rest = { outTradeNo: 'REFUND_3', outRefundNo: 'RE', total: TOTAL, amount: cny.fen(990) }
    const reply = await shop.ours.refund(rest)
    expect(reply).toMatchObject({
      kind: 'done',
      value: { status: 'refunded', amount: cny.fen(990), raw: { refund_fee: '19.90' } },
    })
    expect(await refundQuery('REFUND_3', 'RE')).toMatchObject({ refundAmount: '9.90', refundStatus: 'REFUND_SUCCESS' })
    expect(await stateOf('REFUND_3')).toBe('TRADE_CLOSED')
    expect(await refund('REFUND_3', 'RF', '0.01')).toMatchObject(refusal('40004', 'ACQ.TRADE_HAS_CLOSE'))
    expect(await shop.ours.query({ outTradeNo: 'REFUND_3', total: TOTAL })).toMatchObject({
      status: 'paid',
      refundedInFull: true,
    })
  })

  test('without a number only as a whole, and then under that of the order', async () => {
    await shop.sold('REFUND_4')
    const bare = (refund_amount: string) => shop.exec('trade.refund', { out_trade_no: 'REFUND_4', refund_amount })
    expect(await bare('5.00')).toMatchObject(refusal('40004', 'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL'))
    expect(await bare('19.90')).toMatchObject({ fundChange: 'Y', refundFee: '19.90' })
    expect(await refundQuery('REFUND_4', 'REFUND_4')).toMatchObject({ refundAmount: '19.90' })
    expect(await ourQuery('REFUND_4', 'REFUND_4')).toMatchObject({ status: 'refunded', amount: TOTAL })
  })

  test('and is told by which means, and when, on demand', async () => {
    await shop.sold('REFUND_5')
    await refund('REFUND_5', 'RG', '5.00')
    const plain = await refundQuery('REFUND_5', 'RG')
    expect(plain).not.toHaveProperty('gmtRefundPay')
    const asked = await refundQuery('REFUND_5', 'RG', { query_options: ['refund_detail_item_list', 'gmt_refund_pay'] })
    expect(asked).toMatchObject({ refundDetailItemList: [{ amount: '5.00', fundChannel: 'ALIPAYACCOUNT' }] })
    expect(asked.gmtRefundPay).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
  })

  test('whose answer was lost: a query finds it, and the same number moves nothing more', async () => {
    await shop.sold('REFUND_6')
    await shop.faults('drop-after@refund*2')
    await expect(refund('REFUND_6', 'RH', '5.00')).rejects.toThrow('HttpClient Request error')
    expect(await refundQuery('REFUND_6', 'RH')).toMatchObject({ refundAmount: '5.00', refundStatus: 'REFUND_SUCCESS' })
    expect(await refund('REFUND_6', 'RH', '5.00')).toMatchObject({ fundChange: 'N', refundFee: '5.00' })
  })

  test('that takes its time: 10000 without fund_change Y, and a query that says nothing of it until it is done', async () => {
    await shop.sold('REFUND_7', { total_amount: '2000.00' })
    const total = cny.yuan('2000.00')
    const ref = { outTradeNo: 'REFUND_7', outRefundNo: 'RI', total }
    expect(await refund('REFUND_7', 'RI', '953.55')).toMatchObject({ code: '10000', fundChange: 'N', refundFee: '0.00' })
    expect(await refundQuery('REFUND_7', 'RI')).not.toHaveProperty('refundStatus')
    expect(await shop.ours.queryRefund(ref)).toMatchObject({ kind: 'absent' })
    await shop.control('trigger', { outTradeNo: 'REFUND_7', action: 'refund-done' })
    expect(await refundQuery('REFUND_7', 'RI')).toMatchObject({ refundAmount: '953.55', refundStatus: 'REFUND_SUCCESS' })
    expect(await shop.ours.queryRefund(ref)).toMatchObject({ status: 'refunded', amount: cny.yuan('953.55') })
  })
})

describe('their client passes on what the wallet refuses', () => {
  test.each<[what: string, outTradeNo: string, amount: string, subCode: string]>([
    ['a trade that nobody knows', 'NOBODY_1', '1.00', 'ACQ.TRADE_NOT_EXIST'],
    ['an amount of nothing', 'REFUSED_1', '0.00', 'ACQ.REFUND_FEE_ERROR'],
    ['an amount in parts of a fen', 'REFUSED_1', '1.001', 'ACQ.INVALID_PARAMETER'],
    ['more than was paid', 'REFUSED_1', '19.91', 'ACQ.REASON_TRADE_REFUND_FEE_ERR'],
  ])('%s', async (_what, outTradeNo, amount, subCode) => {
    if (outTradeNo === 'REFUSED_1') await shop.sold('REFUSED_1').catch(() => undefined) // paid once for all of them
    expect(await refund(outTradeNo, 'RZ', amount)).toMatchObject(refusal('40004', subCode))
    expect(await refundQuery(outTradeNo, 'RZ')).not.toHaveProperty('refundStatus')
  })

  test('a trade that nobody has paid', async () => {
    await shop.act(await shop.place('REFUSED_2'), 'cancel')
    expect(await refund('REFUSED_2', 'RZ', '1.00')).toMatchObject(refusal('40004', 'ACQ.TRADE_STATUS_ERROR'))
  })

  test('money that the merchant has not', async () => {
    const poor = await shop.enrol({ refundableFunds: 100n })
    await poor.sold('REFUSED_3')
    const wanted = { out_trade_no: 'REFUSED_3', out_request_no: 'RZ', refund_amount: '1.01' }
    expect(await poor.exec('trade.refund', wanted)).toMatchObject(refusal('40004', 'ACQ.SELLER_BALANCE_NOT_ENOUGH'))
    expect(await poor.exec('trade.refund', { ...wanted, refund_amount: '1.00' })).toMatchObject({ fundChange: 'Y' })
  })
})
