import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { loadTpkit, type Tpkit } from 'tpkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { stringify } from 'yaml'
import { shopListener } from './server.ts'

let sandbox: Sandbox
let tpkit: Tpkit
let folder: string
let url: string
const ends: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tpkit-shop-'))
  sandbox = await startSandbox({ dir: folder })
  // The account must know the shop's address before there is an account: the server listens first.
  let listener: RequestListener = () => undefined
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const account = { ...sandbox.account, plugin, notifyUrl: `${url}/notify/qq` }
  const config = join(folder, 'tpkit.config.yaml')
  await writeFile(
    config,
    stringify({ accounts: { qq: account }, methods: { wallet: 'qq' } }, { defaultStringType: 'QUOTE_DOUBLE' }),
  )
  tpkit = await loadTpkit(config)
  listener = shopListener(tpkit)
  ends.push(
    () => server.closeAllConnections(),
    () => server.close(),
    () => tpkit.close(),
    () => sandbox.close(),
    () => rm(folder, { recursive: true }),
  )
})

afterAll(async () => {
  for (const end of ends) await end()
})

it('sells tea: the order is paid when the wallet says so, and not before', async () => {
  const created = await fetch(`${url}/orders`, { method: 'POST' })
  expect(created.status).toBe(201)
  const reply = (await created.json()) as { outTradeNo: string; outcome: string; prompt: { text: string } }
  expect(reply.outcome).toBe('done')
  await expect(status(reply.outTradeNo)).resolves.toBe('pending')

  const pressed = await fetch(`${sandbox.controlUrl}/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt: reply.prompt.text, action: 'pay' }),
  })
  expect(pressed.status).toBe(200)
  await expect.poll(() => status(reply.outTradeNo), { timeout: 10_000 }).toBe('paid')
})

it('refuses a forged notify for an open order, and books nothing', async () => {
  const created = await fetch(`${url}/orders`, { method: 'POST' })
  const { outTradeNo } = (await created.json()) as { outTradeNo: string }
  const fields = { mch_id: '1900000109', out_trade_no: outTradeNo, total_fee: '1990', fee_type: 'CNY', cash_fee: '1990' }
  const paid = { ...fields, trade_state: 'SUCCESS', transaction_id: '1900000109472611230000000000', time_end: '20261123120000' }
  for (const proof of [{}, { sign: '' }, { sign: 'C16640534B737634F08566717AD030EB' }]) {
    const elements = Object.entries({ ...paid, ...proof }).map(([name, value]) => `<${name}>${value}</${name}>`)
    const answer = await fetch(`${url}/notify/qq`, { method: 'POST', body: `<xml>${elements.join('')}</xml>` })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('签名失败')
  }
  await expect(status(outTradeNo)).resolves.toBe('pending')
})

async function status(orderNo: string): Promise<string> {
  return (await fetch(`${url}/orders/${orderNo}`)).text()
}
