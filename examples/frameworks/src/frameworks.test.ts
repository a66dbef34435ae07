import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import express from 'express'
import { Hono } from 'hono'
import { cny, loadTpkit, type Tpkit } from 'tpkit'
import { describe, expect, onTestFinished, vi } from 'vitest'
import { stringify } from 'yaml'
import { Books } from './books.ts'
import { expressShop } from './express.ts'
import { fastifyShop } from './fastify.ts'
import { honoShop } from './hono.ts'

type Build = (tpkit: Tpkit, books: Books) => RequestListener | Promise<RequestListener>

const FRAMEWORKS: readonly (readonly [name: string, build: Build])[] = [
  ['Express', expressShop],
  [
    'Fastify',
    async (tpkit, books) => {
      const app = fastifyShop(tpkit, books)
      await app.ready()
      return app.routing
    },
  ],
  ['Hono', (tpkit, books) => getRequestListener(honoShop(tpkit, books).fetch)],
]

interface Shop {
  readonly url: string
  readonly books: Books
  readonly tpkit: Tpkit
}

/** The account must know the shop's address before there is an account: the server listens first. */
async function open(build: Build, { account }: TestMerchant, second?: TestMerchant['account']): Promise<Shop> {
  let listener: RequestListener = () => undefined
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-frameworks-'))
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const entry = (name: string, settings: object) => ({ [name]: { ...settings, plugin, notifyUrl: `${url}/notify/${name}` } })
  const accounts = { ...entry('qq', account), ...(second && entry('two', second)) }
  const config = { accounts, methods: { wallet: 'qq' } }
  await writeFile(join(folder, 'tpkit.config.yaml'), stringify(config, { defaultStringType: 'QUOTE_DOUBLE' }))
  const tpkit = await loadTpkit(join(folder, 'tpkit.config.yaml'))
  const books = new Books()
  listener = await build(tpkit, books)
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await tpkit.close()
    await rm(folder, { recursive: true })
  })
  return { url, books, tpkit }
}

interface Created {
  readonly outTradeNo: string
  readonly outcome: string
  readonly prompt: { readonly text: string }
}

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

async function order({ url }: Shop, more: object = {}): Promise<Created> {
  const created = await post(`${url}/orders`, { item: 'tea', ...more })
  expect(created.status).toBe(201)
  return (await created.json()) as Created
}

async function status({ url }: Shop, { outTradeNo }: Created): Promise<unknown> {
  return (await fetch(`${url}/orders/${outTradeNo}`)).json()
}

/** What the wallet was answered. */
function answers(merchant: TestMerchant): readonly unknown[] {
  return merchant.notifies().map(({ answer }) => answer)
}

const accepted = { status: 200, body: expect.stringContaining('SUCCESS') }

describe.each(FRAMEWORKS)('a shop on %s', (_name, build) => {
  test('is paid: the notify comes twice, is booked once and acknowledged twice', async ({ merchant }) => {
    const shop = await open(build, merchant)
    const bought = await order(shop)
    await expect(status(shop, bought)).resolves.toEqual({ status: 'pending' })
    merchant.faults('notify-duplicate:2')
    await merchant.act(bought.prompt.text, 'pay')
    expect(answers(merchant)).toMatchObject([accepted, accepted])
    expect(shop.books.shipped).toEqual([bought.outTradeNo])
    await expect(status(shop, bought)).resolves.toEqual({ status: 'paid' })
    expect(shop.books.unresolved).toEqual([])
  })

  test('asks the wallet where the notify never comes', async ({ merchant }) => {
    const shop = await open(build, merchant)
    const bought = await order(shop)
    merchant.faults('notify-lost')
    await merchant.act(bought.prompt.text, 'pay')
    await expect(status(shop, bought)).resolves.toEqual({ status: 'paid' })
    expect(shop.books.shipped).toEqual([bought.outTradeNo])
  })

  test('asks its own price, whatever the browser says', async ({ merchant }) => {
    const shop = await open(build, merchant)
    await order(shop, { total: 1, amount: '0.01' })
    expect(merchant.books()).toMatchObject([{ total: 1990n }])
    expect((await post(`${shop.url}/orders`, { item: 'gold' })).status).toBe(400)
  })

  test('has the order on its books although the call for it got lost, and asks for it under its number', async ({ merchant }) => {
    const shop = await open(build, merchant)
    merchant.faults('drop-after@pay*1')
    const bought = await order(shop)
    expect(bought.outcome).toBe('unknown')
    await merchant.trigger(bought.outTradeNo, 'pay')
    await expect(status(shop, bought)).resolves.toEqual({ status: 'paid' })
  })

  test("refuses a forged notify in the wallet's own words, and books nothing", async ({ merchant }) => {
    const shop = await open(build, merchant)
    const bought = await order(shop)
    merchant.faults('notify-broken-signature')
    await merchant.act(bought.prompt.text, 'pay')
    expect(answers(merchant)).toMatchObject([{ status: 400, body: expect.stringContaining('签名失败') }])
    expect(shop.books.find(bought.outTradeNo)).toMatchObject({ status: 'pending' })
  })

  test.for(['application/json', 'text/plain', 'application/x-www-form-urlencoded', undefined])(
    'hears the bytes themselves, whatever they are called: %s',
    async (type, { merchant }) => {
      const { url } = await open(build, merchant)
      const body = Buffer.from('{"not": "signed"}')
      const answer = await fetch(`${url}/notify/qq`, { method: 'POST', body, ...(type && { headers: { 'content-type': type } }) })
      expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('<return_code>')])
    },
  )

  test('books no genuine notify that is about another merchant: a person looks at it', async ({ merchant }) => {
    const shop = await open(build, merchant)
    const bought = await order(shop)
    merchant.faults('notify-foreign-merchant')
    await merchant.act(bought.prompt.text, 'pay')
    expect(shop.books.find(bought.outTradeNo)).toMatchObject({ status: 'pending' })
    expect(shop.books.unresolved).toEqual([{ outTradeNo: bought.outTradeNo, why: expect.stringContaining('mchId: expected') }])
  })

  test("does not book another account's payment of the same number", async ({ merchant, sandbox }) => {
    const second = await sandbox.enrol()
    const shop = await open(build, merchant, second.account)
    const { outTradeNo, prompt } = await order(shop)
    const other = await shop.tpkit.account('two').pay({ scene: 'native', outTradeNo, subject: 'tea', total: cny.yuan('19.90') })
    if (other.kind !== 'done' || other.value.prompt?.kind !== 'qr') throw new Error('expected a QR code')
    await post(`${sandbox.controlUrl}/act`, { prompt: other.value.prompt.text, action: 'pay' })
    await expect.poll(() => shop.books.unresolved).toHaveLength(1)
    expect(shop.books.unresolved).toEqual([{ outTradeNo, why: 'came through two, expected qq' }])
    await merchant.act(prompt.text, 'pay')
    expect(shop.books.shipped).toEqual([outTradeNo])
  })

  test('lets the wallet say again what is about an order that it does not know yet', async ({ merchant }) => {
    const shop = await open(build, merchant)
    const bought = await order(shop)
    const find = shop.books.find
    shop.books.find = () => undefined
    await merchant.act(bought.prompt.text, 'pay')
    expect(answers(merchant)).toMatchObject([{ status: 500 }])
    shop.books.find = find
    await merchant.replay(bought.outTradeNo)
    expect(shop.books.shipped).toEqual([bought.outTradeNo])
  })

  test('knows no other notify address, stops reading what is too large, and goes on selling', async ({ merchant }) => {
    const shop = await open(build, merchant)
    expect((await fetch(`${shop.url}/notify/none`, { method: 'POST', body: '<xml/>' })).status).toBe(404)
    const large = await fetch(`${shop.url}/notify/qq`, { method: 'POST', body: new Uint8Array(4 * 1024 * 1024) }).catch(
      () => undefined, // the connection may end first
    )
    expect(large?.status ?? 400).toBe(400)
    expect((await order(shop)).outcome).toBe('done')
  })

  test('takes no order that is `null`, is not JSON, or has no end', async ({ merchant }) => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const { url } = await open(build, merchant)
    const status = async (body: string) => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch(`${url}/orders`, { method: 'POST', headers, body }).catch(() => undefined))?.status
    }
    expect([await status('null'), await status('{')]).toEqual([400, 400])
    const large = await status(JSON.stringify({ item: 'tea', more: 'x'.repeat(4 * 1024 * 1024) }))
    expect(large ?? 413).toBe(413) // the connection may end first
    expect(merchant.books()).toEqual([])
    expect(told).not.toHaveBeenCalled() // anybody can send these
    told.mockRestore()
  })

  test('shows the browser no stack trace when the wallet is down', async ({ merchant }) => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const shop = await open(build, merchant)
    const { outTradeNo } = await order(shop)
    merchant.faults('http-503@query')
    const answer = await fetch(`${shop.url}/orders/${outTradeNo}`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).not.toMatch(/\bat .*:\d+|node_modules|\.ts\b/)
    told.mockRestore()
  })

  test('logs nothing about a caller who hangs up in the middle of a notify', async ({ merchant }) => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const shop = await open(build, merchant)
    const caller = connect(Number(new URL(shop.url).port), '127.0.0.1')
    caller.write('POST /notify/qq HTTP/1.1\r\nhost: shop\r\ncontent-length: 1000\r\n\r\n<xml>')
    await order(shop) // the shop is reading by now
    caller.destroy()
    await order(shop)
    expect(told).not.toHaveBeenCalled()
    told.mockRestore()
  })
})

/** What everybody does once: a body parser for all routes, before the notify's. */
const TRAPS: readonly (readonly [name: string, build: Build])[] = [
  ['Express', (tpkit, books) => express().use(express.text({ type: isNoJson }), expressShop(tpkit, books))],
  [
    'Hono',
    (tpkit, books) => {
      const app = new Hono()
      app.use(async (c, next) => {
        await c.req.text()
        await next()
      })
      return getRequestListener(app.route('/', honoShop(tpkit, books)).fetch)
    },
  ],
]

function isNoJson({ headers }: IncomingMessage): boolean {
  return headers['content-type'] !== 'application/json'
}

describe.each(TRAPS)('a body parser before the notify on %s', (_name, build) => {
  test('is told of as what it is: nothing is booked, and the wallet shall say it again', async ({ merchant }) => {
    const told = vi.spyOn(console, 'error').mockReturnValue()
    const shop = await open(build, merchant)
    const bought = await order(shop)
    await merchant.act(bought.prompt.text, 'pay')
    expect(answers(merchant)).toMatchObject([{ status: 500 }])
    expect(told.mock.calls).toMatchObject([[{ message: expect.stringContaining('mount this route before every body parser') }]])
    expect(shop.books.shipped).toEqual([])
    // Until that is mended there is still the question.
    await expect(status(shop, bought)).resolves.toEqual({ status: 'paid' })
    told.mockRestore()
  })
})
