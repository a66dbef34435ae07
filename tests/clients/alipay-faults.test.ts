import { text } from 'node:stream/consumers'
import { cny } from 'tpkit'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { refusal, sdkOf, textIn } from './alipay-sdk.fixture.ts'
import { type AlipayShop, openAlipayShop, TOTAL } from './alipay-shop.fixture.ts'
import { serve } from './house.fixture.ts'

let shop: AlipayShop

/** The sandbox keeps the real time, whatever a test does to the clock of their client. */
beforeAll(async () => {
  shop = await openAlipayShop({ clock: () => performance.timeOrigin + performance.now() })
  await shop.sold('FAULT_1')
})

afterEach(() => shop.faults(''))

afterAll(() => shop.close())

const query = (outTradeNo = 'FAULT_1') => shop.exec('trade.query', { out_trade_no: outTradeNo })
const ourQuery = () => shop.ours.query({ outTradeNo: 'FAULT_1', total: TOTAL })

describe('their client refuses an answer, as our provider does', () => {
  test.each<[fault: string, sentence: string]>([
    ['broken-signature', '验签失败'],
    ['edited-answer', '验签失败'],
    ['rewritten-answer', '验签失败'],
    ['other-key-answer', '验签失败'],
    ['key-rotated', '验签失败'],
    ['other-method-answer', '找不到'],
    ['half-body', 'Response 格式错误'],
    ['empty-body', 'Response 格式错误'],
    ['html-200', 'Response 格式错误'],
    ['gbk-page', 'Response 格式错误'],
    ['http-503', 'status: 503'],
    ['http-429', 'status: 429'],
    ['drop-before', 'HttpClient Request error'],
  ])('%s', async (fault, sentence) => {
    await shop.faults(`${fault}@query`)
    await expect(query()).rejects.toMatchObject({ name: 'AlipayRequestError', message: expect.stringContaining(sentence) })
    await expect(ourQuery()).rejects.toThrow()
  })

  test.each(['unsigned-answer', 'unsigned-refusal'])(
    '%s: theirs with an error of the cipher, and without a word of why',
    async (fault) => {
      await shop.faults(`${fault}@query`)
      await expect(query()).rejects.toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' })
      await expect(ourQuery()).rejects.toMatchObject({ code: 'UNVERIFIED' })
    },
  )

  test.each(['extra-field-answer', 'few-fields-answer', 'slow:50'])('but not %s, which is harmless', async (fault) => {
    await shop.faults(`${fault}@query`)
    expect(await query()).toMatchObject({ outTradeNo: 'FAULT_1', tradeStatus: 'TRADE_SUCCESS' })
    expect(await ourQuery()).toMatchObject({ status: 'paid', total: TOTAL })
  })
})

describe('the sandbox refuses their client', () => {
  test('with the key of another merchant, and as an application that nobody knows', async () => {
    const other = await shop.enrol({})
    const asked = { bizContent: { out_trade_no: 'FAULT_1' } }
    const stranger = sdkOf({ ...shop.account, privateKey: other.account.privateKey })
    const answer = await stranger.exec('alipay.trade.query', asked, { validateSign: true })
    expect(answer).toMatchObject(refusal('40002', 'isv.invalid-signature'))
    expect(answer.subMsg).toContain('网关生成的验签字符串为：app_id=')
    const unknown = sdkOf(shop.account, { appId: '2021000000000099' })
    // Unsigned, so that only who does not verify learns why.
    expect(await unknown.exec('alipay.trade.query', asked)).toMatchObject(refusal('40002', 'isv.invalid-app-id'))
    await expect(unknown.exec('alipay.trade.query', asked, { validateSign: true })).rejects.toThrow(TypeError)
  })

  test('with a method that is none, or a merchant who is not theirs', async () => {
    expect(await shop.exec('trade.steal', {})).toMatchObject(refusal('40002', 'isv.invalid-method'))
    const other = await shop.enrol({})
    expect(await other.exec('trade.query', { out_trade_no: 'FAULT_1' })).toMatchObject(refusal('40004', 'ACQ.TRADE_NOT_EXIST'))
  })

  test('but not with a clock that is ten days off: the form of a timestamp counts alone', async () => {
    vi.setSystemTime(Date.now() - 10 * 86_400_000)
    const answer = await query().finally(() => vi.useRealTimers())
    expect(answer).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
  })
})

describe('where the two part: what their client does not look at', () => {
  test.each(['broken-signature', 'edited-answer', 'unsigned-answer'])('%s, unless it is told to verify', async (fault) => {
    await shop.faults(`${fault}@query`)
    const believed = await shop.sdk.exec('alipay.trade.query', { bizContent: { out_trade_no: 'FAULT_1' } })
    expect(believed).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
    await expect(ourQuery()).rejects.toMatchObject({ code: 'UNVERIFIED' })
  })

  test('a signature, where it was given no key of the wallet: it says so on the console and goes on', async () => {
    const warned = vi.spyOn(console, 'warn').mockReturnValue()
    const { alipayPublicKey: _, ...keyless } = shop.account
    await shop.faults('broken-signature@query')
    const sent = sdkOf(keyless).exec('alipay.trade.query', { bizContent: { out_trade_no: 'FAULT_1' } }, { validateSign: true })
    expect(await sent.finally(() => warned.mockRestore())).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
    expect(sdkOf(keyless).checkNotifySignV2({ sign: 'x' })).toBe(false)
  })

  test('another order, or another amount, in a genuine answer: whose it is, theirs leaves to the shop', async () => {
    await shop.faults('other-order-answer@query')
    expect(await query()).toMatchObject({ outTradeNo: 'FAULT_7' })
    await expect(ourQuery()).rejects.toMatchObject({ code: 'UNVERIFIED' })
    await shop.faults('other-amount-answer@query')
    expect(await query()).toMatchObject({ totalAmount: '19.91' })
    // A fact that does not bind to the order.
    expect(await ourQuery()).toMatchObject({ total: cny.fen(1991) })
  })

  test('a failure that may have been a success: an answer like any other to theirs, unknown to ours', async () => {
    for (const fault of ['busy-done', 'busy-in-business', 'misspelled-code', 'unlisted-code']) {
      await shop.faults(`${fault}@refund*2`)
      const outTradeNo = fault.toUpperCase().replaceAll('-', '_')
      await shop.sold(outTradeNo)
      const refund = { out_trade_no: outTradeNo, out_request_no: 'R1', refund_amount: '5.00' }
      expect(await shop.exec('trade.refund', refund)).toMatchObject({ code: expect.stringMatching(/^(?:20000|40004)$/) })
      const ours = { outTradeNo, outRefundNo: 'R1', total: TOTAL, amount: cny.fen(500) }
      expect(await shop.ours.refund(ours)).toMatchObject({ kind: 'unknown' })
      const done = await shop.exec('trade.fastpay.refund.query', { out_trade_no: outTradeNo, out_request_no: 'R1' })
      expect(done).toMatchObject({ refundStatus: 'REFUND_SUCCESS', refundAmount: '5.00' })
    }
  })
})

describe('where the two part: what their client does by itself', () => {
  test('a refund whose connection ended is sent again: the answer says that nothing moved, and the money has', async () => {
    await shop.sold('AGAIN_1')
    const refund = { out_trade_no: 'AGAIN_1', out_request_no: 'R1', refund_amount: '5.00' }
    await shop.faults('drop-after@refund*1')
    expect(await shop.exec('trade.refund', refund)).toMatchObject({ code: '10000', fundChange: 'N', refundFee: '5.00' })
    await shop.faults('drop-after@refund*1')
    const ours = { outTradeNo: 'AGAIN_1', outRefundNo: 'R2', total: TOTAL, amount: cny.fen(500) }
    expect(await shop.ours.refund(ours)).toMatchObject({ kind: 'unknown' })
  })

  test('a payment code as well: the answer is a refusal, and the payer has paid', async () => {
    const auth_code = textIn(Object(await shop.control('payment-code', {})), 'code')
    await shop.faults('drop-after@pay*1')
    const answer = await shop.exec('trade.pay', shop.order('AGAIN_2', { auth_code }))
    expect(answer).toMatchObject(refusal('40004', 'ACQ.TRADE_HAS_SUCCESS'))
    expect(await query('AGAIN_2')).toMatchObject({ tradeStatus: 'TRADE_SUCCESS' })
  })

  test('a redirection is followed to wherever it leads, with everything that was asked; ours ends there', async () => {
    const heard: string[] = []
    const elsewhere = await serve(async (request, response) => {
      heard.push(await text(request))
      response.end('{}')
    })
    const first = await serve(async (_request, response) => {
      response.writeHead(302, { location: `${elsewhere.url}/gateway.do` }).end()
    })
    try {
      const led = sdkOf(shop.account, { gateway: `${first.url}/gateway.do` })
      const bizContent = { out_trade_no: 'FAULT_1', auth_code: '281234567890123456' }
      await expect(led.exec('alipay.trade.pay', { bizContent })).rejects.toThrow('找不到')
      expect(heard.map((body) => new URLSearchParams(body).get('biz_content'))).toEqual([JSON.stringify(bizContent)])
    } finally {
      await Promise.all([first.close(), elsewhere.close()])
    }
    await shop.faults('redirect@query')
    await expect(ourQuery()).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('302') })
  })
})
