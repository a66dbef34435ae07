import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { LOG } from '@tpkit/core/container'
import type { LogEvent } from '@tpkit/core/ports'
import type { GatewayLogEvent } from '@tpkit/gateway'
import { test } from '@tpkit/sandbox/vitest'
import { ContainerModule } from 'inversify'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { asking, keyOf, LI, openGatewayShop } from './gateway.fixture.ts'
import { openGateway } from './open-gateway.ts'

const order = { orderNo: 'T-1', method: 'wallet', scene: 'native', subject: 'Tea 茶', total: { amount: 1990, currency: 'CNY' } }

describe('a gateway of a configuration', () => {
  test('takes a payment over HTTP, hears the wallet, and gives money back', async ({ merchant }) => {
    const { ask, sell, url, gateway } = await openGatewayShop(merchant)
    expect(gateway.address).toBe(url)
    const { id } = await sell('T-1')
    expect(await (await ask('GET', `/v1/payments/${id}`)).json()).toMatchObject({ status: 'paid', account: 'qq' })
    const refund = { refundNo: 'R-1', amount: { amount: 500, currency: 'CNY' } }
    expect((await ask('POST', `/v1/payments/${id}/refunds`, refund)).status).toBe(201)
    const list = await (await ask('GET', '/v1/payments?status=paid')).json()
    expect(list).toMatchObject({ items: [{ orderNo: 'T-1', refunding: { amount: 500 } }] })
    expect(merchant.books()).toMatchObject([{ status: 'paid', refunds: [{ amount: 500n }] }])
  })

  test('answers the same where it is mounted instead of listening', async ({ merchant }) => {
    const { gateway } = await openGatewayShop(merchant)
    const key = await keyOf(gateway)
    const headers = { authorization: `Bearer ${key}` }
    const answer = await gateway.fetch(new Request('http://gateway/v1/methods', { headers }), { address: '192.0.2.1' })
    expect(await answer.json()).toMatchObject({ items: [{ name: 'wallet', scenes: expect.arrayContaining(['native']) }] })
  })

  test("joins the merchant's own log with its numbers", async ({ merchant }) => {
    const [mine, told]: [LogEvent[], GatewayLogEvent[]] = [[], []]
    const module = new ContainerModule(({ rebind }) => {
      rebind(LOG).toConstantValue({ write: (event) => void mine.push(event) })
    })
    const logs = { gateway: { write: (event: GatewayLogEvent) => void told.push(event) } }
    const { sell, url } = await openGatewayShop(merchant, {}, { modules: [module], logs })
    await sell('T-1')
    expect(mine).toMatchObject([
      { event: 'call', account: 'qq', verb: 'pay' },
      { event: 'call', verb: 'notify' },
    ])
    expect(told.map(({ event }) => event)).toEqual(expect.arrayContaining(['request', 'notify']))
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toMatch(/tpkit_wallet_calls_total\{account="qq",verb="pay",outcome="done"\} 1/)
    expect(metrics).toMatch(/tpkit_notifies_total\{account="qq",what="moved"\} 1/)
  })

  test('follows a reload with the same server: new methods, new limits', async ({ merchant }) => {
    const { ask, write, gateway, url } = await openGatewayShop(merchant)
    expect((await ask('POST', '/v1/payments', { ...order, method: 'checkout' })).status).toBe(404)
    const port = new URL(url).port
    await write({
      methods: { wallet: 'qq', checkout: 'qq' },
      gateway: { listen: `127.0.0.1:${port}`, limits: { perKeyPerMinute: 3 } },
    })
    await gateway.cashier.tpkit.reload()
    expect((await ask('POST', '/v1/payments', { ...order, method: 'checkout' })).status).toBe(201)
    const statuses = []
    for (let call = 0; call < 4; call += 1) statuses.push((await ask('GET', '/v1/methods')).status)
    expect(statuses).toContain(429)
    expect(gateway.address).toBe(url)
  })

  test('keeps a merchant of the back office and one of the configuration apart', async ({ merchant }) => {
    const { gateway, url, sell } = await openGatewayShop(merchant)
    const { id } = await sell('T-1')
    await gateway.backoffice.merchants.create({ id: 'tea', title: 'Tea' }, LI)
    const foreign = asking(url, await keyOf(gateway, 'tea'))
    expect((await foreign('GET', `/v1/payments/${id}`)).status).toBe(404)
    expect((await foreign('POST', '/v1/payments', order)).status).toBe(404)
    expect(await (await foreign('GET', '/v1/payments')).json()).toMatchObject({ items: [] })
  })

  test('drains: what is under way is answered, whoever comes later is not let in', async ({ merchant }) => {
    const { gateway, ask, url } = await openGatewayShop(merchant)
    merchant.faults('slow:300ms@pay')
    const paying = ask('POST', '/v1/payments', order)
    await vi.waitFor(() => expect(merchant.books()).toHaveLength(1))
    expect(await gateway.drain()).toBe('ended')
    expect((await paying).status).toBe(201)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  test('goes on for the delay of its configuration before it takes nobody in, unless it is told twice', async ({ merchant }) => {
    const { gateway, write, url } = await openGatewayShop(merchant)
    await write({ gateway: { listen: new URL(url).host, drainDelaySeconds: 30 } })
    await gateway.cashier.tpkit.reload()
    const ending = gateway.drain()
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    void gateway.drain()
    expect(await ending).toBe('ended')
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  })

  test('lets everything go when it is closed, and may be closed twice', async ({ merchant }) => {
    const { gateway, url } = await openGatewayShop(merchant)
    await gateway.close()
    await gateway.close()
    await expect(gateway.cashier.get({ orderNo: 'T-1' })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
    await expect(
      new Promise((resolve, reject) =>
        connect(Number(new URL(url).port))
          .on('connect', resolve)
          .on('error', reject),
      ),
    ).rejects.toThrow()
  })
})

describe('a wallet that changes its key', () => {
  const NEXT_KEY = randomBytes(16).toString('hex')
  test.override({ wish: { nextApiKey: NEXT_KEY } })
  test('is followed by a reload under traffic, and no notify is lost', async ({ merchant }) => {
    const { sell, write, gateway } = await openGatewayShop(merchant)
    const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
    const { notifyUrl } = gateway.cashier.tpkit.describe().accounts[0] ?? {}
    const numbers = Array.from({ length: 24 }, (_none, index) => `T-${index}`)
    const waiting = [...numbers]
    const till = async () => {
      for (let orderNo = waiting.shift(); orderNo !== undefined; orderNo = waiting.shift()) await sell(orderNo)
    }
    const tills = [till(), till(), till()]
    await vi.waitFor(() => expect(waiting.length).toBeLessThan(18), { timeout: 10_000 })
    await write({ accounts: { qq: { ...merchant.account, plugin, notifyUrl, apiKey: [merchant.account.apiKey, NEXT_KEY] } } })
    await gateway.cashier.tpkit.reload()
    merchant.faults('notify-key-rotated%50') // the wallet goes over to the new key, machine by machine
    await Promise.all(tills)
    for (const orderNo of numbers) expect(await gateway.cashier.get({ orderNo })).toMatchObject({ orderNo, status: 'paid' })
    expect(merchant.trace().length).toBeGreaterThan(0)
    expect(merchant.notifies().map(({ answer }) => answer)).toEqual(numbers.map(() => expect.objectContaining({ status: 200 })))
  })
})

describe('it is refused', () => {
  test('where its address is taken, and leaves nothing open', async ({ merchant }) => {
    const { config, gateway } = await openGatewayShop(merchant)
    const second = await openGateway({ config })
    onTestFinished(() => second.close())
    await expect(second.listen()).rejects.toMatchObject({ code: 'CONFIG' })
    expect(second.address).toBeUndefined()
    expect(gateway.address).toBeDefined()
  })

  test.for([
    ['a sandbox', {}, /accounts\.qq\.endpoints: expected none in production, which NODE_ENV or "tpkit serve" demands/],
    ['a callback over plain http', {}, /accounts\.qq\.notifyUrl: expected an https address in production, found http/],
    ['no key for digests', {}, /ledger: expected a key for digests of payer ids in production/],
    ['no seal keys', {}, /gateway: expected keys for what is sealed in the ledger in production/],
    [
      'an address of plain http',
      { gateway: { publicUrl: 'http://pay.example.com' } },
      /gateway\.publicUrl: expected an https address/,
    ],
  ] as const)('in production with %s', async ([_what, more, told], { merchant }) => {
    const { config, write } = await openGatewayShop(merchant)
    await write(more)
    await expect(openGateway({ config, mode: 'production' })).rejects.toThrow(told)
  })

  test('in production without an address that others reach it by', async ({ merchant }) => {
    const { config, write } = await openGatewayShop(merchant)
    const { endpoints: _endpoints, ca: _ca, certificate: _certificate, ...account } = merchant.account
    const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
    await write({
      accounts: { qq: { ...account, plugin, notifyUrl: 'https://pay.example.com/notify/qq' } },
      cashier: { digestKey: 'digest-key-of-this-test' },
      gateway: { sealKeys: 'seal-key-of-this-test-that-is-no-key' },
    })
    await expect(openGateway({ config, mode: 'production' })).rejects.toThrow(
      /^gateway\.publicUrl: expected the address that wallets and apps reach the gateway by, found none/,
    )
  })
})
