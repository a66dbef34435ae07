import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { resolve } from 'node:path'
import type { Instant } from '@tpkit/core'
import { QQ_API_ORIGIN, QQ_ORIGIN } from '../qqwallet/desk.ts'
import type { QQMerchant } from '../qqwallet/merchant.ts'
import { type QQWalletOptions, qqWallet } from '../qqwallet/wallet.ts'
import { accountOf, completeMerchant, type SandboxAccount } from './account.ts'
import type { Certificates } from './certificates.ts'
import { CONTROL_PATH } from './control.ts'
import { type Deliverer, deliverer } from './deliver.ts'
import { plainDoor, tlsDoor } from './doors.ts'
import { removeFolder, temporaryFolder, writeMerchantFiles } from './files.ts'
import { listen, shut } from './listen.ts'
import { PHONE_PATH } from './phone.ts'
import { poster } from './post.ts'
import type { World } from './world.ts'

export interface SandboxOptions extends Pick<QQWalletOptions, 'notifyPausesMs' | 'refundDelayMs' | 'seed' | 'faults'> {
  /** The merchant at the QQ wallet. Default: a throwaway one with secrets of its own. */
  readonly qqwallet?: QQMerchant
  /** Where calls without a certificate, the phone and the control API are. Default: a free port. */
  readonly port?: number
  /** Where calls with a client certificate are. Default: a free port. */
  readonly tlsPort?: number
  /** Default: 127.0.0.1. Another address lets other machines in: whoever reaches it can "pay". */
  readonly host?: string
  /** Where `ca.pem`, `apiclient_cert.pem` and `apiclient_key.pem` are written. Default: a temporary folder, removed by `close`. */
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
  readonly account: SandboxAccount
  /** Ends every connection, timer and delivery; may be called twice. */
  readonly close: () => Promise<void>
}

const NOTIFY_ROUND_MS = 100
const NOTIFY_TIMEOUT_MS = 5000

/**
 * Starts the local wallets. No account, ever, offline.
 * Rejects in production, and when a port is taken.
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
  const merchant = completeMerchant(options.qqwallet)
  // Loaded here, because it takes longer than everything else and whoever wants only the pure wallet does not need it.
  const { issueCertificates } = await import('./certificates.ts')
  const certificates = await issueCertificates(merchant.mchId, host)
  const { url, tlsUrl } = await openDoors(options, host, certificates, openWorld(options, merchant, atEnd), atEnd)
  // After the doors: who comes second to a taken port must not overwrite the files of who was first.
  const files = await writeMerchantFiles(await folder(options.dir, atEnd), certificates)
  const account = accountOf(merchant, files, url, tlsUrl)
  return { url, tlsUrl, controlUrl: url + CONTROL_PATH, phoneUrl: url + PHONE_PATH, account }
}

async function openDoors(
  options: SandboxOptions,
  host: string,
  { ca, door }: Certificates,
  world: World,
  atEnd: AtEnd,
): Promise<Pick<Sandbox, 'url' | 'tlsUrl'>> {
  const plain = createServer(plainDoor(world, QQ_ORIGIN, host))
  const mutual = { ...door, ca, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' } as const
  const tls = createTlsServer(mutual, tlsDoor(world, QQ_API_ORIGIN))
  const port = await listen(plain, options.port ?? 0, host)
  atEnd(() => shut(plain))
  const tlsPort = await listen(tls, options.tlsPort ?? 0, host)
  atEnd(() => shut(tls))
  return { url: `http://${reachable(host)}:${port}`, tlsUrl: `https://${reachable(host)}:${tlsPort}` }
}

function openWorld(options: SandboxOptions, merchant: QQMerchant, atEnd: AtEnd): World {
  const clock = options.clock ?? Date.now
  const wallet = qqWallet({ seed: randomBytes(8).toString('hex'), ...walletOptions(options), merchants: [merchant] })
  const stop = new AbortController()
  const post = poster({ allowRemote: options.allowRemoteNotify ?? false, timeoutMs: NOTIFY_TIMEOUT_MS, signal: stop.signal })
  const notifies = deliverer(wallet, clock, post)
  atEnd(rounds(notifies, stop))
  return { wallet, clock, deliveries: notifies.log, hurry: () => void notifies.run() }
}

function walletOptions({ notifyPausesMs, refundDelayMs, faults, seed }: SandboxOptions): Omit<QQWalletOptions, 'merchants'> {
  return {
    ...(notifyPausesMs && { notifyPausesMs }),
    ...(refundDelayMs !== undefined && { refundDelayMs }),
    ...(faults && { faults }),
    ...(seed !== undefined && { seed }),
  }
}

/** Looks for due notifies again and again; answers with the way to end that. */
function rounds(notifies: Deliverer, stop: AbortController): () => Promise<void> {
  const timer = setInterval(() => void notifies.run(), NOTIFY_ROUND_MS)
  return async () => {
    clearInterval(timer)
    stop.abort()
    await notifies.idle()
  }
}

async function folder(wanted: string | undefined, atEnd: AtEnd): Promise<string> {
  if (wanted !== undefined) return resolve(wanted)
  const own = await temporaryFolder()
  atEnd(() => removeFolder(own))
  return own
}

/** An address that listens everywhere is reached here by the first loopback one. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
