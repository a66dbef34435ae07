import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { opened, type Page } from './alipay-browser.fixture.ts'
import { refusal, textIn } from './alipay-sdk.fixture.ts'
import { type AlipayShop, openAlipayShop, SUBJECT, TOTAL } from './alipay-shop.fixture.ts'

let shop: AlipayShop

beforeAll(async () => {
  shop = await openAlipayShop()
})

afterAll(() => shop.close())

const BUYER = '2088102122524333'
const query = (outTradeNo: string) => shop.exec('trade.query', { out_trade_no: outTradeNo })
const ourQuery = (outTradeNo: string) => shop.ours.query({ outTradeNo, total: TOTAL })
const isNoTrade = refusal('40004', 'ACQ.TRADE_NOT_EXIST')

/** A code from the payer's phone. */
async function paymentCode(): Promise<string> {
  return textIn(Object(await shop.control('payment-code', {})), 'code')
}

describe('their client, as it was published, pays in the sandbox', () => {
  test('a QR code is no trade before somebody scans it; then their client and our provider say the same of it', async () => {
    const { place, act } = shop
    const code = await place('QR_1')
    expect(code).toMatch(/^https:\/\/qr\.alipay\.com\/[0-9a-z]+$/)
    expect(await query('QR_1')).toMatchObject(isNoTrade)
    expect(await ourQuery('QR_1')).toMatchObject({ kind: 'absent' })
    await act(code, 'cancel')
    expect(await query('QR_1')).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY', totalAmount: '19.90' })
    expect(await ourQuery('QR_1')).toMatchObject({ status: 'pending', total: TOTAL })
    await act(code, 'pay')
    const paid = await query('QR_1')
    expect(paid).toMatchObject({ code: '10000', tradeStatus: 'TRADE_SUCCESS', buyerPayAmount: '19.90', outTradeNo: 'QR_1' })
    const { traceId, ...said } = await shop.exec('trade.query', { trade_no: paid.tradeNo })
    expect({ ...said, traceId: paid.traceId }).toEqual(paid)
    const fact = { status: 'paid', total: TOTAL, transactionId: paid.tradeNo, source: 'query' }
    expect(await ourQuery('QR_1')).toMatchObject(fact)
  })

  test.each<[what: string, change: object]>([
    ['a payer who is known by a number', { buyer_id: BUYER }],
    ['a payer of a mini program', { product_code: 'JSAPI_PAY', op_app_id: '2021000122671080', buyer_open_id: 'o-1' }],
  ])('create: a trade at once, for %s', async (_what, change) => {
    const outTradeNo = `CREATE_${Object.keys(change).length}`
    const { exec, order, act } = shop
    const created = await exec('trade.create', order(outTradeNo, change))
    expect(created).toMatchObject({ code: '10000', outTradeNo })
    expect(await ourQuery(outTradeNo)).toMatchObject({ status: 'pending', transactionId: created.tradeNo })
    await act(created.tradeNo, 'pay')
    expect(await query(outTradeNo)).toMatchObject({ tradeStatus: 'TRADE_SUCCESS', tradeNo: created.tradeNo })
  })

  test('names as their documentation writes them, in camel case, and an amount that is a number', async () => {
    const order = { outTradeNo: 'CAMEL_1', totalAmount: 19.9, subject: 'tea', buyerId: BUYER, extendParams: { hbFqNum: '3' } }
    expect(await shop.exec('trade.create', order)).toMatchObject({ outTradeNo: 'CAMEL_1' })
    expect(await ourQuery('CAMEL_1')).toMatchObject({ status: 'pending', total: TOTAL })
  })

  test('the same order again is the same code; our provider may begin what their client ends', async () => {
    const { place, act, exec, ours } = shop
    expect(await place('SAME_1')).toBe(await place('SAME_1'))
    const reply = await ours.pay({ scene: 'native', outTradeNo: 'OURS_1', subject: 'tea', total: cny.fen(250) })
    const prompt = reply.kind === 'done' && reply.value.prompt?.kind === 'qr' ? reply.value.prompt.text : 'none'
    await act(prompt, 'cancel')
    expect(await query('OURS_1')).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY', totalAmount: '2.50' })
    expect(await exec('trade.close', { out_trade_no: 'OURS_1' })).toMatchObject({ code: '10000', outTradeNo: 'OURS_1' })
    expect(await ours.query({ outTradeNo: 'OURS_1', total: cny.fen(250) })).toMatchObject({ status: 'closed' })
  })

  test('closed: nobody can pay it any more, and neither is it closed twice', async () => {
    const { exec, act, place } = shop
    const code = await place('CLOSE_1')
    expect(await exec('trade.close', { out_trade_no: 'CLOSE_1' })).toMatchObject(isNoTrade)
    await act(code, 'cancel')
    expect(await exec('trade.close', { out_trade_no: 'CLOSE_1' })).toMatchObject({ code: '10000' })
    expect(await query('CLOSE_1')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' })
    expect(await ourQuery('CLOSE_1')).toMatchObject({ status: 'closed' })
    await expect(act(code, 'pay')).rejects.toThrow('closed')
    expect(await exec('trade.close', { out_trade_no: 'CLOSE_1' })).toMatchObject(refusal('40004', 'ACQ.TRADE_STATUS_ERROR'))
  })
})

describe('at the counter', () => {
  const scan = async (outTradeNo: string, change: object = {}) =>
    shop.exec('trade.pay', shop.order(outTradeNo, { scene: 'bar_code', auth_code: await paymentCode(), ...change }))

  test('a payment code is paid at once, and cancelled by their client: the money goes back', async () => {
    expect(await scan('COUNTER_1')).toMatchObject({ code: '10000', totalAmount: '19.90', receiptAmount: '19.90' })
    expect(await ourQuery('COUNTER_1')).toMatchObject({ status: 'paid', total: TOTAL })
    const cancelled = await shop.exec('trade.cancel', { out_trade_no: 'COUNTER_1' })
    expect(cancelled).toMatchObject({ code: '10000', action: 'refund', retryFlag: 'N' })
    expect(await query('COUNTER_1')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' })
    expect(await ourQuery('COUNTER_1')).toMatchObject({ status: 'paid', total: TOTAL, refundedInFull: true })
  })

  test('10003 while the payer types; our provider reverses it', async () => {
    expect(await scan('COUNTER_2', { total_amount: '953.02' })).toMatchObject({ code: '10003' })
    const total = cny.yuan('953.02')
    expect(await shop.ours.reverse({ outTradeNo: 'COUNTER_2', total })).toMatchObject({ kind: 'done' })
    expect(await query('COUNTER_2')).toMatchObject({ tradeStatus: 'TRADE_CLOSED' })
  })

  test('a code that is none, or was used; a cancel of what is not there does nothing, and says so', async () => {
    const { exec, order } = shop
    const isNoCode = refusal('40004', 'ACQ.PAYMENT_AUTH_CODE_INVALID')
    const auth_code = await paymentCode()
    expect(await exec('trade.pay', order('COUNTER_3', { auth_code }))).toMatchObject({ code: '10000' })
    expect(await exec('trade.pay', order('COUNTER_4', { auth_code }))).toMatchObject(isNoCode)
    const nothing = await exec('trade.cancel', { out_trade_no: 'COUNTER_4' })
    expect(nothing).toMatchObject({ code: '10000', retryFlag: 'N' })
    expect(nothing).not.toHaveProperty('action')
  })
})

describe('in a browser', () => {
  const RETURN = 'http://127.0.0.1:9/return?shop=7'
  const PAGE = 'alipay.trade.page.pay'

  function made(method: string, http: 'GET' | 'POST', outTradeNo: string, change: object = {}): string {
    const product_code = method === PAGE ? 'FAST_INSTANT_TRADE_PAY' : 'QUICK_WAP_WAY'
    const bizContent = shop.order(outTradeNo, { product_code, ...change })
    return shop.sdk.pageExecute(method, http, { bizContent, returnUrl: RETURN, notifyUrl: shop.notifyUrl(outTradeNo) })
  }

  /** What came back behind the shop's own address. */
  function broughtBack({ location = '' }: Page): Readonly<Record<string, string>> {
    const { shop: own, ...fields } = Object.fromEntries(new URL(location).searchParams)
    expect([location.startsWith(RETURN), own]).toEqual([true, '7'])
    return fields
  }

  test.each<[name: string, method: string, http: 'GET' | 'POST']>([
    ['page, a form that submits itself', PAGE, 'POST'],
    ['page, an address', PAGE, 'GET'],
    ['wap, a form that submits itself', 'alipay.trade.wap.pay', 'POST'],
    ['wap, an address', 'alipay.trade.wap.pay', 'GET'],
  ])('%s: the cashier shows it, its button pays, and the signed return is believed by both', async (_name, method, http) => {
    const outTradeNo = `${method.slice(13, 16)}_${http}`.toUpperCase()
    const cashier = await opened(made(method, http, outTradeNo))
    expect([cashier.status, cashier.html.includes('¥19.90'), cashier.html.includes('&lt;糖&gt;')]).toEqual([200, true, true])
    expect(await query(outTradeNo)).toMatchObject(isNoTrade)
    const back = broughtBack(await cashier.press('pay'))
    const paid = await query(outTradeNo)
    expect(paid).toMatchObject({ tradeStatus: 'TRADE_SUCCESS', totalAmount: '19.90' })
    expect(back).toMatchObject({ method: `${method}.return`, out_trade_no: outTradeNo, trade_no: paid.tradeNo })
    expect(back).not.toHaveProperty('trade_status')
    expect([shop.sdk.checkNotifySign(back), shop.sdk.checkNotifySignV2(back)]).toEqual([true, true])
    const hint = { outTradeNo, transactionId: paid.tradeNo }
    expect(await shop.ours.verifyReturn(String(new URLSearchParams(back)))).toEqual(hint)
    expect(await ourQuery(outTradeNo)).toMatchObject({ status: 'paid', total: TOTAL })
  })

  test('a payer who cancels is shown the cashier again; a return that was changed is believed by nobody', async () => {
    const cashier = await opened(made(PAGE, 'POST', 'BROWSER_1'))
    const again = await cashier.press('cancel')
    expect(await query('BROWSER_1')).toMatchObject({ tradeStatus: 'WAIT_BUYER_PAY' })
    expect(again.location).toMatch(/^\/cashier\//)
    const back = { ...broughtBack(await cashier.press('pay')), total_amount: '0.01' }
    expect(shop.sdk.checkNotifySignV2(back)).toBe(false)
    await expect(shop.ours.verifyReturn(String(new URLSearchParams(back)))).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('an order string, which an app hands over', async () => {
    const order = shop.order('APP_1', { product_code: 'QUICK_MSECURITY_PAY' })
    const orderStr = shop.sdk.sdkExecute('alipay.trade.app.pay', { bizContent: order, notifyUrl: shop.notifyUrl('APP_1') })
    await shop.act(orderStr, 'pay')
    expect(await query('APP_1')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
    expect(await ourQuery('APP_1')).toMatchObject({ status: 'paid', total: TOTAL })
    expect(await shop.notifies('APP_1')).toHaveLength(1)
  })

  test('an order of our provider, put on a page or into an app, is what their client finds', async () => {
    const order = { outTradeNo: 'OURS_2', subject: SUBJECT, total: TOTAL, returnUrl: RETURN } as const
    const reply = await shop.ours.pay({ ...order, scene: 'h5' })
    const url = reply.kind === 'done' && reply.value.prompt?.kind === 'redirect' ? reply.value.prompt.url : 'none'
    const here = url.replace('https://openapi.alipay.com', shop.sandbox.url)
    const back = broughtBack(await (await opened(here)).press('pay'))
    expect(shop.sdk.checkNotifySignV2(back)).toBe(true)
    expect(await query('OURS_2')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS', tradeNo: back.trade_no })
  })

  describe('where the two part', () => {
    const ENTITY = { body: 'Tom &amp; Jerry' }

    test('text that looks like HTML: their form escapes quotes alone, so the browser sends another text than was signed', async () => {
      const { html } = await opened(made(PAGE, 'POST', 'PART_1', ENTITY))
      expect(html).toContain('invalid-signature')
      expect((await opened(made(PAGE, 'GET', 'PART_1', ENTITY))).html).toContain('¥19.90')
    })

    test('a return with the shop’s own query: theirs wants it taken out, ours knows what the wallet signs', async () => {
      const { location = '' } = await (await opened(made(PAGE, 'GET', 'PART_2'))).press('pay')
      const { search, searchParams } = new URL(location)
      expect(shop.sdk.checkNotifySignV2(Object.fromEntries(searchParams))).toBe(false)
      expect(await shop.ours.verifyReturn(search.slice(1))).toMatchObject({ outTradeNo: 'PART_2' })
    })
  })
})

describe('their client passes on what the wallet refuses', () => {
  test.each<[what: string, change: object, subCode: string]>([
    ['a subject that is missing', { subject: undefined }, 'ACQ.INVALID_PARAMETER'],
    ['null', { subject: null }, 'ACQ.INVALID_PARAMETER'],
    ['a subject with a letter that the pages forbid', { subject: 'a=1' }, 'ACQ.INVALID_PARAMETER'],
    ['an amount of nothing', { total_amount: '0.00' }, 'ACQ.TOTAL_FEE_EXCEED'],
    ['an amount as a computer adds it', { total_amount: 0.1 + 0.2 }, 'ACQ.INVALID_PARAMETER'],
    ['an end that is over', { time_expire: '2020-01-01 00:00:00' }, 'ACQ.NOW_TIME_AFTER_EXPIRE_TIME_ERROR'],
    ['money for somebody else', { seller_id: '2088000000000999' }, 'ACQ.INVALID_RECEIVE_ACCOUNT'],
  ])('%s', async (_what, change, subCode) => {
    expect(await shop.exec('trade.precreate', shop.order('REFUSED_1', change))).toMatchObject(refusal('40004', subCode))
    expect(await query('REFUSED_1')).toMatchObject(isNoTrade)
  })

  test('a number that was used for something else, or is paid; a paid order is not closed', async () => {
    const { exec, order, place, sold } = shop
    await place('REFUSED_2')
    const other = await exec('trade.precreate', order('REFUSED_2', { total_amount: '0.01' }))
    expect(other).toMatchObject(refusal('40004', 'ACQ.CONTEXT_INCONSISTENT'))
    await sold('REFUSED_3')
    expect(await exec('trade.precreate', order('REFUSED_3'))).toMatchObject(refusal('40004', 'ACQ.TRADE_HAS_SUCCESS'))
    expect(await exec('trade.close', { out_trade_no: 'REFUSED_3' })).toMatchObject(refusal('40004', 'ACQ.TRADE_STATUS_ERROR'))
  })

  test('a parameter that is undefined stumbles in their signer, before anything is sent', () => {
    const order = { bizContent: shop.order('REFUSED_4'), notifyUrl: undefined }
    expect(() => shop.sdk.sdkExecute('alipay.trade.app.pay', order)).toThrow('undefined or null')
  })
})
