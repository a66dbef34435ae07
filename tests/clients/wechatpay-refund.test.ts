import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Rsa } from 'wechatpay-axios-plugin'
import { openWeChatShop, TOTAL, type WeChatShop } from './wechatpay-shop.fixture.ts'
import { read, refusal, textIn } from './wechatpay-v3.fixture.ts'

let shop: WeChatShop

beforeAll(async () => {
  shop = await openWeChatShop({ refundDelayMs: 3_600_000 })
})

afterAll(() => shop.close())

const amount = (refund: number, total = 1990) => ({ refund, total, currency: 'CNY' })

describe('their client gives money back', () => {
  test('accepted, under way and done; our provider says the same each time', async () => {
    const { merchant, ours, sold, control } = shop
    const transactionId = await sold('REFUND_1')
    const refund = { out_trade_no: 'REFUND_1', out_refund_no: 'RA', reason: '退货', amount: amount(500) }
    const { data } = await merchant.refund(refund)
    expect(data).toMatchObject({
      status: 'PROCESSING',
      transaction_id: transactionId,
      amount: { refund: 500, payer_refund: 500 },
    })
    const ref = { outTradeNo: 'REFUND_1', outRefundNo: 'RA', total: TOTAL }
    const refundId = textIn(data, 'refund_id')
    expect(await ours.queryRefund(ref)).toMatchObject({ status: 'processing', refundId, amount: cny.fen(500) })
    await control('trigger', { outTradeNo: 'REFUND_1', action: 'refund-done' })
    expect((await merchant.queryRefund('RA')).data).toMatchObject({ status: 'SUCCESS', refund_id: refundId })
    expect(await ours.queryRefund(ref)).toMatchObject({ status: 'refunded', refundId })
    expect((await merchant.query('REFUND_1')).data).toMatchObject({ trade_state: 'REFUND' })
  })

  test('once under one number, however often it is sent, by their client or by our provider', async () => {
    const { merchant, ours, sold } = shop
    const transactionId = await sold('REFUND_2')
    const refund = { transaction_id: transactionId, out_refund_no: 'RB', amount: amount(700) }
    const first = await merchant.refund(refund)
    expect((await merchant.refund(refund)).data).toEqual(first.data)
    const same = { outTradeNo: 'REFUND_2', outRefundNo: 'RB', total: TOTAL, amount: cny.fen(700) }
    expect(await ours.refund(same)).toMatchObject({ kind: 'done', value: { refundId: textIn(first.data, 'refund_id') } })
    await expect(merchant.refund({ ...refund, amount: amount(701) })).rejects.toMatchObject(refusal(400, 'INVALID_REQUEST'))
  })

  test('in parts up to the whole: our provider adds one, and their client may not take more', async () => {
    const { merchant, ours, sold } = shop
    await sold('REFUND_3')
    const refund = { out_trade_no: 'REFUND_3', out_refund_no: 'RC', amount: amount(1000) }
    await merchant.refund(refund)
    const rest = { outTradeNo: 'REFUND_3', outRefundNo: 'RD', total: TOTAL, amount: cny.fen(990) }
    expect(await ours.refund(rest)).toMatchObject({ kind: 'done' })
    expect((await merchant.queryRefund('RD')).data).toMatchObject({ status: 'PROCESSING', amount: { refund: 990 } })
    const more = { ...refund, out_refund_no: 'RE', amount: amount(1) }
    await expect(merchant.refund(more)).rejects.toMatchObject(refusal(400, 'INVALID_REQUEST'))
  })

  test('a number with every character that one may have', async () => {
    const { merchant, ours, sold } = shop
    await sold('REFUND_4')
    const outRefundNo = 'r|1*2-_@x'
    await merchant.refund({ out_trade_no: 'REFUND_4', out_refund_no: outRefundNo, amount: amount(1) })
    expect((await merchant.queryRefund(outRefundNo)).data).toMatchObject({ out_refund_no: outRefundNo })
    const found = await ours.queryRefund({ outTradeNo: 'REFUND_4', outRefundNo, total: TOTAL })
    expect(found).toMatchObject({ status: 'processing', outRefundNo })
  })

  test('an abnormal one to a card that their Rsa sealed for the wallet', async () => {
    const { merchant, ours, sold, control, account } = shop
    await sold('REFUND_5')
    const { data } = await merchant.refund({ out_trade_no: 'REFUND_5', out_refund_no: 'RF', amount: amount(300) })
    await control('trigger', { outTradeNo: 'REFUND_5', action: 'refund-unsure' })
    expect((await merchant.queryRefund('RF')).data).toMatchObject({ status: 'ABNORMAL' })
    const ref = { outTradeNo: 'REFUND_5', outRefundNo: 'RF', total: TOTAL }
    expect(await ours.queryRefund(ref)).toMatchObject({ status: 'processing', needsOperator: true })
    const sealed = (text: string) => Rsa.encrypt(text, read(account.publicKey))
    const card = { bank_type: 'ICBC_DEBIT', bank_account: sealed('6222020000000000000'), real_name: sealed('张三') }
    const path = 'v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund'
    const told = await merchant.post(
      path,
      { out_refund_no: 'RF', type: 'USER_BANK_CARD', ...card },
      { refund_id: textIn(data, 'refund_id'), headers: { 'Wechatpay-Serial': account.publicKeyId } },
    )
    expect(told).toMatchObject({ status: 200, serial: account.publicKeyId, data: { status: 'PROCESSING' } })
  })
})

describe('their client is refused, with the code of the wallet', () => {
  test.each<[what: string, change: object, status: number, code: string]>([
    ['another total than the order has', { amount: amount(1, 1989) }, 400, 'INVALID_REQUEST'],
    ['more than was paid', { amount: amount(1991) }, 400, 'INVALID_REQUEST'],
    ['no currency', { amount: { refund: 1, total: 1990 } }, 400, 'PARAM_ERROR'],
    ['an order that nobody knows', { out_trade_no: 'NOBODY_1' }, 404, 'RESOURCE_NOT_EXISTS'],
    ['a reason that is too long in bytes', { reason: '退'.repeat(27) }, 400, 'PARAM_ERROR'],
  ])('%s', async (_what, change, status, code) => {
    const { merchant, sold } = shop
    await sold('REFUND_6').catch(() => undefined) // paid once for all of them
    const refund = { out_trade_no: 'REFUND_6', out_refund_no: 'RG', amount: amount(1), ...change }
    await expect(merchant.refund(refund)).rejects.toMatchObject(refusal(status, code))
    await expect(merchant.queryRefund('RG')).rejects.toMatchObject(refusal(404, 'RESOURCE_NOT_EXISTS'))
  })

  test('an order that is not paid', async () => {
    await shop.place('native', 'REFUND_7')
    const refund = { out_trade_no: 'REFUND_7', out_refund_no: 'RH', amount: amount(1) }
    await expect(shop.merchant.refund(refund)).rejects.toMatchObject(refusal(404, 'RESOURCE_NOT_EXISTS'))
  })
})
