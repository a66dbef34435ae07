/** The shop as it runs: its server, its configuration in a file, and what its customers and their wallets do. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Sandbox, startAlipaySandbox, startSandbox, startWeChatSandbox } from '@tpkit/sandbox'
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
  const folder = await emptyFolder()
  const sandbox = await startSandbox({ dir: folder })
  onTestFinished(() => sandbox.close())
  const second = await sandbox.enrol({ name: 'Second shop' })
  return { sandbox, ...(await openShop(folder, sandbox, { 'qq-a': sandbox.account, 'qq-b': second.account }, options)) }
}

/** A shop with an account at each of three wallets, `qq`, `wechat` and `alipay`; `wallet` is the first. */
export async function runShopAtAllWallets(options: LoadOptions = {}) {
  const folder = await emptyFolder()
  const qq = await startSandbox({ dir: join(folder, 'qq') })
  onTestFinished(() => qq.close())
  const weChat = await startWeChatSandbox({ dir: join(folder, 'wechat') })
  onTestFinished(() => weChat.close())
  const alipay = await startAlipaySandbox({ dir: join(folder, 'alipay') })
  onTestFinished(() => alipay.close())
  const accounts = { qq: qq.account, wechat: weChat.account, alipay: alipay.account }
  const shop = await openShop(folder, qq, accounts, options)
  return { ...shop, at: { wechat: customer(shop.url, weChat), alipay: customer(shop.url, alipay) } }
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-shop-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

type Accounts = Readonly<Record<string, { readonly plugin: string }>>

async function openShop(folder: string, sandbox: Customers, wanted: Accounts, options: LoadOptions) {
  const { url, serve } = await openServer()
  const accounts = Object.fromEntries(Object.entries(wanted).map(([name, account]) => [name, entry(name, account, url)]))
  const methods = { wallet: Object.keys(accounts)[0] }
  const path = join(folder, 'tpkit.config.yaml')
  await writeFile(path, stringify({ accounts, methods }, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }))
  const tpkit = await loadTpkit(path, options)
  onTestFinished(() => tpkit.close())
  serve(shopListener(tpkit))
  return { tpkit, url, folder, path, ...customer(url, sandbox) }
}

function entry(name: string, account: Accounts[string], url: string): object {
  // Elsewhere this is the package's name; a temporary folder has no packages to find it among.
  return { ...account, plugin: fileURLToPath(import.meta.resolve(account.plugin)), notifyUrl: `${url}/notify/${name}` }
}

/** Where payers are acted for. */
interface Customers {
  readonly controlUrl: string
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

function customer(url: string, { controlUrl }: Customers) {
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
