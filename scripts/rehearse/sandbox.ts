import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { start, withTools } from './processes.ts'
import { demand } from './step.ts'

/** What is tried runs with the project's own node and tools, offline, and on loopback only. */
export function tried(project: string): NodeJS.ProcessEnv {
  const guard = pathToFileURL(join(import.meta.dirname, 'loopback-only.mjs')).href
  return { PATH: withTools(project), NODE_OPTIONS: `--import=${guard}`, npm_config_offline: 'true' }
}

export interface Wallet {
  readonly account: Readonly<Record<string, unknown>>
  /** The payer presses "pay" on what a QR code says. */
  readonly press: (prompt: string) => Promise<void>
  /** Ctrl+C. What npx makes of it is npm's business. */
  readonly end: () => Promise<unknown>
}

export interface Ports {
  readonly http: number
  readonly tls: number
  /** Of the shop, for notifies. */
  readonly shop: number
}

/** `npx tpkit sandbox`, in that folder; ready when it says so. */
export async function openWallet(folder: string, env: NodeJS.ProcessEnv, { http, tls }: Ports, lang: string): Promise<Wallet> {
  const sandbox = start(
    folder,
    ['npx', 'tpkit', 'sandbox', '--port', `${http}`, '--tls-port', `${tls}`, '--lang', lang, '--json'],
    env,
  )
  const [json] = await sandbox.said(/^\{[\s\S]*^\}$/m)
  const { account, controlUrl }: { account: Wallet['account']; controlUrl: string } = JSON.parse(json)
  return {
    account,
    press: (prompt) => press(controlUrl, prompt),
    end: sandbox.interrupt,
  }
}

/** The payer presses "pay", through the control API. */
export async function press(controlUrl: string, prompt: string): Promise<void> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ prompt, action: 'pay' })
  const answer = await fetch(`${controlUrl}/act`, { method: 'POST', headers, body })
  demand(answer.ok, `the payer presses "pay": expected 200, found ${answer.status}: ${await answer.text()}`)
}

/** The usual ports may be taken on this machine: the configuration that `init` wrote gets free ones. */
export async function usePorts(config: string, { http, tls, shop }: Ports): Promise<void> {
  const text = await readFile(config, 'utf8')
  const moved = text.replace('127.0.0.1:9101', `127.0.0.1:${http}`).replace('127.0.0.1:9102', `127.0.0.1:${tls}`)
  await writeFile(config, moved.replace('127.0.0.1:8080', `127.0.0.1:${shop}`))
}

export async function freePorts(): Promise<Ports> {
  const [http, tls, shop] = await Promise.all([freePort(), freePort(), freePort()])
  return { http, tls, shop }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port'))))
    })
  })
}
