import { beforeEach, describe, expect, it } from 'vitest'
import type { Desk } from '../desk/desk.ts'
import { runCli, testDesk } from '../desk.fixture.ts'
import type { Lang } from '../lang.ts'
import { runDemo } from './run.ts'

let printed: () => string

beforeEach(() => {
  printed = () => ''
})

function desk(lang: Lang = 'en'): Desk {
  const test = testDesk({ lang })
  printed = test.printed
  return test.desk
}

/** Where the lines stand, in the order asked for. */
function places(lines: readonly RegExp[]): readonly number[] {
  const text = printed()
  return lines.map((line) => text.search(line))
}

describe('the demo', () => {
  it('goes from order to refund and ends with two books that agree', async () => {
    await expect(runDemo(desk())).resolves.toBe(0)
    const found = places([
      /order DEMO_\w+_1 over ¥19\.90/,
      /QR code for the payer: https:\/\/qpay\.qq\.com\/qr\//,
      /presses "pay"/,
      /signature verified over the raw bytes/,
      /bound to our order/,
      /in the ledger: paid, transaction \d{28}/,
      /refund DEMO_\w+_1_R1 of ¥5\.00 over mutual TLS/,
      /¥5\.00 went back/,
      /a second order DEMO_\w+_2 over ¥8\.00/,
      /closed at the wallet/,
      /wallet's own books/,
      /both books agree/,
    ])
    expect(found).not.toContain(-1)
    expect(found).toEqual([...found].sort((a, b) => a - b))
  })

  it('takes a payment code at the counter, waits for a password and reverses', async () => {
    await expect(runDemo(desk(), { scene: 'micropay' })).resolves.toBe(0)
    const found = places([
      /the shop scans it: 91\d{16}/,
      /paid at once, .*transaction \d{28}/,
      /signature verified over the raw bytes/,
      /in the ledger: paid/,
      /¥5\.00 went back/,
      /a second order DEMO_\w+_2 over ¥953\.02/,
      /asked for the password/,
      /reversed over mutual TLS/,
      /both books agree/,
    ])
    expect(found).not.toContain(-1)
    expect(found).toEqual([...found].sort((a, b) => a - b))
  })

  it('hands the page inside the app what opens its cashier', async () => {
    await expect(runDemo(desk('zh'), { scene: 'jsapi' })).resolves.toBe(0)
    expect(
      places([/用 mqq\.tenpay\.pay 调起收银台/, /"tokenId": "\w+"/, /付款人在收银台/, /已在钱包关单/, /两本账一分不差/]),
    ).not.toContain(-1)
  })

  it('ends with 1 and says why when the wallet reports another amount', async () => {
    await expect(runDemo(desk(), { faults: [{ fault: 'notify-wrong-amount' }] })).resolves.toBe(1)
    const text = printed()
    expect(text).toMatch(/the demo stopped: total: expected 19\.90 CNY, the wallet's message says 0\.01 CNY/)
    expect(text).toMatch(/genuine .* but not ours, so nothing was booked/)
    expect(text).not.toMatch(/booked as paid/)
  })

  it('lets one order be paid at two wallets: exactly one payment stands', async () => {
    await expect(runDemo(desk(), { story: 'double' })).resolves.toBe(0)
    const found = places([
      /sent to the account qq-demo/,
      /local WeChat Pay started/,
      /the configuration now leads to wechat-demo/,
      /sent to the account wechat-demo/,
      /the order is paid through qq-demo/,
      /a second payment of one order/,
      /¥19\.90 is back at the payer/,
      /order written down +19\.90 CNY/,
      /a second payment of the order: it goes back/,
      /the wallet says: back at the payer/,
      /exactly one payment stands: ¥19\.90 through qq-demo/,
      /both books agree/,
    ])
    expect(found).not.toContain(-1)
    expect(found).toEqual([...found].sort((a, b) => a - b))
  })

  it('tells of it in Chinese', async () => {
    await expect(runDemo(desk('zh'), { story: 'double' })).resolves.toBe(0)
    expect(places([/同一订单的第二笔支付：退回/, /恰有一笔支付成立/, /两本账一分不差/])).not.toContain(-1)
  })

  it('says in Chinese what does not fit', async () => {
    await expect(runDemo(desk('zh'), { faults: [{ fault: 'notify-wrong-amount' }] })).resolves.toBe(1)
    expect(printed()).toMatch(/演示中止：total：应为 19\.90 CNY，钱包的报文为 0\.01 CNY/)
  })

  it('speaks Chinese, and gives programs one JSON object a line, the last one with how it ended', async () => {
    const { code, stdout } = await runCli(['demo', '--json', '--lang', 'zh'])
    const events = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(events[0]).toEqual({
      event: 'step',
      elapsedMs: expect.any(Number),
      text: expect.stringContaining('本地 QQ钱包已启动'),
    })
    expect(stdout).toMatch(/付款人扫码[\s\S]*验签通过[\s\S]*退款[\s\S]*关单[\s\S]*两本账一分不差/)
    expect(events.at(-1)).toEqual({ event: 'end', ok: true })
  })

  describe('at WeChat Pay', () => {
    it('goes from order to refund and ends with two books that agree', async () => {
      await expect(runDemo(desk(), { wallet: 'wechatpay' })).resolves.toBe(0)
      const found = places([
        /local WeChat Pay started/,
        /QR code for the payer: weixin:\/\/wxpay\/bizpayurl\?pr=/,
        /signature verified over the raw bytes/,
        /in the ledger: paid, transaction \d{28}/,
        /refund DEMO_\w+_1_R1 of ¥5\.00, signed with RSA/,
        /¥5\.00 went back/,
        /1 s later .*closed at the wallet/,
        /both books agree/,
      ])
      expect(found).not.toContain(-1)
      expect(found).toEqual([...found].sort((a, b) => a - b))
    })

    it('takes a payment code, of which no notify tells', async () => {
      await expect(runDemo(desk('zh'), { wallet: 'wechatpay', scene: 'micropay' })).resolves.toBe(0)
      expect(
        places([/本地微信支付已启动/, /店铺扫码：1[0-5]\d{16}/, /账本记录：已支付/, /已撤销，RSA 签名/, /两本账一分不差/]),
      ).not.toContain(-1)
      expect(printed()).not.toMatch(/钱包通知店铺/)
    })

    it('hands the page in the app signed launch parameters', async () => {
      await expect(runDemo(desk(), { wallet: 'wechatpay', scene: 'jsapi' })).resolves.toBe(0)
      expect(places([/WeixinJSBridge\.getBrandWCPayRequest\(/, /"signType": "RSA"/, /both books agree/])).not.toContain(-1)
    })

    it('lets one order be paid at two wallets: exactly one payment stands', async () => {
      await expect(runDemo(desk(), { wallet: 'wechatpay', story: 'double' })).resolves.toBe(0)
      expect(
        places([/connection breaks as the first code is to be closed/, /exactly one payment stands/, /both books agree/]),
      ).not.toContain(-1)
    })

    it('ends with 1 and says why when the wallet reports another amount', async () => {
      const faults = [{ fault: 'notify-wrong-amount' }]
      await expect(runDemo(desk(), { wallet: 'wechatpay', faults })).resolves.toBe(1)
      expect(printed()).toMatch(/total: expected 19\.90 CNY, the wallet's message says 0\.01 CNY/)
    })
  })

  describe('at Alipay', () => {
    it('goes from order to refund; of the code that nobody scans the wallet never had an order', async () => {
      await expect(runDemo(desk(), { wallet: 'alipay' })).resolves.toBe(0)
      const found = places([
        /local Alipay started/,
        /QR code for the payer: https:\/\/qr\.alipay\.com\//,
        /signature verified over the raw bytes/,
        /in the ledger: paid, transaction \d{28}/,
        /refund DEMO_\w+_1_R1 of ¥5\.00, signed with RSA2: ¥5\.00 went back at once/,
        /20 min later .*nobody scanned it/,
        /—\s+closed/,
        /both books agree/,
      ])
      expect(found).not.toContain(-1)
      expect(found).toEqual([...found].sort((a, b) => a - b))
    })

    it('takes a payment code, and hands a mini program the number of its trade', async () => {
      await expect(runDemo(desk('zh'), { wallet: 'alipay', scene: 'micropay' })).resolves.toBe(0)
      expect(places([/店铺扫码：(?:2[5-9]|30)\d+/, /已撤销，RSA2 签名/, /两本账一分不差/])).not.toContain(-1)
      await expect(runDemo(desk(), { wallet: 'alipay', scene: 'jsapi' })).resolves.toBe(0)
      expect(places([/alipay-jsapi\(/, /"tradeNO": "\d{28}"/, /both books agree/])).not.toContain(-1)
    })

    it('lets one order be paid at two wallets: exactly one payment stands', async () => {
      await expect(runDemo(desk(), { wallet: 'alipay', story: 'double' })).resolves.toBe(0)
      expect(places([/there is nothing to close/, /exactly one payment stands/, /both books agree/])).not.toContain(-1)
    })

    it('ends with 1 and says why when the wallet reports another amount', async () => {
      const faults = [{ fault: 'notify-wrong-amount' }]
      await expect(runDemo(desk(), { wallet: 'alipay', faults })).resolves.toBe(1)
      expect(printed()).toMatch(/total: expected 19\.90 CNY, the wallet's message says 0\.01 CNY/)
    })
  })
})
