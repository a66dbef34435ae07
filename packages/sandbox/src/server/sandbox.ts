import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { resolve } from 'node:path'
import type { Instant } from '@tpkit/core'
import { QQ_API_ORIGIN, QQ_ORIGIN } from '../qqwallet/desk.ts'
import type { QQMerchant } from '../qqwallet/merchant.ts'
import { completeMerchant, type SandboxAccount } from './account.ts'
import type { Authority } from './certificates.ts'
import { CONTROL_PATH } from './control/control.ts'
import { plainDoor, tlsDoor } from './doors.ts'
import { type Enrolled, type Enrolment, FIRST_MCH_ID, type Place, registrar } from './enrol.ts'
import { removeFolder, takeFolder, temporaryFolder } from './files.ts'
import { INSPECTOR_PATH } from './inspector/inspector.ts'
import { listen, shut } from './listen.ts'
import type { Doors } from './lock.ts'
import { PHONE_PATH } from './phone/phone.ts'
import { poster } from './post.ts'
import type { Site } from './site.ts'
import { checkUsable } from './usable.ts'
import { openWorld, type WalletOptions, type Worlds, worldsAround } from './worlds.ts'

/** How the shared wallet is, and where it stands. */
export interface SandboxOptions extends WalletOptions {
  /** The merchant at the QQ wallet. Default: a throwaway one with secrets of its own. */
  readonly qqwallet?: QQMerchant
  /** Where calls without a certificate, the phone and the control API are. Default: a free port. */
  readonly port?: number
  /** Where calls with a client certificate are. Default: a free port. */
  readonly tlsPort?: number
  /** Default: 127.0.0.1. Another address lets other machines in: whoever reaches it can "pay". */
  readonly host?: string
  /**
   * Where `ca.pem`, `apiclient_cert.pem` and `apiclient_key.pem` are written, for this sandbox alone. Refused where such files lie that
   * no sandbox wrote, or while another sandbox has the folder. Default: a temporary folder, removed by `close`.
   */
  readonly dir?: string
  /** The wallet's clock. Default: the machine's. */
  readonly clock?: () => Instant
  /** Post notifies to other machines too. Default: loopback only. */
  readonly allowRemoteNotify?: boolean
  readonly mode?: 'development' | 'production'
}

export interface Sandbox {
  /** Stands for `https://qpay.qq.com`. */
  readonly url: string
  /** Stands for `https://api.qpay.qq.com`: mutual TLS. */
  readonly tlsUrl: string
  readonly controlUrl: string
  readonly phoneUrl: string
  readonly inspectorUrl: string
  /** Of the merchant that is there from the start. */
  readonly account: SandboxAccount
  /**
   * Takes one more merchant in, with a client certificate from this run's authority. Rejects for a number that is taken.
   *
   * @example const { account } = await sandbox.enrol({ name: 'Second shop' })
   */
  readonly enrol: (wanted?: Enrolment) => Promise<Enrolled>
  /** Ends every connection, timer and delivery; may be called twice. */
  readonly close: () => Promise<void>
}

const NOTIFY_ROUND_MS = 100
const NOTIFY_TIMEOUT_MS = 5000

/**
 * Starts the local wallets. No account, ever, offline.
 * Rejects in production, and when a port or the folder is taken.
 *
 * @example
 * const sandbox = await startSandbox({ port: 9101, tlsPort: 9102, dir: 'sandbox' })
 * console.log(sandbox.account, sandbox.phoneUrl)
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  refuseProduction(options)
  const ends: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    return { ...(await open(options, (end) => ends.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

function refuseProduction(options: SandboxOptions): void {
  if (options.mode !== 'production' && process.env.NODE_ENV !== 'production') return
  throw new Error(
    'sandbox: refuses to start in production, where its payments would be taken for real ones; use development mode',
  )
}

type AtEnd = (end: () => Promise<void>) => void

async function open(options: SandboxOptions, atEnd: AtEnd): Promise<Omit<Sandbox, 'close'>> {
  const host = options.host ?? '127.0.0.1'
  // Loaded here, because it takes longer than everything else and whoever wants only the pure wallet does not need it.
  const { openAuthority } = await import('./certificates.ts')
  const authority = await openAuthority(host)
  const site = openSite(options, authority, () => place, atEnd)
  const place: Promise<Place> = openPlace(options, host, authority, site, atEnd)
  const { url, tlsUrl } = await place
  const account = await site.registrar.settle()
  const pages = { controlUrl: url + CONTROL_PATH, phoneUrl: url + PHONE_PATH, inspectorUrl: url + INSPECTOR_PATH }
  return { url, tlsUrl, ...pages, account, enrol: site.registrar.enrol }
}

function openSite(options: SandboxOptions, authority: Authority, place: () => Promise<Place>, atEnd: AtEnd): Site {
  const { qqwallet = {}, port, tlsPort, host, dir, clock: base = Date.now, allowRemoteNotify, mode, ...wallet } = options
  const merchant = completeMerchant(qqwallet, String(FIRST_MCH_ID))
  checkUsable(merchant)
  const stop = new AbortController()
  const post = poster({ allowRemote: allowRemoteNotify ?? false, timeoutMs: NOTIFY_TIMEOUT_MS, signal: stop.signal })
  const worlds = worldsAround(openWorld(merchant, wallet, base, post))
  atEnd(rounds(worlds, stop))
  return { worlds, registrar: registrar({ worlds, authority, base, post, place }, merchant) }
}

async function openPlace(options: SandboxOptions, host: string, authority: Authority, site: Site, atEnd: AtEnd): Promise<Place> {
  const { ca, door } = authority
  const plain = createServer(plainDoor(site, QQ_ORIGIN, host))
  const mutual = { ...door, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const
  const tls = createTlsServer(mutual, tlsDoor(site, QQ_API_ORIGIN))
  const port = await listen(plain, options.port ?? 0, host)
  atEnd(() => shut(plain))
  const tlsPort = await listen(tls, options.tlsPort ?? 0, host)
  atEnd(() => shut(tls))
  // After the doors: who comes second to a taken port must not overwrite the files of who was first.
  const doors = { url: `http://${reachable(host)}:${port}`, tlsUrl: `https://${reachable(host)}:${tlsPort}` }
  return { ...doors, dir: await folder(options.dir, doors, atEnd) }
}

/** Looks for due notifies again and again; answers with the way to end that. */
function rounds(worlds: Worlds, stop: AbortController): () => Promise<void> {
  const timer = setInterval(() => {
    for (const world of worlds.all()) void world.hurry()
  }, NOTIFY_ROUND_MS)
  return async () => {
    clearInterval(timer)
    stop.abort()
    await Promise.all(worlds.all().map((world) => world.idle()))
  }
}

async function folder(wanted: string | undefined, doors: Doors, atEnd: AtEnd): Promise<string> {
  if (wanted !== undefined) {
    const dir = resolve(wanted)
    atEnd(await takeFolder(dir, doors))
    return dir
  }
  const own = await temporaryFolder()
  atEnd(() => removeFolder(own))
  return own
}

/** An address that listens everywhere is reached here by the first loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
