/** Two merchants with a gateway over real books, cashier, back office and protocol, at one wallet of the sandbox: no socket. */

import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { type Backoffice, createBackoffice, SCOPES, type Sealer } from '@tpkit/backoffice'
import { allowAll, type Cashier, type CashierPorts, cashier, type Endpoint, EVENT_TYPES, USUAL_SETTINGS } from '@tpkit/cashier'
import {
  type Ability,
  candidates,
  createTP,
  type HttpRequest,
  type Instant,
  type MethodPlan,
  type Received,
  type Scene,
  Secret,
  type TP,
  USUAL_POLICY,
  type WalletAnswer,
  type WalletRequest,
} from '@tpkit/core'
import type { Account } from '@tpkit/core/configured'
import { fail, tpError } from '@tpkit/core/errors'
import { type Connection, type Random, TransportError } from '@tpkit/core/ports'
import { type Ledger, openLedger } from '@tpkit/ledger'
import plugin from '@tpkit/provider-qqwallet'
import { type QQWallet, qqWallet } from '@tpkit/sandbox'
import { createGateway, type Gateway } from './app.ts'
import { checkDocumented } from './docs/documented.fixture.ts'
import type { GatewayLogEvent } from './log.ts'
import type { GatewayParts } from './parts.ts'
import { apiRoutes } from './routes/all.ts'
import type { ApiRoute } from './routes/route.ts'

export const NOON: Instant = Date.UTC(2026, 10, 27, 4)
export const MINUTE = 60_000
export const DAY = 86_400_000

/** Each has one account, one method, and a key that may do everything. */
export const MERCHANTS = {
  main: { account: 'qq-main', method: 'wallet', mchId: '1900000109' },
  other: { account: 'qq-other', method: 'till', mchId: '1900000110' },
} as const
export type MerchantName = keyof typeof MERCHANTS
const NAMES: readonly MerchantName[] = ['main', 'other']

const APP_ID = '1100000001'
const PASSWORD = 'test-operator-password'
const keyOf = (mchId: string): string => `test-key-of-${mchId}`.padEnd(32, '0')

/** What becomes of a call to the wallet on its way. */
export type Mishap = (reach: () => WalletAnswer) => WalletAnswer

export interface CallOptions {
  /** Whose key. Default: `main`. None: no header. */
  readonly as?: MerchantName | 'nobody'
  readonly key?: string
  /** Sent as JSON; text and bytes as they are. */
  readonly body?: object | string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** What a test reads of the JSON, checked by what it expects. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON in a test
  readonly json: any
}

export type Stand = Awaited<ReturnType<typeof openStand>>

export async function openStand(more: (usual: GatewayParts) => Partial<GatewayParts> = () => ({})) {
  const clock = { at: NOON, nowMs: () => clock.at }
  const random = seeded('gateway')
  const wallet = qqWallet({ merchants: NAMES.map((name) => walletMerchant(MERCHANTS[name].mchId)) })
  const line: { mishap: Mishap; calls: number } = { mishap: (reach) => reach(), calls: 0 }
  const ledger = await openLedger('sqlite::memory:', { turn: { soon: (callback) => void setImmediate(callback) } })
  const plans = new Map(NAMES.map((name) => [MERCHANTS[name].method as string, planOf(name)]))
  const accounts = new Map(
    NAMES.map((name) => [MERCHANTS[name].account as string, accountOf(name, { clock, random, wallet, line })]),
  )
  const { till, hooks } = cashierOver(ledger, { clock, random, accounts, plans })
  const backoffice = createBackoffice({
    ...{ books: ledger.backoffice, clock, random, sealer: rememberingSealer(), eventTypes: EVENT_TYPES, plainHttp: true },
  })
  const keys = await openMerchants(backoffice)
  const log: GatewayLogEvent[] = []
  const usual: GatewayParts = {
    ...{ cashier: till, books: ledger, backoffice, clock, random, mode: 'test', settings: settings(), version: '1.2.3' },
    ...{ cursorKey: Buffer.alloc(32, 'c'), log: { write: (event: GatewayLogEvent) => void log.push(event) } },
    shopfront: shopfrontOf(accounts, plans),
  }
  const parts: GatewayParts = { ...usual, ...more(usual) }
  const gateway = createGateway(parts)
  const hands = handsOf(till, wallet, clock)
  const call = caller(gateway.fetch, keys, apiRoutes(parts))
  return {
    ...hands,
    clock,
    random,
    wallet,
    line,
    ledger,
    plans,
    accounts,
    till,
    hooks,
    backoffice,
    keys,
    log,
    parts,
    gateway,
    call,
  }
}

/** Calls a gateway, and sees that every answer is one that the documentation promises. */
export function caller(fetch: Gateway['fetch'], keys: Readonly<Record<MerchantName, string>>, routes: readonly ApiRoute[]) {
  return async (method: string, path: string, options: CallOptions = {}): Promise<Answered> => {
    const { as = 'main', key = as === 'nobody' ? undefined : keys[as], body, headers = {} } = options
    const isJson = body !== undefined && typeof body === 'object' && !(body instanceof Uint8Array)
    const request = new Request(`https://pay.example.com${path}`, {
      method,
      headers: {
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isJson ? JSON.stringify(body) : asBody(body) }),
    })
    const answer = await fetch(request, { address: '203.0.113.5' })
    const text = await answer.text()
    checkDocumented(routes, method, path, { status: answer.status, headers: answer.headers, text })
    const isData = answer.headers.get('content-type')?.includes('json') && text !== ''
    return { status: answer.status, headers: answer.headers, text, json: isData ? JSON.parse(text) : undefined }
  }
}

function asBody(body: object | string): string | Buffer<ArrayBuffer> {
  return typeof body === 'string' ? body : Buffer.from(body as Uint8Array) // the only other object that comes here
}

export function newPayment(orderNo: string, more: object = {}) {
  return { scene: 'native', orderNo, method: 'wallet', subject: 'Tea 茶', total: { amount: 1990, currency: 'CNY' }, ...more }
}

/** What payers and wallets do. */
function handsOf(till: Cashier, wallet: QQWallet, clock: { at: Instant }) {
  const notifies = async (): Promise<void> => {
    for (const { id, url, headers, body } of wallet.due(clock.at)) {
      const given = new Map(headers.map(([name, value]) => [name.toLowerCase(), [value]]))
      const received: Received = { headers: given, query: '', body }
      const { answer } = await till.settle(url.split('/').at(-1) ?? '', received)
      wallet.delivered(id, { status: answer.status, body: answer.body }, clock.at)
    }
  }
  return {
    notifies,
    /** The payer pays what a payment shows, and the wallet tells. */
    pays: async ({ json }: Answered): Promise<void> => {
      wallet.act(json.prompt.text, 'pay', clock.at)
      await notifies()
    },
    after: (ms: number): void => {
      clock.at += ms
    },
  }
}

function walletMerchant(mchId: string) {
  return { mchId, apiKey: keyOf(mchId), appId: APP_ID, opUserPassword: PASSWORD }
}

async function openMerchants(backoffice: Backoffice): Promise<Readonly<Record<MerchantName, string>>> {
  const by = { who: 'cli:test' }
  await backoffice.merchants.create({ id: 'other', title: 'Other' }, by)
  const issue = async (merchant: string) =>
    (await backoffice.apiKeys.issue({ merchant, mode: 'test', name: 'shop', scopes: SCOPES }, by)).text
  return { main: await issue('main'), other: await issue('other') }
}

function settings(): GatewayParts['settings'] {
  return {
    ...{ publicUrl: 'https://pay.example.com', trustedProxies: [], maxBodyBytes: 65_536, requestTimeoutMs: 30_000 },
    ...{ requestsPerMinutePerKey: 1_000_000, requestsPerMinutePerAddress: 1_000_000, queueLimit: 100, drainDelayMs: 0 },
  }
}

interface World {
  readonly clock: { readonly nowMs: () => Instant }
  readonly random: Random
}

type Configured = { readonly accounts: ReadonlyMap<string, Account>; readonly plans: ReadonlyMap<string, MethodPlan> }

function cashierOver(books: Ledger, { clock, random, accounts, plans }: World & Configured) {
  const hooks: Endpoint[] = []
  const ports: CashierPorts = {
    ...{ books, clock, random, risk: allowAll, settings: { ...USUAL_SETTINGS, digestKey: Buffer.alloc(32, 'd') } },
    wallets: {
      accounts: [...accounts.keys()],
      account: (name) => accounts.get(name) ?? missing(name, accounts),
      method: (name) => methodOf(plans.get(name) ?? missing(name, plans)),
    },
    log: { write: () => undefined },
    endpoints: {
      of: (merchant) => hooks.filter((one) => one.merchant === merchant),
      connection: () => fail('INTERNAL', 'none') as never,
    },
  }
  return { till: cashier(ports), hooks }
}

/** As the configuration says it: every name that there is, also those of other merchants. */
function missing(name: string, known: ReadonlyMap<string, unknown>): never {
  throw tpError('NOT_FOUND', `expected one of ${[...known.keys()].join(', ')}, found ${name}`)
}

function planOf(name: MerchantName): MethodPlan {
  const { account, method } = MERCHANTS[name]
  return { name: method, merchant: name, policy: USUAL_POLICY, rules: [{ use: [{ account, weight: 1 }], when: {} }] }
}

function methodOf(plan: MethodPlan): ReturnType<CashierPorts['wallets']['method']> {
  return {
    ...{ name: plan.name, merchant: plan.merchant, policy: plan.policy ?? USUAL_POLICY },
    pay: () => Promise.reject(new Error('the cashier pays at accounts')),
    explain: () => missing('rule', new Map()),
    candidates: (command) => candidates(plan, command),
  }
}

function shopfrontOf(accounts: ReadonlyMap<string, Account>, plans: ReadonlyMap<string, MethodPlan>): GatewayParts['shopfront'] {
  return {
    methods: () => [...plans.values()].map(({ name, merchant }) => ({ name, merchant, scenes: ['native', 'micropay'] })),
    accounts: () =>
      [...accounts.values()].map(({ name, merchant, manifest, retired, acknowledge }) => ({
        ...{ name, merchant, manifest, retired, later: acknowledge('later') },
      })),
  }
}

interface Way extends World {
  readonly wallet: QQWallet
  readonly line: { readonly mishap: Mishap; calls: number }
}

function accountOf(name: MerchantName, { clock, random, wallet, line }: Way): Account {
  const { account, mchId } = MERCHANTS[name]
  const config = {
    ...{ mchId, appId: APP_ID, apiKeys: [new Secret(keyOf(mchId))] as const, operatorPassword: new Secret(PASSWORD) },
    notifyUrl: `https://pay.example.com/notify/${account}`,
  }
  const unused = () => Promise.reject(new Error('QQ Wallet signs nothing with RSA'))
  const tp = createTP({
    ...{ clock, random, account, protocol: plugin.protocol(config), keys: plugin.keys(config), unpack: { unpack } },
    log: { write: () => undefined },
    connection: connectionTo(wallet, mchId, line, clock),
    signer: { sign: unused, seal: unused, unseal: unused },
    keyRing: { read: async () => [], write: async () => undefined },
  })
  const notes = { name: account, merchant: name, retired: false, inspect: () => fail('INTERNAL', 'none') as never }
  return { ...(tp as unknown as TP<Scene, Ability>), ...notes } // a QQ Wallet account, with all that it can do
}

function connectionTo(wallet: QQWallet, mchId: string, line: Way['line'], clock: World['clock']): Connection {
  const send: Connection['send'] = async (request) => {
    line.calls += 1
    const { status, headers, body } = line.mishap(() => wallet.handle(arriving(mchId, request), clock.nowMs()) ?? lost())
    return { status, headers: headersOf(headers), body }
  }
  const download: Connection['download'] = async (request, limits) => {
    const { body, ...rest } = await send(request, limits)
    return { ...rest, body: chunks(body) }
  }
  return { send, download, close: async () => undefined }
}

/** No answer came; what happened at the wallet is not known. */
export function lost(): never {
  throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
}

function arriving(mchId: string, { method, url, headers, body, identity }: HttpRequest): WalletRequest {
  const { origin, pathname, search } = new URL(url)
  return {
    ...{ method, origin, path: pathname + search, headers: headersOf(headers), body: body ?? new Uint8Array() },
    ...(identity === 'merchant' && { clientCertificate: mchId }),
  }
}

function headersOf(headers: readonly (readonly [string, string])[]): WalletRequest['headers'] {
  return new Map(headers.map(([name, value]) => [name.toLowerCase(), [value]]))
}

async function* chunks(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body
}

async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of packed) all.push(chunk)
  yield gunzipSync(Buffer.concat(all))
}

/** The same bytes in every run. */
function seeded(seed: string): Random {
  let drawn = 0
  return {
    bytes: (length) => {
      drawn += 1
      return new Uint8Array(createHash('shake256', { outputLength: length }).update(`${seed} ${drawn}`).digest())
    },
  }
}

function rememberingSealer(): Sealer {
  const kept = new Map<string, string>()
  return {
    seal: async (secret, context) => {
      kept.set(`sealed-${kept.size} ${context}`, secret)
      return `sealed-${kept.size - 1} ${context}`
    },
    open: async (sealed) => kept.get(sealed) ?? '',
  }
}
