import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SCOPES } from '@tpkit/backoffice'
import type { TestMerchant } from '@tpkit/sandbox/vitest'
import { onTestFinished } from 'vitest'
import { listening } from '../cashier/shop.fixture.ts'
import { type OpenGatewayOptions, openGateway, type RunningGateway } from './open-gateway.ts'

export const LI = { who: 'Li' }

/** What a test reads of a payment. */
export interface Paid {
  readonly id: string
  readonly status: string
  readonly prompt?: { readonly text: string }
}

export interface GatewayShop {
  readonly gateway: RunningGateway
  readonly url: string
  readonly config: string
  /** Writes the configuration anew. */
  readonly write: (more?: object) => Promise<void>
  /** Asks as the merchant's app does. */
  readonly ask: (method: string, path: string, body?: object) => Promise<Response>
  /** Orders, and the payer scans and pays. */
  readonly sell: (orderNo: string) => Promise<Paid>
}

const UNHURRIED = { perKeyPerMinute: 100_000, perAddressPerMinute: 100_000 }

/** A gateway that listens, over a ledger in a file; one account at the merchant's own wallet, whose notifies come in over HTTP. */
export async function openGatewayShop(
  merchant: TestMerchant,
  more: object = {},
  options: Omit<OpenGatewayOptions, 'config'> = {},
): Promise<GatewayShop> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-gateway-'))
  const config = join(folder, 'tpkit.config.yaml')
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const write = (changed: object = {}): Promise<void> => {
    const usual = {
      accounts: { qq: { ...merchant.account, plugin, notifyUrl: `${url}/notify/qq` } },
      methods: { wallet: 'qq' },
      ...{ ledger: 'sqlite:./tpkit.db', gateway: { listen: `127.0.0.1:${port}`, limits: UNHURRIED } },
    }
    return writeFile(config, JSON.stringify({ ...usual, ...more, ...changed }))
  }
  await write()
  const gateway = await openGateway({ config, ...options })
  onTestFinished(async () => {
    await gateway.close()
    await rm(folder, { recursive: true })
  })
  await gateway.listen()
  const ask = asking(url, await keyOf(gateway))
  const sell = async (orderNo: string): Promise<Paid> => {
    const order = { orderNo, method: 'wallet', scene: 'native', subject: 'Tea 茶', total: { amount: 1990, currency: 'CNY' } }
    const payment = (await (await ask('POST', '/v1/payments', order)).json()) as Paid
    await merchant.act(payment.prompt?.text ?? '', 'pay')
    return payment
  }
  return { gateway, url, config, write, ask, sell }
}

export async function keyOf({ backoffice }: RunningGateway, merchant = 'main'): Promise<string> {
  const issued = await backoffice.apiKeys.issue({ merchant, mode: 'test', name: 'test', scopes: SCOPES }, LI)
  return issued.text
}

export function asking(url: string, key: string): GatewayShop['ask'] {
  return (method, path, body) => {
    const headers = { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) }
    return fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  const { port } = new URL(await listening(server))
  await new Promise((resolve) => server.close(resolve))
  return Number(port)
}

/** One push, as it came. */
export interface Push {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A merchant's server that hears events. `answer` says what becomes of each push. */
export async function hookServer(answer: (push: Push) => number = () => 204) {
  const pushes: Push[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    pushes.push({ headers, body })
    response.writeHead(answer({ headers, body })).end()
  })
  const url = `${await listening(server)}/hooks?shop=1`
  onTestFinished(() => void server.close().closeAllConnections())
  return { url, pushes }
}
