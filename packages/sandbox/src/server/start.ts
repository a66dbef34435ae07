import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { resolve } from 'node:path'
import type { Instant } from '@tpkit/core'
import type { Authority } from './certificates.ts'
import { CONTROL_PATH } from './control/control.ts'
import { plainDoor, tlsDoor } from './doors.ts'
import { type EnrolledAs, type Numbered, type Registrar, registrar } from './enrol.ts'
import { removeFolder, takeFolder, temporaryFolder } from './files.ts'
import { INSPECTOR_PATH } from './inspector/inspector.ts'
import { type AccountEntry, type Drawn, type Kind, numberOf, type Place } from './kind.ts'
import { listen, shut } from './listen.ts'
import type { Doors } from './lock.ts'
import { PHONE_PATH } from './phone/phone.ts'
import { type Post, poster } from './post.ts'
import type { Site } from './site.ts'
import { openWorld, type Worlds, worldsAround } from './worlds.ts'

/** Where a sandbox stands, whichever its wallet. */
export interface ServerOptions {
  /** Where calls without a certificate, the phone and the control API are. Default: a free port. */
  readonly port?: number
  /** Where calls behind TLS are. Default: a free port. */
  readonly tlsPort?: number
  /** Default: 127.0.0.1. Another address lets other machines in: whoever reaches it can "pay". */
  readonly host?: string
  /**
   * Where the merchant's files are written, for this sandbox alone. Refused where such files lie that no sandbox wrote, or while
   * another sandbox has the folder. Default: a temporary folder, removed by `close`.
   */
  readonly dir?: string
  /** The clock of the wallet and its merchants. Default: the machine's. */
  readonly clock?: () => Instant
  /** How far behind that clock the wallet's own begins, in milliseconds: what is sold then has a statement now. Default: 0. */
  readonly behindMs?: number
  /** Post notifies to other machines too. Default: loopback only. */
  readonly allowRemoteNotify?: boolean
  readonly mode?: 'development' | 'production'
}

/** A sandbox, whichever its wallet. */
export interface SandboxOf<Account> {
  /** Stands for the wallet's address. */
  readonly url: string
  /** The same behind TLS, with a certificate of this run's authority. */
  readonly tlsUrl: string
  readonly controlUrl: string
  readonly phoneUrl: string
  readonly inspectorUrl: string
  /** Of the merchant that is there from the start. */
  readonly account: Account
  /** Ends every connection, timer and delivery; may be called twice. */
  readonly close: () => Promise<void>
}

/** What is started, and how its first merchant and their wallet are. */
export interface Wanted<Wish, Merchant, Options, Account extends AccountEntry> {
  readonly kind: (
    authority: Authority,
  ) => Kind<Wish, Merchant, Options, Account> | Promise<Kind<Wish, Merchant, Options, Account>>
  readonly first: Wish
  readonly wallet: Options
}

export interface Started<Wish, Merchant, Options, Account> extends SandboxOf<Account> {
  /** `own`: how a wallet to themselves is. */
  readonly enrol: (wish: Wish, own: Options | undefined) => Promise<EnrolledAs<Account, Merchant>>
}

const NOTIFY_ROUND_MS = 100
const NOTIFY_TIMEOUT_MS = 5000

/** Rejects in production, and when a port or the folder is taken. */
export async function start<Wish extends Numbered, Merchant extends Required<Numbered>, Options, Account extends AccountEntry>(
  wanted: Wanted<Wish, Merchant, Options, Account>,
  options: ServerOptions,
): Promise<Started<Wish, Merchant, Options, Account>> {
  refuseProduction(options)
  const ends: (() => Promise<void>)[] = []
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    return { ...(await open(wanted, options, (end) => ends.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

function refuseProduction(options: ServerOptions): void {
  if (options.mode !== 'production' && process.env.NODE_ENV !== 'production') return
  throw new Error(
    'sandbox: refuses to start in production, where its payments would be taken for real ones; use development mode',
  )
}

type AtEnd = (end: () => Promise<void>) => void

async function open<Wish extends Numbered, Merchant extends Required<Numbered>, Options, Account extends AccountEntry>(
  { kind: kindFor, first, wallet }: Wanted<Wish, Merchant, Options, Account>,
  options: ServerOptions,
  atEnd: AtEnd,
): Promise<Omit<Started<Wish, Merchant, Options, Account>, 'close'>> {
  const host = options.host ?? '127.0.0.1'
  // Loaded here, because it takes longer than everything else and whoever wants only the pure wallet does not need it.
  const { openAuthority } = await import('./certificates.ts')
  const authority = await openAuthority(host)
  const kind = await kindFor(authority)
  const drawn = await kind.draw(first, first.mchId ?? String(kind.firstNumber))
  const { site, settle } = later<Site>()
  const place = await openPlace(options, { host, authority, kind, site }, atEnd)
  const { registrar, ...opened } = openSite(kind, { drawn, wallet, place }, options, atEnd)
  settle(opened.site)
  const account = await registrar.settle()
  const { url, tlsUrl } = place
  const pages = { controlUrl: url + CONTROL_PATH, phoneUrl: url + PHONE_PATH, inspectorUrl: url + INSPECTOR_PATH }
  return { url, tlsUrl, ...pages, account, enrol: registrar.enrol }
}

/** Who knocks before the wallet stands waits for it. */
function later<Value>(): { readonly site: Promise<Value>; readonly settle: (value: Value) => void } {
  let settle: (value: Value) => void = () => undefined
  const site = new Promise<Value>((resolve) => {
    settle = resolve
  })
  return { site, settle: (value) => settle(value) }
}

interface Content<Merchant, Options, Account> {
  readonly drawn: Drawn<Merchant, Account>
  readonly wallet: Options
  readonly place: Place
}

function openSite<Wish extends Numbered, Merchant extends Required<Numbered>, Options, Account extends AccountEntry>(
  kind: Kind<Wish, Merchant, Options, Account>,
  { drawn, wallet, place }: Content<Merchant, Options, Account>,
  { clock: base = Date.now, behindMs = 0, allowRemoteNotify = false }: ServerOptions,
  atEnd: AtEnd,
): { readonly site: Site; readonly registrar: Registrar<Wish, Merchant, Options, Account> } {
  const stop = new AbortController()
  const post: Post = poster({ allowRemote: allowRemoteNotify, timeoutMs: NOTIFY_TIMEOUT_MS, signal: stop.signal })
  const begin = { base, behindMs }
  const worlds = worldsAround(openWorld(kind.open(drawn.merchant, wallet, place.url), begin, post))
  atEnd(rounds(worlds, stop))
  const taking = registrar({ kind, worlds, begin, post, place }, drawn)
  return { site: siteOf(kind, worlds, taking), registrar: taking }
}

function siteOf<Wish, Merchant, Options, Account extends AccountEntry>(
  kind: Kind<Wish, Merchant, Options, Account>,
  worlds: Worlds,
  { accounts, enrol }: Registrar<Wish, Merchant, Options, Account>,
): Site {
  const mine = (mchId: string): Account => {
    const account = accounts().find((each) => numberOf(each) === mchId) ?? accounts()[0]
    if (account) return account
    throw new Error('sandbox: expected a merchant, found none')
  }
  return {
    worlds,
    accounts,
    callerOf: kind.callerOf,
    fields: kind.fields,
    enrol: async (body, ownWallet) => (await enrol(kind.wishIn(body), ownWallet ? kind.plain : undefined)).account,
    copies: { wallet: (entry) => kind.pasted.wallet(mine(numberOf(entry))), compared: kind.pasted.compared },
  }
}

interface Doorway {
  readonly host: string
  readonly authority: Authority
  readonly kind: Pick<Kind<never, never, never, AccountEntry>, 'origins' | 'mutual'>
  readonly site: Promise<Site>
}

async function openPlace(
  options: ServerOptions,
  { host, authority: { ca, door }, kind: { origins, mutual }, site }: Doorway,
  atEnd: AtEnd,
): Promise<Place> {
  const plain = createServer(plainDoor(site, origins.plain, host))
  const asked = mutual ? { ca, requestCert: true, rejectUnauthorized: true } : {}
  const tls = createTlsServer({ ...door, ...asked, minVersion: 'TLSv1.2' }, tlsDoor(site, origins.tls))
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
