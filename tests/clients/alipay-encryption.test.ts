import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { opened } from './alipay-browser.fixture.ts'
import { named } from './alipay-keys.fixture.ts'
import { refusal, sdkOf, textIn } from './alipay-sdk.fixture.ts'
import { type AlipayShop, openAlipayShop, TOTAL } from './alipay-shop.fixture.ts'

let shop: AlipayShop

beforeAll(async () => {
  shop = await openAlipayShop({ alipay: { aesKey: named('content_key') } })
})

afterAll(() => shop.close())

/** 接口内容加密. Their client does not verify such an answer, see below. */
const sealed = (method: string, bizContent: object, more: object = {}, sdk = shop.sdk) =>
  sdk.exec(`alipay.${method}`, { bizContent, needEncrypt: true, ...more })
const query = (out_trade_no: string, sdk = shop.sdk) => sealed('trade.query', { out_trade_no }, {}, sdk)

/** What comes for a request of theirs, before their client opens it. */
async function raw(method: string, bizContent: object): Promise<string> {
  const said = shop.sdk.sdkExecute(`alipay.${method}`, { bizContent, needEncrypt: true })
  const sent = { method: 'POST', body: new URLSearchParams(said) }
  return (await fetch(`${shop.sandbox.url}/gateway.do`, sent)).text()
}

describe('their client says what it wants encrypted', () => {
  test('and is answered so: an order of any letters, paid, refunded, and seen by our provider, which always encrypts', async () => {
    const code = textIn(await sealed('trade.precreate', shop.order('AES_1')), 'qrCode')
    await shop.act(code, 'pay')
    const paid = await query('AES_1')
    expect(paid).toMatchObject({ code: '10000', tradeStatus: 'TRADE_SUCCESS', totalAmount: '19.90' })
    const fact = { status: 'paid', total: TOTAL, transactionId: paid.tradeNo }
    expect(await shop.ours.query({ outTradeNo: 'AES_1', total: TOTAL })).toMatchObject(fact)
    const refund = { out_trade_no: 'AES_1', out_request_no: 'R1', refund_amount: '5.00' }
    expect(await sealed('trade.refund', refund)).toMatchObject({ fundChange: 'Y', refundFee: '5.00' })
    const ref = { outTradeNo: 'AES_1', outRefundNo: 'R1', total: TOTAL }
    expect(await shop.ours.queryRefund(ref)).toMatchObject({ status: 'refunded' })
  })

  test('a refusal is encrypted as well', async () => {
    expect(await raw('trade.query', { out_trade_no: 'NOBODY_1' })).toMatch(/^\{"alipay_trade_query_response":"[^{"]+","sign":"/)
    expect(await query('NOBODY_1')).toMatchObject(refusal('40004', 'ACQ.TRADE_NOT_EXIST'))
  })

  test('in a browser and in an app', async () => {
    const { sdk, order, act } = shop
    const bizContent = order('AES_2', { product_code: 'FAST_INSTANT_TRADE_PAY' })
    const page = sdk.pageExecute('alipay.trade.page.pay', 'GET', { bizContent, needEncrypt: true })
    expect(new URL(page).searchParams.get('encrypt_type')).toBe('AES')
    await (await opened(page)).press('pay')
    expect(await query('AES_2')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
    await act(sdk.sdkExecute('alipay.trade.app.pay', { bizContent: order('AES_3'), needEncrypt: true }), 'pay')
    expect(await query('AES_3')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
  })

  test('who does not is answered in the open, key or not', async () => {
    expect(await shop.exec('trade.query', { out_trade_no: 'AES_1' })).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
  })

  test('notifies are in the open, too', async () => {
    const notifyUrl = shop.notifyUrl('AES_4')
    await shop.act(textIn(await sealed('trade.precreate', shop.order('AES_4'), { notifyUrl }), 'qrCode'), 'pay')
    const [notify] = await shop.notifies('AES_4')
    const fields = Object.fromEntries(new URLSearchParams(new TextDecoder().decode(notify?.body)))
    expect(fields).toMatchObject({ out_trade_no: 'AES_4', trade_status: 'TRADE_SUCCESS' })
    expect(shop.sdk.checkNotifySignV2(fields)).toBe(true)
  })
})

describe('their client is refused, with the code of the wallet', () => {
  test('with another key, or as an application that has none', async () => {
    const otherKey = sdkOf(shop.account, { encryptKey: Buffer.alloc(16, 7).toString('base64') })
    expect(await query('AES_1', otherKey)).toMatchObject(refusal('40002', 'isv.decryption-error-unknown'))
    const bare = await shop.enrol({})
    const sdk = sdkOf(bare.account, { encryptKey: named('content_key') })
    expect(await query('AES_1', sdk)).toMatchObject(refusal('40002', 'isv.decryption-error-not-valid-encrypt-key'))
    await expect(query('AES_1', bare.sdk)).rejects.toThrow('encryptKey')
  })
})

describe('where the two part', () => {
  test('an encrypted answer: theirs cuts the signed text out by its braces, finds none and refuses; ours verifies it', async () => {
    const asked = { bizContent: { out_trade_no: 'AES_1' }, needEncrypt: true }
    await expect(shop.sdk.exec('alipay.trade.query', asked, { validateSign: true })).rejects.toThrow('验签失败')
    const text = await raw('trade.query', { out_trade_no: 'AES_1' })
    const { alipay_trade_query_response: box, sign } = JSON.parse(text)
    // It is genuine: over the text with its quotes.
    expect(shop.sdk.rsaCheck(`"${box}"`, sign)).toBe(true)
    expect(JSON.parse(shop.sdk.aesDecrypt(box))).toMatchObject({ trade_status: 'TRADE_SUCCESS' })
  })

  test('so that it opens one with a signature that fits nothing; ours refuses it', async () => {
    await shop.faults('broken-signature@query')
    expect(await query('AES_1')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
    await expect(shop.ours.query({ outTradeNo: 'AES_1', total: TOTAL })).rejects.toMatchObject({ code: 'UNVERIFIED' })
    await shop.faults('')
  })
})
