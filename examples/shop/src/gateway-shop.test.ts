import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import { openGateway } from 'tpkit/gateway'
import { expect, onTestFinished } from 'vitest'
import type { ShopOrder } from './gateway-page.ts'
import { gatewayShopListener } from './gateway-server.ts'
import { GatewayShop } from './gateway-shop.ts'

const TEST = { who: 'test' }

/** A gateway that wallets reach, and a shop in front of it that the gateway reaches. */
async function openShop({ account }: TestMerchant) {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-gateway-shop-'))
  let listener: RequestListener = () => undefined
  const server = createServer((request, response) => listener(request, response))
  const url = await listening(server)
  const config = join(folder, 'tpkit.config.yaml')
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const gatewayPort = new URL(await once(createServer())).port
  const accounts = { qq: { ...account, plugin, notifyUrl: `http://127.0.0.1:${gatewayPort}/notify/qq` } }
  const gatewayAt = { listen: `127.0.0.1:${gatewayPort}` }
  await writeFile(config, JSON.stringify({ accounts, methods: { wallet: 'qq' }, ledger: 'sqlite::memory:', gateway: gatewayAt }))
  const gateway = await openGateway({ config })
  onTestFinished(async () => {
    server.close().closeAllConnections()
    await gateway.close()
    await rm(folder, { recursive: true })
  })
  const scopes = ['payments:read', 'payments:write', 'refunds:write'] as const
  const { text: apiKey } = await gateway.backoffice.apiKeys.issue({ merchant: 'main', mode: 'test', name: 'shop', scopes }, TEST)
  const { secret } = await gateway.backoffice.endpoints.add({ merchant: 'main', url: `${url}/webhooks` }, TEST)
  const heard: string[] = []
  const shop = new GatewayShop({
    ...{ gateway: await gateway.listen(), apiKey, webhookSecret: secret },
    tell: (line) => void heard.push(line),
  })
  listener = gatewayShopListener(shop)
  return { url, shop, heard, gateway }
}

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
}

/** An address that was free a moment ago. */
async function once(server: Server): Promise<string> {
  const url = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return url
}

test('an order is paid, told of by a webhook and given back; the shop has nothing of tpkit but an address, a key and a secret', async ({
  merchant,
}) => {
  const { url, heard, gateway } = await openShop(merchant)
  const order = (await (await fetch(`${url}/orders`, { method: 'POST' })).json()) as ShopOrder
  expect(order).toMatchObject({ status: 'open', qr: expect.stringContaining('https://qpay.qq.com/qr/') })
  await merchant.act(order.qr ?? '', 'pay')
  await expect.poll(async () => (await fetch(`${url}/orders`)).json(), { timeout: 10_000 }).toMatchObject([{ status: 'paid' }])
  expect(heard).toEqual([`payment.succeeded ${order.orderNo}`])
  expect(await (await fetch(url)).text()).toContain(order.orderNo)
  expect((await fetch(`${url}/orders/${order.orderNo}/refund`, { method: 'POST' })).status).toBe(202)
  await merchant.trigger(merchant.books()[0]?.outTradeNo ?? '', 'refund-done')
  await gateway.cashier.ask({ orderNo: order.orderNo })
  await expect.poll(async () => (await fetch(`${url}/orders`)).json(), { timeout: 10_000 }).toMatchObject([{ refunded: 1990 }])
})

test('whoever orders again under the number gets the same payment', async ({ merchant }) => {
  const { shop } = await openShop(merchant)
  const [first, second] = [await shop.order('TEA-1'), await shop.order('TEA-1')]
  expect(second).toEqual(first)
  expect(merchant.books()).toHaveLength(1)
})

test('what the gateway did not sign is believed by nobody, and what comes twice is booked once', async ({ merchant }) => {
  const { url, shop, heard } = await openShop(merchant)
  const { qr, orderNo } = await shop.order('TEA-1')
  const forged = { type: 'payment.succeeded', data: { order: { orderNo, status: 'paid' } } }
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': `${Math.floor(Date.now() / 1000)}`,
    'webhook-signature': 'v1,AAAA',
  }
  const answer = await fetch(`${url}/webhooks`, { method: 'POST', headers, body: JSON.stringify(forged) })
  expect([answer.status, shop.orders]).toMatchObject([400, [{ status: 'open' }]])
  await merchant.act(qr ?? '', 'pay')
  await merchant.replay(merchant.books()[0]?.outTradeNo ?? '', { times: 2 })
  await expect.poll(() => shop.orders, { timeout: 10_000 }).toMatchObject([{ status: 'paid' }])
  expect(heard).toEqual(['payment.succeeded TEA-1'])
})
