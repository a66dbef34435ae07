import { cny } from 'tpkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ATTACH, openWeChatShop, TOTAL, type WeChatShop } from './wechatpay-shop.fixture.ts'
import { refusal, type V3Scene } from './wechatpay-v3.fixture.ts'

let shop: WeChatShop

beforeAll(async () => {
  shop = await openWeChatShop()
})

afterAll(() => shop.close())

describe('their client of APIv3, as it was published, pays in the sandbox', () => {
  test('an order waits for its payer; their client and our provider say the same of it', async () => {
    const { place, merchant, ours } = shop
    expect(await place('native', 'CLIENT_1')).toMatch(/^weixin:\/\/wxpay\/bizpayurl\?pr=[0-9A-Za-z]+$/)
    expect((await merchant.query('CLIENT_1')).data).toMatchObject({ trade_state: 'NOTPAY', amount: { total: 1990 } })
    expect(await ours.query({ outTradeNo: 'CLIENT_1', total: TOTAL })).toMatchObject({ status: 'pending', total: TOTAL })
  })

  test.each<[scene: V3Scene, prompt: RegExp, type: string]>([
    ['native', /^weixin:/, 'NATIVE'],
    ['jsapi', /^wx[0-9a-zA-Z]+$/, 'JSAPI'],
    ['app', /^wx[0-9a-zA-Z]+$/, 'APP'],
    ['h5', /\?prepay_id=wx/, 'MWEB'],
  ])('%s: paid, found by both numbers, and by our provider', async (scene, shown, type) => {
    const { place, act, merchant, ours, account } = shop
    const outTradeNo = `SCENE_${scene}`
    const prompt = await place(scene, outTradeNo)
    expect(prompt).toMatch(shown)
    await act(prompt, 'pay')
    const { data } = await merchant.query(outTradeNo)
    const paid = { trade_state: 'SUCCESS', trade_type: type, attach: ATTACH, mchid: account.mchId, appid: account.appId }
    expect(data).toMatchObject({ ...paid, amount: { total: 1990, payer_total: 1990, currency: 'CNY' } })
    const transactionId = String(Reflect.get(data, 'transaction_id'))
    expect((await merchant.queryById(transactionId)).data).toEqual(data)
    const fact = { status: 'paid', total: TOTAL, transactionId, source: 'query' }
    expect(await ours.query({ outTradeNo, total: TOTAL })).toMatchObject(fact)
  })

  test('at the counter: a payment code is paid at once, and reversed by our provider', async () => {
    const { control, merchant, place, ours } = shop
    const { code } = (await control('payment-code', {})) as { readonly code: string } // docs/sandbox.md
    const change = { payer: { auth_code: code }, notify_url: undefined }
    // What it answers is the order, not a prompt.
    await expect(place('codepay', 'COUNTER_1', change)).rejects.toThrow('expected code_url')
    expect((await merchant.query('COUNTER_1')).data).toMatchObject({ trade_state: 'SUCCESS', trade_type: 'MICROPAY' })
    expect(await ours.reverse({ outTradeNo: 'COUNTER_1', total: TOTAL })).toMatchObject({ kind: 'done' })
    expect((await merchant.query('COUNTER_1')).data).toMatchObject({ trade_state: 'REVOKED' })
  })

  test('a number with every character that one may have: theirs sends it as it is, ours escaped, and both are signed so', async () => {
    const outTradeNo = 'a|B*c-D_9'
    await shop.place('native', outTradeNo)
    expect((await shop.merchant.query(outTradeNo)).data).toMatchObject({ out_trade_no: outTradeNo })
    expect(await shop.ours.query({ outTradeNo, total: TOTAL })).toMatchObject({ outTradeNo, status: 'pending' })
  })

  test('the same order again is the same code; our provider may begin what their client ends', async () => {
    const { place, act, merchant, ours } = shop
    expect(await place('native', 'CLIENT_2')).toBe(await place('native', 'CLIENT_2'))
    const order = { scene: 'native', outTradeNo: 'CLIENT_3', subject: 'tea', total: cny.fen(250) } as const
    const reply = await ours.pay(order)
    const prompt = reply.kind === 'done' && reply.value.prompt?.kind === 'qr' ? reply.value.prompt.text : 'none'
    await act(prompt, 'pay')
    expect((await merchant.query('CLIENT_3')).data).toMatchObject({ trade_state: 'SUCCESS', amount: { total: 250 } })
  })

  test('closed: 204 without a body, which is signed and verified all the same; nobody can pay it any more', async () => {
    const { place, act, merchant, ours, account } = shop
    const prompt = await place('native', 'CLIENT_4')
    expect(await merchant.closeOrder('CLIENT_4')).toEqual({ status: 204, serial: account.publicKeyId, data: '' })
    expect((await merchant.query('CLIENT_4')).data).toMatchObject({ trade_state: 'CLOSED' })
    expect(await ours.query({ outTradeNo: 'CLIENT_4', total: TOTAL })).toMatchObject({ status: 'closed' })
    await expect(act(prompt, 'pay')).rejects.toThrow('act')
    await expect(place('native', 'CLIENT_4')).rejects.toMatchObject(refusal(400, 'ORDER_CLOSED'))
  })
})

describe('their client is refused, with the code of the wallet', () => {
  test.each<[what: string, change: object, status: number, code: string]>([
    ['a field that is missing', { description: undefined }, 400, 'PARAM_ERROR'],
    ['an amount that is text', { amount: { total: '1990' } }, 400, 'PARAM_ERROR'],
    ['an amount of nothing', { amount: { total: 0 } }, 400, 'PARAM_ERROR'],
    ['null', { attach: null }, 400, 'PARAM_ERROR'],
    ['a character of four bytes', { attach: '😀' }, 400, 'PARAM_ERROR'],
    ['another merchant than the one that signs', { mchid: '1900000999' }, 400, 'PARAM_ERROR'],
    ['an application that is not bound', { appid: 'wx0000000000000000' }, 400, 'APPID_MCHID_NOT_MATCH'],
    ['a notify address with a query', { notify_url: 'https://shop.example/?a=1' }, 400, 'PARAM_ERROR'],
  ])('%s', async (_what, change, status, code) => {
    await expect(shop.place('native', 'REFUSED_1', change)).rejects.toMatchObject(refusal(status, code))
    await expect(shop.merchant.query('REFUSED_1')).rejects.toMatchObject(refusal(404, 'ORDER_NOT_EXIST'))
  })

  test('a number that was used for something else, or is paid; a paid order is not closed', async () => {
    const { place, sold, merchant } = shop
    await place('native', 'REFUSED_2')
    const other = { amount: { total: 1, currency: 'CNY' } }
    await expect(place('native', 'REFUSED_2', other)).rejects.toMatchObject(refusal(403, 'OUT_TRADE_NO_USED'))
    await expect(place('jsapi', 'REFUSED_2')).rejects.toMatchObject(refusal(403, 'OUT_TRADE_NO_USED'))
    await sold('REFUSED_3')
    await expect(place('native', 'REFUSED_3')).rejects.toMatchObject(refusal(400, 'INVALID_REQUEST'))
    await expect(merchant.closeOrder('REFUSED_3')).rejects.toMatchObject(refusal(403, 'TRADE_ERROR'))
  })
})
