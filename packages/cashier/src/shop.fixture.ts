/** A shop with the real cashier, ledger and protocol, at a wallet of the sandbox: no socket, and a clock that moves when it is told to. */
import { createHash } from 'node:crypto'
import {
  candidates,
  cny,
  type Instant,
  type MethodPlan,
  type MethodPolicy,
  type PayerAction,
  type Received,
  route,
  USUAL_POLICY,
  type WalletAnswer,
} from '@tpkit/core'
import type { Account, Method } from '@tpkit/core/configured'
import { fail, tpError } from '@tpkit/core/errors'
import { type Connection, type LogEvent, type Random, TransportError } from '@tpkit/core/ports'
import type { Cashier, OrderView, PayOrder } from './cashier.ts'
import { cashier } from './create.ts'
import { newBooks } from './ledger.fixture.ts'
import {
  type CashierLogEvent,
  type CashierPorts,
  type CashierSettings,
  type Risk,
  USUAL_SETTINGS,
  type Wallets,
} from './ports.ts'
import { answered, oneChunk, qqStand } from './qq-accounts.fixture.ts'
import { allowAll } from './risk/rules.ts'
import type { Stand, StandWallet } from './stand.fixture.ts'

export const NOON: Instant = Date.UTC(2026, 10, 23, 4)
export const SECOND = 1000
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** What becomes of a call on its way: `reach` brings it to the wallet. */
export type Mishap = (call: {
  readonly account: string
  readonly verb: string
  readonly reach: () => WalletAnswer
}) => WalletAnswer

export interface ShopOptions {
  /** The wallet that it sells at. Default: QQ Wallet. */
  readonly stand?: Stand
  readonly policy?: Partial<MethodPolicy>
  readonly settings?: Partial<CashierSettings>
  readonly risk?: Risk
  readonly rules?: MethodPlan['rules']
  /** Stand in place of, or around, the usual ones. */
  readonly ports?: (usual: CashierPorts) => Partial<CashierPorts>
  readonly ledger?: string
}

export type Shop = Awaited<ReturnType<typeof openShop>>

export async function openShop(options: ShopOptions = {}) {
  const clock = { at: NOON, nowMs: () => clock.at }
  const random = seeded('shop')
  const { stand = qqStand() } = options
  const { wallet } = stand
  const line: { mishap: Mishap; readonly calls: string[] } = { mishap: ({ reach }) => reach(), calls: [] }
  const log: (CashierLogEvent | LogEvent)[] = []
  const doors = { clock, random, log: { write: (event: LogEvent) => void log.push(event) } }
  const accounts = new Map(
    stand.accounts.map((name) => [name, stand.account(name, { ...doors, connection: connectionOf(name, stand, line, clock) })]),
  )
  const plans = new Map<string, MethodPlan>([['wallet', planOf(options, stand.accounts[0])]])
  const books = await newBooks(options.ledger)
  const usual: CashierPorts = {
    ...{ books, clock, random, risk: options.risk ?? allowAll },
    wallets: walletsOf(accounts, plans),
    log: { write: (event) => void log.push(event) },
    endpoints: { of: () => [], connection: () => fail('INTERNAL', 'none') as never },
    settings: { ...USUAL_SETTINGS, digestKey: Buffer.alloc(32, 'd'), ...options.settings },
  }
  const ports: CashierPorts = { ...usual, ...options.ports?.(usual) }
  const till = cashier(ports)
  return {
    ...{ clock, random, wallet, line, log, accounts, plans, books, ports, till },
    ...hands(till, ports, clock, wallet, plans),
  }
}

/** What a test does with a shop. */
function hands(
  till: Cashier,
  { books }: CashierPorts,
  clock: { at: Instant },
  wallet: StandWallet,
  plans: Map<string, MethodPlan>,
) {
  const tell = (account: string, received: Received) => till.settle(account, received)
  const shop = {
    /** An order's payment at the usual method. */
    pay: (orderNo: string, more: Partial<PayOrder<'native'>> = {}) => till.pay(nativeOrder(orderNo, more)),
    /** One that the payer could pay now. */
    prompted: async (orderNo: string, more: Partial<PayOrder<'native'>> = {}): Promise<OrderView> =>
      done(await shop.pay(orderNo, more)),
    /** The payer acts on the newest prompt of an order. */
    act: async (orderNo: string, action: PayerAction = 'pay', prompt?: string) =>
      wallet.act(prompt ?? promptText(await till.get({ orderNo })), action, clock.at),
    /** Paid and told. */
    sold: async (orderNo: string, more: Partial<PayOrder<'native'>> = {}): Promise<OrderView> => {
      await shop.prompted(orderNo, more)
      await shop.act(orderNo)
      await shop.notifies()
      return shop.order(orderNo)
    },
    order: async (orderNo: string): Promise<OrderView> => {
      const found = await till.get({ orderNo })
      if (!found) throw new Error(`expected the order ${orderNo}`)
      return found
    },
    /** Notifies that are due reach the cashier; answers what became of each. */
    notifies: async (times = 1) => {
      const heard: string[] = []
      for (const { id, url, headers, body } of wallet.due(clock.at)) {
        const received: Received = {
          headers: new Map(headers.map(([name, value]) => [name.toLowerCase(), [value]])),
          query: '',
          body,
        }
        const settled = await Promise.all(Array.from({ length: times }, () => tell(url.split('/').at(-1) ?? '', received)))
        heard.push(...settled.map(({ what }) => what))
        const { answer } = settled[0] as (typeof settled)[0] // `times` is at least 1
        wallet.delivered(id, { status: answer.status, body: answer.body }, clock.at)
      }
      return heard
    },
    /** Those that are due now, lost on their way. */
    loseNotifies: () => {
      for (const { id } of wallet.due(clock.at)) wallet.delivered(id, undefined, clock.at)
    },
    after: (ms: number) => {
      clock.at += ms
    },
    /** Follow-up and delivery work until nothing is due within the time. */
    untilCalm: async (ms = DAY) => {
      const end = clock.at + ms
      for (let round = 0; round < 500; round += 1) {
        await till.followUp()
        await till.deliver()
        const due = await books.claim.nextDueAt()
        if (due === undefined || due > end) return
        clock.at = Math.max(clock.at, due)
      }
      throw new Error('expected calm within 500 rounds')
    },
    switchTo: (account: string) => {
      const plan = plans.get('wallet')
      if (plan) plans.set('wallet', { ...plan, rules: [{ use: [{ account, weight: 1 }], when: {} }] })
    },
    journal: async (orderNo: string) => {
      const held = await books.read.order({ merchant: 'main', orderNo })
      return (held ? await books.read.journal(held.order.id) : []).map(({ kind }) => kind)
    },
    events: async () => (await books.read.events('main', undefined, 200)).rows.map(({ type }) => type),
    /** What the wallet's own books hold, by number. */
    booked: (outTradeNo: string) => wallet.books(clock.at).find((order) => order.outTradeNo === outTradeNo),
  }
  return shop
}

export function nativeOrder(orderNo: string, more: Partial<PayOrder<'native'>> = {}): PayOrder<'native'> {
  return { orderNo, method: 'wallet', scene: 'native', subject: 'Tea 茶', total: cny.fen(1990), ...more }
}

export function done<Value>(answer: { readonly kind: string; readonly value?: Value }): Value {
  if (answer.kind !== 'done' || answer.value === undefined) throw new Error(`expected done, found ${JSON.stringify(answer, big)}`)
  return answer.value
}

export function promptText(order: OrderView | undefined): string {
  if (order?.prompt?.kind !== 'qr') throw new Error(`expected a QR code, found ${JSON.stringify(order?.prompt)}`)
  return order.prompt.text
}

function big(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

interface Line {
  readonly mishap: Mishap
  readonly calls: string[]
}

function connectionOf(account: string, { wallet, ...stand }: Stand, line: Line, clock: CashierPorts['clock']): Connection {
  const send: Connection['send'] = async (request) => {
    const verb = stand.verb(request)
    line.calls.push(verb)
    const reach = () => wallet.handle(stand.arriving(account, request), clock.nowMs()) ?? lost()
    return answered(line.mishap({ account, verb, reach }))
  }
  return {
    send,
    download: async (request, limits) => {
      const { body, ...rest } = await send(request, limits)
      return { ...rest, body: oneChunk(body) }
    },
    close: async () => undefined,
  }
}

/** No answer came; what happened at the wallet is not known. */
export function lost(): never {
  throw new TransportError(fail('TIMEOUT', 'no answer came in time'), true)
}

/** Provably nothing left. */
export function unreachable(): never {
  throw new TransportError(fail('UNAVAILABLE', 'connection refused'), false)
}

/** The wallet does it, and its answer is lost. */
export const lostAfter: Mishap = ({ reach }) => {
  reach()
  return lost()
}

export const lostBefore: Mishap = () => lost()

function planOf({ policy, rules }: ShopOptions, account: string): MethodPlan {
  return {
    ...{ name: 'wallet', merchant: 'main', policy: { ...USUAL_POLICY, ...policy } },
    rules: rules ?? [{ use: [{ account, weight: 1 }], when: {} }],
  }
}

function walletsOf(accounts: ReadonlyMap<string, Account>, plans: ReadonlyMap<string, MethodPlan>): Wallets {
  return {
    accounts: [...accounts.keys()],
    account: (name) => accounts.get(name) ?? missing(name),
    method: (name) => methodOf(plans.get(name) ?? missing(name)),
  }
}

function methodOf(plan: MethodPlan): Method {
  return {
    ...{ name: plan.name, merchant: plan.merchant, policy: plan.policy ?? USUAL_POLICY },
    pay: () => Promise.reject(new Error('the cashier pays at accounts')),
    explain: (command) => route(plan, command) ?? missing('rule'),
    candidates: (command) => candidates(plan, command),
  }
}

function missing(name: string): never {
  throw tpError('CONFIG', `expected ${name} in the configuration, found none`)
}

/** The same bytes in every run. */
export function seeded(seed: string): Random {
  let drawn = 0
  return {
    bytes: (length) => {
      drawn += 1
      return new Uint8Array(createHash('shake256', { outputLength: length }).update(`${seed} ${drawn}`).digest())
    },
  }
}
