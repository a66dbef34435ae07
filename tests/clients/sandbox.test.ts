import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { merchantOf } from './client.fixture.ts'
import { ORDER, openShop, refusal, type Shop, TOTAL } from './shop.fixture.ts'

let shop: Shop

beforeAll(async () => {
  shop = await openShop()
})

afterAll(() => shop.close())

describe('their client, as it was published, pays in the sandbox', () => {
  test('an order waits for its payer; their client and our provider say the same of it', async () => {
    const { place, merchant, ours } = shop
    expect(await place('CLIENT_1')).toMatch(/^https:\/\/qpay\.qq\.com\/qr\/[0-9a-f]{8}$/)
    expect(await merchant.call('orderQuery', { out_trade_no: 'CLIENT_1' })).toMatchObject({ trade_state: 'NOTPAY' })
    expect(await ours.query({ outTradeNo: 'CLIENT_1', total: TOTAL })).toMatchObject({ status: 'pending', total: TOTAL })
  })

  test('it is paid and notified; their code proves the notify, and our provider finds the same facts', async () => {
    const { merchant, ours } = shop
    await shop.placeAndPay('CLIENT_2')
    const notify = await shop.notifyOf('CLIENT_2')
    const { fields, genuine } = merchant.notified(notify)
    expect(genuine).toBe(true)
    expect(fields).toMatchObject({ total_fee: '1990', trade_state: 'SUCCESS', attach: ORDER.attach })
    const asked = await merchant.call('orderQuery', { out_trade_no: 'CLIENT_2' })
    expect(asked).toMatchObject({ trade_state: 'SUCCESS', transaction_id: fields.transaction_id, attach: ORDER.attach })
    const paid = { status: 'paid', total: TOTAL, transactionId: fields.transaction_id, outTradeNo: 'CLIENT_2' }
    const received = { headers: new Map(), query: '', body: new TextEncoder().encode(notify) }
    expect((await ours.notify(received)).facts).toMatchObject([{ ...paid, source: 'notify' }])
    expect(await ours.query({ outTradeNo: 'CLIENT_2', total: TOTAL })).toMatchObject({ ...paid, source: 'query' })
  })

  test('their acknowledgement ends the notify', async () => {
    await shop.placeAndPay('CLIENT_3')
    await shop.notifyOf('CLIENT_3')
    const answer = { status: 200, body: expect.stringContaining('<return_code>SUCCESS</return_code>') }
    await vi.waitFor(async () => {
      const taken = expect.objectContaining({ attempt: 1, answer: expect.objectContaining(answer) })
      expect(await shop.control('deliveries')).toEqual(expect.arrayContaining([taken]))
    }, 15_000)
  })

  test('a closed one can be paid no more, and our provider says closed', async () => {
    const { place, merchant, ours } = shop
    await place('CLIENT_4')
    expect(await merchant.call('closeOrder', { out_trade_no: 'CLIENT_4' })).toMatchObject({ result_code: 'SUCCESS' })
    expect(await merchant.call('orderQuery', { out_trade_no: 'CLIENT_4' })).toMatchObject({ trade_state: 'CLOSED' })
    expect(await ours.query({ outTradeNo: 'CLIENT_4', total: TOTAL })).toMatchObject({ status: 'closed' })
    await expect(place('CLIENT_4')).rejects.toMatchObject(refusal('ORDERCLOSED'))
  })

  test('money goes back through mutual TLS, under one number once; our provider finds that refund and adds another', async () => {
    const { merchant, ours } = shop
    await shop.placeAndPay('CLIENT_5')
    const refund = { out_trade_no: 'CLIENT_5', out_refund_no: 'CLIENT_R5', refund_fee: 500, ...merchant.operator }
    const { refund_id: refundId = '' } = await merchant.call('refund', refund)
    expect(await merchant.call('refund', refund)).toMatchObject({ refund_id: refundId })
    const ref = { outTradeNo: 'CLIENT_5', outRefundNo: 'CLIENT_R5', total: TOTAL }
    expect(await ours.queryRefund(ref)).toMatchObject({ status: 'refunded', refundId, amount: cny.fen(500) })
    const rest = { ...ref, outRefundNo: 'CLIENT_R6', amount: cny.fen(1490) }
    expect(await ours.refund(rest)).toMatchObject({ kind: 'done' })
    expect(await merchant.call('refundQuery', { out_trade_no: 'CLIENT_5' })).toMatchObject({
      ...{ refund_count: '2', total_fee: '1990' },
      ...{ out_refund_no_0: 'CLIENT_R5', refund_id_0: refundId, refund_fee_0: '500', refund_status_0: 'SUCCESS' },
      ...{ out_refund_no_1: 'CLIENT_R6', refund_fee_1: '1490', refund_status_1: 'SUCCESS' },
    })
    expect(await merchant.call('orderQuery', { out_trade_no: 'CLIENT_5' })).toMatchObject({ trade_state: 'REFUND' })
  })
})

describe('their client is refused', () => {
  test('with the code of the wallet, in an error of its own', async () => {
    const { place, merchant } = shop
    await shop.placeAndPay('CLIENT_6')
    await place('CLIENT_7')
    await expect(place('CLIENT_7', { total_fee: 1 })).rejects.toMatchObject(refusal('OUT_TRADE_NO_USED'))
    await expect(place('CLIENT_6')).rejects.toMatchObject(refusal('ORDERPAID'))
    await expect(place('CLIENT_8', { body: '' })).rejects.toMatchObject(refusal('LACK_PARAMS'))
    await expect(merchant.call('closeOrder', { out_trade_no: 'CLIENT_6' })).rejects.toMatchObject(refusal('ORDERPAID'))
    await expect(merchant.call('orderQuery', { out_trade_no: 'CLIENT_8' })).rejects.toMatchObject(refusal('ORDERNOTEXIST'))
  })

  test('under another key, before anything happens', async () => {
    const account = { ...shop.sandbox.account, apiKey: 'test-key-of-somebody-else-012345' }
    const stranger = merchantOf({ ...shop.sandbox, account })
    await expect(stranger.call('orderQuery', { out_trade_no: 'CLIENT_1' })).rejects.toMatchObject(refusal('SIGNERROR'))
  })

  test('without its certificate, before a refund is read', async () => {
    const { merchant } = shop
    await shop.placeAndPay('CLIENT_9')
    const refund = { out_trade_no: 'CLIENT_9', out_refund_no: 'CLIENT_R9', refund_fee: 1, ...merchant.operator }
    await expect(merchantOf(shop.sandbox, { certificate: false }).call('refund', refund)).rejects.toThrow(TLS_REFUSAL)
    await expect(merchant.call('refundQuery', { out_refund_no: 'CLIENT_R9' })).rejects.toMatchObject(refusal('ORDERNOTEXIST'))
    expect(await merchant.call('refund', refund)).toMatchObject({ result_code: 'SUCCESS' })
  })
})

/** TLS 1.3 tells it after the handshake; whether the alert or the end of the connection is read first is a matter of luck. */
const TLS_REFUSAL = /certificate required|ECONNRESET|socket hang up|EPIPE/i
