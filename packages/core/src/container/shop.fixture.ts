/** A program with a wallet of a few lines, whose configuration is a variable: what was connected, closed and used shows. */
import { ContainerModule } from 'inversify'
import { z } from 'zod'
import { definePlugin } from '../contract/plugin.ts'
import { type Protocol, send } from '../contract/protocol.ts'
import { tpError } from '../errors.ts'
import { manifest, notHere } from '../hard-cases/world.fixture.ts'
import { cny } from '../money.ts'
import type { Connection, ConnectionSettings, LogEvent, PresentedCertificate, Settings } from '../ports.ts'
import {
  LOG,
  type OpenOptions,
  openTpkit,
  PLUGIN_IMPORTS,
  SETTINGS,
  type Tpkit,
  TRANSPORT,
  UNPACK,
  type WatchOptions,
} from './index.ts'

const config = z.strictObject({ mchId: z.string(), appId: z.string().optional(), key: z.string().default('k') })
type ShopConfig = z.infer<typeof config>

const shopManifest = manifest({ provider: 'shop', scenes: ['native', 'app'], abilities: ['close', 'statement'] })

/** Two steps: the second one needs the connection of the first. A payment answers with the configuration that made it. */
function shopWallet({ mchId, appId, key }: ShopConfig): Protocol<'native' | 'app', 'close' | 'statement'> {
  return {
    manifest: shopManifest,
    payee: { mchId, ...(appId !== undefined && { appId }) },
    *pay({ outTradeNo }) {
      yield* send({ method: 'POST', url: 'https://wallet.example/pay', headers: [], effect: 'write' })
      yield* send({ method: 'POST', url: 'https://wallet.example/prompt', headers: [], effect: 'read' })
      return { kind: 'done', evidence: 'verified', value: { outTradeNo, prompt: { kind: 'qr', text: `${mchId} ${key}` } } }
    },
    *statement() {
      return {
        kind: 'download',
        request: { method: 'GET', url: 'https://wallet.example/bill', headers: [], effect: 'read' },
        packed: 'none',
        charset: 'utf-8',
        reader: { line: (text) => ({ columns: { text } }), end: () => ({ rows: 3 }) },
      }
    },
    query: notHere,
    refund: notHere,
    notify: notHere,
    close: notHere,
    acknowledge: () => ({ status: 200, headers: [], body: '' }),
  }
}

const shop = definePlugin({
  name: 'shop',
  contract: '1.0',
  manifest: shopManifest,
  config,
  keys: () => ({}),
  protocol: shopWallet,
  inspect: (received, { key }) => ({
    genuine: received.body.byteLength > 0,
    signed: 'text',
    found: key.slice(0, 1),
    causes: [],
  }),
})

const stallManifest = manifest({ provider: 'stall', scenes: ['native', 'app'], abilities: [] })
const { inspect: _inspect, ...silent } = shop
const stall = { ...silent, name: 'stall', protocol: (own: ShopConfig) => ({ ...shopWallet(own), manifest: stallManifest }) }

export const plugins: Record<string, unknown> = {
  '@shop/wallet': shop,
  '@shop/stall': stall,
  '@shop/broken': {
    ...shop,
    protocol: () => {
      throw new TypeError('oops')
    },
  },
}

/** A way to the wallet that remembers what was done to it. */
export interface FakeConnection extends Connection {
  readonly settings: ConnectionSettings
  readonly sent: number
  readonly closed: boolean
  /** Calls that came after its end. */
  readonly late: number
}

/** `gate` holds every answer back until it resolves. */
function fakeConnection(settings: ConnectionSettings, gate: () => Promise<void>, rest: object): FakeConnection {
  const state = { sent: 0, closed: false, late: 0 }
  const enter = async () => {
    state.sent += 1
    if (state.closed) state.late += 1
    await gate()
    if (state.closed) state.late += 1
  }
  async function* rows() {
    for (const row of ['1\n', '2\n', '3']) {
      await enter()
      yield Buffer.from(row)
    }
  }
  return {
    ...rest,
    settings,
    get sent() {
      return state.sent
    },
    get closed() {
      return state.closed
    },
    get late() {
      return state.late
    },
    send: async () => {
      await enter()
      return { status: 200, headers: new Map(), body: new Uint8Array() }
    },
    download: async () => ({ status: 200, headers: new Map(), body: rows() }),
    close: async () => {
      state.closed = true
    },
  }
}

export const CERTIFICATE: PresentedCertificate = { subject: 'CN=shop', notBefore: 1, notAfter: 2 }

export interface Program {
  readonly tpkit: Tpkit
  readonly connections: readonly FakeConnection[]
  readonly log: readonly LogEvent[]
  /** How often the configuration was read. */
  readonly reads: () => number
  /** Who watches the configuration. */
  readonly watchers: ReadonlySet<() => void>
  /** What the file says from now on. Nobody is told. */
  readonly write: (text: string) => void
}

export interface ProgramOptions {
  readonly gate?: () => Promise<void>
  readonly modules?: readonly ContainerModule[]
  readonly watch?: WatchOptions
  readonly mode?: 'production'
  /** Gathers the connections of a program that does not open. */
  readonly connections?: FakeConnection[]
  readonly busyAccounts?: OpenOptions['busyAccounts']
  /** A configuration that cannot be read again. */
  readonly fixed?: boolean
}

export async function openProgram(text: string, options: ProgramOptions = {}): Promise<Program> {
  const { gate = async () => undefined, modules = [], connections = [], watch, mode } = options
  const log: LogEvent[] = []
  const file = settingsOf(text)
  const world = new ContainerModule(({ bind, rebind }) => {
    bind(SETTINGS).toConstantValue(options.fixed ? { read: file.settings.read } : file.settings)
    bind(UNPACK).toConstantValue({ unpack: (packed) => packed })
    bind(TRANSPORT).toConstantValue({
      connect: (settings) => {
        if (settings.proxy === 'http://expired:1') throw tpError('CONFIG', 'Client certificate: it expired')
        const connection = fakeConnection(settings, gate, settings.proxy ? { certificate: CERTIFICATE } : {})
        connections.push(connection)
        return connection
      },
    })
    rebind(LOG).toConstantValue({ write: (event) => log.push(event) })
    rebind(PLUGIN_IMPORTS).toConstantValue({ import: async (specifier) => plugins[specifier] })
  })
  const { busyAccounts } = options
  const tpkit = await openTpkit({
    modules: [world, ...modules],
    ...(watch && { watch }),
    ...(mode && { mode }),
    ...(busyAccounts && { busyAccounts }),
  })
  return { tpkit, connections, log, ...file }
}

function settingsOf(first: string) {
  let text = first
  let reads = 0
  const watchers = new Set<() => void>()
  const settings: Settings = {
    read: async () => {
      reads += 1
      return { text, name: 'tpkit.config.yaml', base: '/shop' }
    },
    watch: (changed) => {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
  const write = (next: string): void => {
    text = next
  }
  return { settings, watchers, reads: () => reads, write }
}

export const order = { scene: 'native', outTradeNo: 'ORDER_1', subject: 'tea', total: cny.fen(1990) } as const
