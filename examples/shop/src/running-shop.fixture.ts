/** The shop as it runs: its server, its configuration in a file, and what its customers and their wallets do. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Sandbox, startSandbox } from '@tpkit/sandbox'
import { type LoadOptions, loadTpkit, type Tpkit } from 'tpkit'
import { onTestFinished } from 'vitest'
import { stringify } from 'yaml'
import { shopListener } from './server.ts'

export interface Created {
  readonly outTradeNo: string
  readonly account: string
  readonly outcome: string
  readonly prompt: { readonly text: string }
}

export interface RunningShop {
  readonly tpkit: Tpkit
  readonly sandbox: Sandbox
  readonly url: string
  readonly folder: string
  readonly path: string
  readonly order: () => Promise<Created>
  readonly status: (outTradeNo: string) => Promise<string>
  /** The payer presses a button. */
  readonly press: (prompt: string, action: string) => Promise<void>
  /** What the wallet has in its books. */
  readonly books: () => Promise<readonly Booked[]>
}

export interface Booked {
  readonly mchId: string
  readonly outTradeNo: string
  readonly status: string
  readonly refunds: readonly { readonly status: string; readonly amount: number }[]
}

/** A shop with two merchants of one sandbox, `qq-a` and `qq-b`; `wallet` is the first. */
export async function runShop(options: LoadOptions = {}): Promise<RunningShop> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-shop-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const sandbox = await startSandbox({ dir: folder })
  onTestFinished(() => sandbox.close())
  const { url, serve } = await openServer()
  const second = await sandbox.enrol({ name: 'Second shop' })
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const entry = (name: string, account: object) => ({ ...account, plugin, notifyUrl: `${url}/notify/${name}` })
  const accounts = { 'qq-a': entry('qq-a', sandbox.account), 'qq-b': entry('qq-b', second.account) }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(
    path,
    stringify({ accounts, methods: { wallet: 'qq-a' } }, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
  )
  const tpkit = await loadTpkit(path, options)
  onTestFinished(() => tpkit.close())
  serve(shopListener(tpkit))
  return { tpkit, sandbox, url, folder, path, ...customer(url, sandbox) }
}

/** The accounts must know the shop's address before there are accounts: the server listens first. */
async function openServer() {
  let listener: RequestListener = () => undefined
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const serve = (shop: RequestListener): void => {
    listener = shop
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, serve }
}

function customer(url: string, { controlUrl }: Sandbox) {
  const json = { 'content-type': 'application/json' }
  return {
    order: async () => (await (await fetch(`${url}/orders`, { method: 'POST' })).json()) as Created,
    status: async (outTradeNo: string) => (await fetch(`${url}/orders/${outTradeNo}`)).text(),
    press: async (prompt: string, action: string) => {
      const answer = await fetch(`${controlUrl}/act`, { method: 'POST', headers: json, body: JSON.stringify({ prompt, action }) })
      if (answer.status !== 200) throw new Error(await answer.text())
    },
    books: async () => (await (await fetch(`${controlUrl}/books`)).json()) as readonly Booked[],
  }
}
