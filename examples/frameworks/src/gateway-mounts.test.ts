import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { type TestMerchant, test } from '@tpkit/sandbox/vitest'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { openGateway, type RunningGateway } from 'tpkit/gateway'
import { describe, expect, onTestFinished } from 'vitest'
import { mountInExpress, mountInFastify, mountInHono } from './gateway-mounts.ts'

type Build = (gateway: RunningGateway) => RequestListener | Promise<RequestListener>

/** An app with a route of its own that reads JSON, and the gateway in it. */
const FRAMEWORKS: readonly (readonly [name: string, build: Build])[] = [
  [
    'Express',
    (gateway) => mountInExpress(express(), gateway).post('/own', (request, response) => void response.json(request.body)),
  ],
  [
    'Fastify',
    async (gateway) => {
      const app = fastify()
      await mountInFastify(app, gateway)
      app.post('/own', async (request) => request.body)
      await app.ready()
      return app.routing
    },
  ],
  [
    'Hono',
    (gateway) => {
      const app = mountInHono(new Hono(), gateway)
      app.post('/own', async (c) => c.json(await c.req.json()))
      return getRequestListener(app.fetch)
    },
  ],
]

async function open(build: Build, { account }: TestMerchant) {
  let listener: RequestListener = () => undefined
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-mounts-'))
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const accounts = { qq: { ...account, plugin, notifyUrl: `${url}/notify/qq` } }
  const config = join(folder, 'tpkit.config.yaml')
  await writeFile(config, JSON.stringify({ accounts, methods: { wallet: 'qq' }, ledger: 'sqlite::memory:' }))
  const gateway = await openGateway({ config })
  listener = await build(gateway)
  onTestFinished(async () => {
    server.close().closeAllConnections()
    await gateway.close()
    await rm(folder, { recursive: true })
  })
  const scopes = ['payments:read', 'payments:write'] as const
  const { text } = await gateway.backoffice.apiKeys.issue(
    { merchant: 'main', mode: 'test', name: 'shop', scopes },
    { who: 'test' },
  )
  return { url, key: text }
}

const post = (url: string, body: object, headers: object = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

const order = { orderNo: 'T-1', method: 'wallet', scene: 'native', subject: 'Tea', total: { amount: 1990, currency: 'CNY' } }

describe.each(FRAMEWORKS)('the gateway in an app on %s', (_name, build) => {
  test('takes payments and hears the wallet, beside what the app does itself', async ({ merchant }) => {
    const { url, key } = await open(build, merchant)
    const headers = { authorization: `Bearer ${key}` }
    const created = await post(`${url}/v1/payments`, order, headers)
    expect(created.status).toBe(201)
    const { id, prompt } = (await created.json()) as { id: string; prompt: { text: string } } // the documented form
    await merchant.act(prompt.text, 'pay')
    expect(merchant.notifies()).toMatchObject([{ answer: { status: 200, body: expect.stringContaining('SUCCESS') } }])
    const paid = await fetch(`${url}/v1/payments/${id}`, { headers })
    expect(await paid.json()).toMatchObject({ status: 'paid' })
    expect(await (await post(`${url}/own`, { mine: true })).json()).toEqual({ mine: true })
  })

  test('refuses in its own words what is wrong, and leaves every other path to the app', async ({ merchant }) => {
    const { url, key } = await open(build, merchant)
    const refused = await post(`${url}/v1/payments`, order)
    expect([refused.status, refused.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    const twice = { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' } }
    expect((await fetch(`${url}/v1/payments`, { ...twice, body: '{"orderNo":"T-1","orderNo":"T-2"}' })).status).toBe(400)
    expect((await fetch(`${url}/v1/payments`, { ...twice, body: `{"a":"${'x'.repeat(200_000)}"}` })).status).toBe(413)
    expect((await fetch(`${url}/notify/none`, { method: 'POST', body: '<xml/>' })).status).toBe(404)
    expect((await fetch(`${url}/docs`)).headers.get('content-type')).toContain('text/html')
    expect((await fetch(`${url}/elsewhere`)).headers.get('content-type')).not.toBe('application/problem+json')
  })
})
