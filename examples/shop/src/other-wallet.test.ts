import { readFile, writeFile } from 'node:fs/promises'
import { cny } from 'tpkit'
import { expect, it } from 'vitest'
import { runShopAtAllWallets } from './running-shop.fixture.ts'

const OTHERS = [
  ['WeChat Pay', 'wechat', 'weixin://wxpay/bizpayurl'],
  // Of a code that nobody scanned this wallet knows nothing yet; the shop says the same of both.
  ['Alipay', 'alipay', 'https://qr.alipay.com/'],
] as const

it.each(OTHERS)(
  'one line under "methods" leads from QQ Wallet to %s while the shop runs, and no line of the shop changes',
  async (_, other, code) => {
    const shop = await runShopAtAllWallets({ watch: true, watchIntervalMs: 20 })
    const before = await shop.order()
    expect([before.account, before.prompt.text]).toEqual(['qq', expect.stringContaining('https://qpay.qq.com/qr/')])

    const text = await readFile(shop.path, 'utf8')
    expect(text.split('wallet: "qq"')).toHaveLength(2) // one line, and it is there
    await writeFile(shop.path, text.replace('wallet: "qq"', `wallet: "${other}"`))
    const command = { scene: 'native', outTradeNo: 'NEXT_1', subject: 'tea', total: cny.yuan('19.90') } as const
    await expect.poll(() => shop.tpkit.method('wallet').explain(command).account).toBe(other)

    // The next order: created, paid, told, asked for and refunded at the other wallet.
    const after = await shop.order()
    expect([after.account, after.prompt.text]).toEqual([other, expect.stringContaining(code)])
    await expect(shop.status(after.outTradeNo)).resolves.toBe('pending')
    await shop.at[other].press(after.prompt.text, 'pay')
    await expect.poll(() => shop.status(after.outTradeNo), { timeout: 10_000 }).toBe('paid')
    const refunded = await fetch(`${shop.url}/orders/${after.outTradeNo}/refund`, { method: 'POST' })
    await expect(refunded.json()).resolves.toMatchObject({ account: other, outcome: 'done' })
    expect(await shop.at[other].books()).toMatchObject([
      { outTradeNo: after.outTradeNo, status: 'paid', refunds: [{ amount: 1990 }] },
    ])

    // The order before stays at the wallet where it was made.
    await shop.press(before.prompt.text, 'pay')
    await expect.poll(() => shop.status(before.outTradeNo), { timeout: 10_000 }).toBe('paid')
    expect((await shop.books()).map(({ outTradeNo, status }) => [outTradeNo, status])).toEqual([[before.outTradeNo, 'paid']])
    await expect((await fetch(`${shop.url}/unresolved`)).json()).resolves.toEqual([])
  },
)

it('a forged notify is refused in the words of its wallet', async () => {
  const { url } = await runShopAtAllWallets()
  const atWeChat = await fetch(`${url}/notify/wechat`, {
    method: 'POST',
    body: '{"id":"EV-1","event_type":"TRANSACTION.SUCCESS"}',
  })
  expect([atWeChat.status, await atWeChat.json()]).toEqual([401, { code: 'FAIL', message: expect.any(String) }])
  const atAlipay = await fetch(`${url}/notify/alipay`, {
    method: 'POST',
    body: new URLSearchParams({ notify_id: '1', trade_status: 'TRADE_SUCCESS', sign_type: 'RSA2', sign: 'bm9uZQ==' }),
  })
  expect([atAlipay.status, await atAlipay.text()]).toEqual([400, 'fail'])
})
