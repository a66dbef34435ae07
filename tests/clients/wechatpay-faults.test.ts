import { cny } from 'tpkit'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { openWeChatShop, TOTAL, type WeChatShop } from './wechatpay-shop.fixture.ts'
import { publicKeyOf, read, refusal, v3Merchant } from './wechatpay-v3.fixture.ts'

let shop: WeChatShop

/** The sandbox keeps the real time, whatever a test does to the clock of their client. */
beforeAll(async () => {
  shop = await openWeChatShop({ clock: () => performance.timeOrigin + performance.now() })
  await shop.place('native', 'FAULT_1')
})

afterEach(async () => {
  vi.useRealTimers()
  await shop.faults('')
})

afterAll(() => shop.close())

const query = () => shop.merchant.query('FAULT_1')

describe('their client refuses an answer, as our provider does', () => {
  test.each<[fault: string, code: string]>([
    ['unsigned-answer', 'EV3_RES_HEADERS_INCOMPLATE'],
    ['broken-signature', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['signature-probe', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['other-key-answer', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['key-rotated', 'EV3_RES_HEADER_PLATFORM_SERIAL'],
    ['stale-answer', 'EV3_RES_HEADER_TIMESTAMP_OFFSET'],
    ['half-body', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['empty-body', 'EV3_RES_HEADER_SIGNATURE_DIGEST'],
    ['html-200', 'EV3_RES_HEADERS_INCOMPLATE'],
  ])('%s', async (fault, code) => {
    await shop.faults(`${fault}@query`)
    await expect(query()).rejects.toMatchObject({ code })
    await expect(shop.ours.query({ outTradeNo: 'FAULT_1', total: TOTAL })).rejects.toThrow()
  })

  test.each<[fault: string, error: object]>([
    ['drop-after', { code: 'ECONNRESET' }],
    ['http-503', { code: 'ERR_BAD_RESPONSE', status: 503 }],
    ['http-429', { code: 'ERR_BAD_REQUEST', status: 429 }],
    ['busy-undone', refusal(500, 'SYSTEM_ERROR')],
    ['respelled-code', refusal(500, 'SYSTEMERROR')],
    ['redirect', { status: 302 }],
  ])('%s, which is an error of the line', async (fault, error) => {
    await shop.faults(`${fault}@query`)
    await expect(query()).rejects.toMatchObject(error)
  })

  test.each(['extra-field-answer', 'few-fields-answer', 'slow:50'])('but not %s, which is harmless', async (fault) => {
    await shop.faults(`${fault}@query`)
    expect((await query()).data).toMatchObject({ out_trade_no: 'FAULT_1', trade_state: 'NOTPAY' })
  })

  test('a probe on a refund: refused, and done all the same; the same number finds it', async () => {
    await shop.sold('FAULT_2')
    const amount = { refund: 500, total: 1990, currency: 'CNY' }
    const refund = { out_trade_no: 'FAULT_2', out_refund_no: 'FR2', amount }
    await shop.faults('signature-probe@refund*1')
    const refused = shop.merchant.refund(refund)
    await expect(refused).rejects.toMatchObject({ code: 'EV3_RES_HEADER_SIGNATURE_DIGEST' })
    const { data } = await shop.merchant.queryRefund('FR2')
    expect((await shop.merchant.refund(refund)).data).toEqual(data)
  })
})

describe('the sandbox refuses their client', () => {
  test('with the key of another merchant, or another serial number', async () => {
    const { account } = shop
    const { account: other } = await shop.sandbox.enrol()
    const certs = publicKeyOf(account)
    const stranger = v3Merchant(account, certs, { privateKey: read(other.privateKey) })
    const issue = { detail: { detail: { issue: 'sign not match' } } }
    await expect(stranger.query('FAULT_1')).rejects.toMatchObject({ ...refusal(401, 'SIGN_ERROR'), data: issue })
    const misnamed = v3Merchant(account, certs, { serial: other.serial })
    await expect(misnamed.query('FAULT_1')).rejects.toMatchObject(refusal(401, 'SIGN_ERROR'))
    const small = v3Merchant(account, certs, { serial: account.serial.toLowerCase() })
    expect((await small.query('FAULT_1')).data).toMatchObject({ trade_state: 'NOTPAY' })
  })

  test.each([-302, 302])('with a clock that is %i seconds off', async (seconds) => {
    vi.setSystemTime(Date.now() + seconds * 1000)
    await expect(query()).rejects.toMatchObject(refusal(401, 'SIGN_ERROR'))
  })

  test.each([-298, 298])('but not with one that is %i seconds off: each believes the other', async (seconds) => {
    vi.setSystemTime(Date.now() + seconds * 1000)
    expect((await query()).data).toMatchObject({ trade_state: 'NOTPAY' })
  })
})

describe('where the two part: what their client does not look at', () => {
  const ours = () => shop.ours.query({ outTradeNo: 'FAULT_1', total: TOTAL })

  test('who signed a refusal: an order that is there is said to be none', async () => {
    await shop.faults('unsigned-refusal@query')
    await expect(query()).rejects.toMatchObject(refusal(404, 'ORDER_NOT_EXIST'))
    await expect(ours()).rejects.toThrow()
  })

  test('a signature header that came twice', async () => {
    await shop.faults('repeated-header@query')
    expect((await query()).data).toMatchObject({ out_trade_no: 'FAULT_1' })
    await expect(ours()).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('another order, or another amount, in a genuine answer: whose it is, theirs leaves to the shop', async () => {
    await shop.faults('other-order-answer@query')
    expect((await query()).data).toMatchObject({ out_trade_no: 'FAULT_7' })
    await expect(ours()).rejects.toMatchObject({ code: 'UNVERIFIED' })
    await shop.faults('other-amount-answer@query')
    expect((await query()).data).toMatchObject({ amount: { total: 1991 } })
    // A fact that does not bind to the order.
    expect(await ours()).toMatchObject({ total: cny.fen(1991) })
  })
})
