import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Ledger, openLedger } from '@tpkit/ledger'
import type { TestMerchant } from '@tpkit/sandbox/vitest'
import { openBackoffice } from 'tpkit/gateway'
import { inject, onTestFinished } from 'vitest'
import { listening } from '../../packages/tpkit/src/cashier/shop.fixture.ts'
import { Consumer } from '../../packages/tpkit/src/gateway/consumer.fixture.ts'
import { freePort, hookServer } from '../../packages/tpkit/src/gateway/gateway.fixture.ts'
import { App } from './app.fixture.ts'
import { startGateway } from './gateway-process.fixture.ts'

/** Where a gateway is to stand. */
interface Place {
  readonly config: string
  readonly url: string
  /** Writes the configuration anew. */
  readonly write: (account?: object) => Promise<void>
}

interface StageOptions {
  /** `sqlite` stands for a file in the stage's own folder. */
  readonly ledger: string
  readonly gateways: number
}

const PLUGIN = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
/** The wallet of the sandbox is no cluster: what it does not know after a minute never reached it. */
const SURE_SOON = { quietSeconds: 60 }
const UNHURRIED = { perKeyPerMinute: 100_000, perAddressPerMinute: 100_000 }

/** Places for gateways on one ledger, one address for the wallet, an app that knows them all, and a webhook consumer. */
export async function openStage(merchant: TestMerchant, { ledger, gateways }: StageOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-gateways-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const address = ledger === 'sqlite' ? `sqlite:${join(folder, 'tpkit.db')}` : ledger
  const urls: string[] = []
  for (let made = 0; made < gateways; made += 1) urls.push(`http://127.0.0.1:${await freePort()}`)
  const notifyUrl = `${await balancer(urls)}/notify/qq`
  const places = urls.map((url, index): Place => {
    const config = join(folder, `${index}.config.yaml`)
    const write = (account: object = {}) => {
      const accounts = { qq: { ...merchant.account, doubts: SURE_SOON, plugin: PLUGIN, notifyUrl, ...account } }
      const gateway = { listen: new URL(url).host, limits: UNHURRIED }
      return writeFile(config, JSON.stringify({ accounts, methods: { wallet: 'qq' }, ledger: address, gateway }))
    }
    return { config, url, write }
  })
  for (const { write } of places) await write()
  const { key, heard } = await consumer(places[0]?.config ?? '')
  const books = async (): Promise<Ledger> => {
    const opened = await openLedger(address, { turn: { soon: (callback) => void setImmediate(callback) } })
    onTestFinished(() => opened.close())
    return opened
  }
  const payer = (text: string) => merchant.act(text, 'pay')
  const start = (place = 0) => startGateway(places[place]?.config ?? '')
  return { places, start, books, heard, address, app: new App(urls, key, payer) }
}

/** Each request goes to the next gateway, whether it is there or not. */
async function balancer(urls: readonly string[]): Promise<string> {
  let came = 0
  const server = createServer(async (request, response) => {
    came += 1
    try {
      const headers = { 'content-type': request.headers['content-type'] ?? '' }
      const to = `${urls[came % urls.length]}${request.url}`
      const answer = await fetch(to, { method: 'POST', headers, body: await buffer(request) })
      response.writeHead(answer.status).end(await answer.text())
    } catch {
      response.writeHead(502).end()
    }
  })
  const url = await listening(server)
  onTestFinished(() => void server.close().closeAllConnections())
  return url
}

/** Hears every event that is signed, by its id. */
async function consumer(config: string) {
  const [office, hooks] = [await openBackoffice({ config }), await hookServer()]
  try {
    const by = { who: 'test' }
    const wanted = { merchant: 'main', mode: 'test', name: 'test', scopes: SCOPES } as const
    const { text: key } = await office.apiKeys.issue(wanted, by)
    const { secret } = await office.endpoints.add({ merchant: 'main', url: hooks.url }, by)
    const consumer = new Consumer(secret)
    const heard = () => {
      for (const push of hooks.pushes.splice(0)) consumer.push(push)
      return new Set(consumer.state.events)
    }
    return { key, heard }
  } finally {
    await office.close()
  }
}

const SCOPES = ['payments:read', 'payments:write', 'refunds:write', 'events:read'] as const

/** The address of new books at the PostgreSQL of this run. */
export async function postgresBooks(): Promise<string> {
  return (await fetch(inject('ledgers'))).text()
}

export async function until(isSo: () => boolean | Promise<boolean>, what: string, ms = 30_000): Promise<void> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(20)) if (await isSo()) return
  throw new Error(`expected ${what} within ${ms} ms`)
}
