import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openGateway, type RunningGateway } from 'tpkit/gateway'
import type { Desk } from '../desk/desk.ts'
import { operator } from '../office/open.ts'
import { ALL_SCOPES } from '../office/scopes.ts'
import { START_WALLET } from '../sandbox/start-wallet.ts'
import { SANDBOX_WALLETS, type SandboxWalletName, USUAL_PLACE } from '../sandbox/wallets.ts'
import { answers } from './answers.ts'
import { startApp } from './app.ts'
import { configText, type DevWallet } from './config-text.ts'
import { demandPort, usualPort } from './ports.ts'

export interface DevFlags {
  readonly port: number
  readonly app?: string
}

/** Everything that runs. */
export interface DevStage {
  /** Of the gateway: `http://127.0.0.1:8080`. */
  readonly url: string
  readonly config: string
  readonly wallets: readonly DevWallet[]
  readonly apiKey: string
  readonly app?: DevApp
}

export interface DevApp {
  readonly url: string
  readonly webhookSecret: string
  /** Rejects when it ends by itself. */
  readonly ended: Promise<never>
}

type AtEnd = (end: () => Promise<unknown>) => void

const APP_PORT = 3000

/** Starts all of it, and answers once all of it answers; `atEnd` hears how each part ends, the last one first. */
export async function openDev(desk: Desk, { port: wanted, app: command }: DevFlags, atEnd: AtEnd): Promise<DevStage> {
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-dev-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const port = await demandPort(desk, wanted)
  // Whoever wants any free port wants no usual one.
  const placeOf = wanted === 0 ? anywhere : usualPlace
  const wallets = await startWallets(folder, placeOf, atEnd)
  const config = join(folder, 'tpkit.config.yaml')
  await writeFile(config, configText(wallets, port))
  const gateway = await openGateway({ config })
  atEnd(() => gateway.close())
  const url = await gateway.listen()
  const apiKey = await issueKey(gateway)
  const app = command === undefined ? undefined : await openApp(desk, { gateway, url, apiKey, command }, atEnd)
  const pages = [`${url}/readyz`, ...wallets.map(({ started }) => started.phoneUrl), ...(app ? [app.url] : [])]
  await allAnswer(pages, app)
  return { url, config, wallets, apiKey, ...(app && { app }) }
}

/** An app that ended answers nothing: what waits for it would keep the command from ending. */
async function allAnswer(pages: readonly string[], app: DevApp | undefined): Promise<void> {
  const waiting = new AbortController()
  try {
    const all = Promise.all(pages.map((page) => answers(page, waiting.signal)))
    await (app ? Promise.race([all, app.ended]) : all)
  } finally {
    waiting.abort()
  }
}

type PlaceOf = (name: SandboxWalletName) => Promise<{ readonly port?: number; readonly tlsPort?: number }>

const anywhere: PlaceOf = async () => ({})

/** Where `tpkit sandbox` would start it, as the pages say; elsewhere where one runs there already. */
const usualPlace: PlaceOf = async (name) => {
  const { port, tlsPort } = USUAL_PLACE[name]
  return { port: await usualPort(port), tlsPort: await usualPort(tlsPort) }
}

async function startWallets(folder: string, placeOf: PlaceOf, atEnd: AtEnd): Promise<readonly DevWallet[]> {
  const wallets: DevWallet[] = []
  for (const name of SANDBOX_WALLETS) {
    const started = await START_WALLET[name]({ dir: join(folder, name), ...(await placeOf(name)) })
    atEnd(() => started.close())
    wallets.push({ name, started })
  }
  return wallets
}

async function issueKey({ backoffice }: RunningGateway): Promise<string> {
  const wanted = { merchant: 'main', mode: 'test', name: 'tpkit dev', scopes: ALL_SCOPES } as const
  return (await backoffice.apiKeys.issue(wanted, operator())).text
}

interface AppParts {
  readonly gateway: RunningGateway
  readonly url: string
  readonly apiKey: string
  readonly command: string
}

/** The endpoint stands before the app does: its secret is in the app's environment. */
async function openApp(desk: Desk, { gateway, url, apiKey, command }: AppParts, atEnd: AtEnd): Promise<DevApp> {
  const port = await usualPort(APP_PORT)
  const own = `http://127.0.0.1:${port}`
  const { secret } = await gateway.backoffice.endpoints.add({ merchant: 'main', url: `${own}/webhooks` }, operator())
  const env = { TPKIT_URL: url, TPKIT_API_KEY: apiKey, TPKIT_WEBHOOK_SECRET: secret }
  const { ended, close } = startApp(desk, { command, port, env })
  atEnd(close)
  return { url: own, webhookSecret: secret, ended }
}
