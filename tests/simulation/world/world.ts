import { createHash } from 'node:crypto'
import { allowAll, type Cashier, type CashierLogEvent, USUAL_SETTINGS } from '@tpkit/cashier'
import { candidates, type Instant, type MethodPlan, type MethodPolicy, route, type TrustedKey } from '@tpkit/core'
import type { Method } from '@tpkit/core/configured'
import { tpError } from '@tpkit/core/errors'
import type { LogEvent } from '@tpkit/core/ports'
import { type Ledger, openLedger } from '@tpkit/ledger'
import { Endpoint } from '../actors/endpoint.ts'
import { operator } from '../actors/operator.ts'
import { alipayStand } from './alipay.ts'
import { type FaultName, type FaultPlan, planFaults } from './faults.ts'
import type { Outage } from './line.ts'
import { Process, type ProcessWorld } from './process.ts'
import { qqStand } from './qq.ts'
import { type Streams, streamsOf } from './random.ts'
import type { Stand } from './stand.ts'
import { Timeline } from './timeline.ts'
import { Trace } from './trace.ts'
import { type Rotation, weChatStand } from './wechat.ts'

/** A working day, Beijing noon. */
const START: Instant = Date.UTC(2026, 10, 23, 4)
const MINUTE = 60_000

export interface Seeded {
  readonly seed: number
  /** Left out while a failing seed is made smaller. */
  readonly withoutFaults?: ReadonlySet<FaultName>
  readonly withoutOrders?: ReadonlySet<number>
}

/** What a merchant was told, and may rely on. */
export interface Told {
  readonly orderNo: string
  readonly what: string
  readonly refundNo?: string
}

/** Everything that lives in one seed. */
export interface World {
  readonly seed: number
  readonly timeline: Timeline
  readonly streams: Streams
  readonly faults: FaultPlan
  readonly trace: Trace
  /** The wallets, with the accounts at each. */
  readonly stands: readonly Stand[]
  readonly accounts: readonly string[]
  readonly ledger: Ledger
  readonly endpoint: Endpoint
  readonly plan: MethodPlan
  readonly log: (CashierLogEvent | LogEvent)[]
  readonly told: Told[]
  /** When a payment arrived at the wallet, by account and number. */
  readonly arrivals: ReadonlyMap<string, number>
  readonly violations: string[]
  /** Those that work now: one or two, none between an end and a beginning. */
  readonly processes: () => readonly Process[]
  /** Of one of them. */
  readonly till: () => Cashier | undefined
  /** Where new payments go from now on. */
  readonly switchTo: (first: string) => void
  /** Where they go now. */
  readonly first: () => string
  readonly calm: () => void
  readonly isCalm: () => boolean
}

export async function openWorld({ seed, withoutFaults = new Set() }: Seeded): Promise<World> {
  const timeline = new Timeline(START)
  const streams = streamsOf(seed)
  const faults = planFaults(streams, withoutFaults)
  const trace = new Trace(timeline)
  const ledger = await openLedger('sqlite::memory:', { turn: { soon: (callback) => timeline.after(0, callback) } })
  const log: (CashierLogEvent | LogEvent)[] = []
  const rotation = rotationOf(streams, faults)
  const stands = [qqStand(seed), weChatStand(seed, rotation), alipayStand(seed, rotation)]
  const accounts = stands.flatMap((stand) => stand.accounts)
  const learned = new Map<string, readonly TrustedKey[]>()
  const state: { plan: MethodPlan; alive: readonly Process[]; generation: number; isCalm: boolean } = {
    plan: planOf(streams, accounts),
    alive: [],
    generation: 0,
    isCalm: false,
  }
  const endpoint = new Endpoint({ timeline, streams, faults, trace, ledger })
  const arrivals = new Map<string, number>()
  const begin = () => {
    state.generation += 1
    state.alive = [...state.alive, new Process(shared, state.generation)]
  }
  const shared: ProcessWorld = {
    ...{ timeline, streams, faults, trace, stands, books: ledger, log, arrivals },
    keyRing: {
      read: async (account) => learned.get(account) ?? [],
      write: async (account, keys) => void learned.set(account, keys),
    },
    standsStill: operator({ timeline, streams, trace }),
    outages: outagesOf(streams, faults),
    crashed: (gone) => {
      state.alive = state.alive.filter((one) => one !== gone)
      timeline.after(streams('restarts').whole(1_000, 60_000), begin)
    },
    portsOver: (handles, skew, generation) => ({
      clock: { nowMs: () => timeline.now + skew() },
      random: streams(`ids ${generation}`),
      risk: allowAll,
      wallets: {
        accounts,
        account: (name) => handles.get(name) ?? missing(name),
        method: () => methodOf(state.plan),
      },
      endpoints: { of: () => [endpoint.address], connection: () => endpoint.connection },
      settings: { ...USUAL_SETTINGS, digestKey: createHash('sha256').update('digest key of the simulation').digest() },
    }),
  }
  begin()
  wrongClocks(shared)
  // Half of the seeds have two processes on the same books, each with its own clock.
  if (streams('processes').chance(50)) begin()
  return {
    ...{ seed, timeline, streams, faults, trace, stands, accounts, ledger, endpoint, log, arrivals, plan: state.plan },
    told: [],
    violations: [],
    processes: () => state.alive,
    till: () => state.alive[streams('which process').whole(0, Math.max(0, state.alive.length - 1))]?.till,
    switchTo: (first) => {
      state.plan = { ...state.plan, rules: rulesFrom(first, accounts) }
      trace.note('operator', `new payments go to ${first}`)
    },
    first: () => state.plan.rules[0]?.use[0].account ?? missing('rule'),
    isCalm: () => state.isCalm,
    calm: () => {
      state.isCalm = true
      faults.calm()
      for (const process of state.alive) process.skewMs = 0
    },
  }
}

function planOf(streams: Streams, accounts: readonly string[]): MethodPlan {
  const draw = streams('policy')
  const policy: MethodPolicy = {
    switch: draw.pick(['wait', 'overlap']),
    late: draw.pick(['refund', 'keep']),
    failover: draw.chance(50),
  }
  return { name: 'wallet', merchant: 'main', policy, rules: rulesFrom(draw.pick(['qq-1', ...accounts]), accounts) }
}

/** That account first, and behind it the others, of whichever wallet. */
function rulesFrom(first: string, accounts: readonly string[]): MethodPlan['rules'] {
  const others = accounts.filter((account) => account !== first)
  return [first, ...others].map((account) => ({ use: [{ account, weight: 1 }], when: {} }))
}

function methodOf(plan: MethodPlan): Method {
  return {
    ...{ name: plan.name, merchant: plan.merchant },
    policy: plan.policy ?? missing('policy'),
    pay: () => Promise.reject(new Error('the cashier pays at accounts')),
    explain: (command) => route(plan, command) ?? missing('rule'),
    candidates: (command) => candidates(plan, command),
  }
}

function missing(name: string): never {
  throw tpError('CONFIG', `expected ${name} in the configuration, found none`)
}

/** At most one of each kind, somewhere in the busy time. */
function outagesOf(streams: Streams, { percents }: FaultPlan): readonly Outage[] {
  const draw = streams('outages')
  return (['outage', 'outage-late'] as const).flatMap((kind) => {
    const from = START + draw.whole(0, 25) * MINUTE
    // What is on its way arrives before the wallet's quiet time is over, also by a clock that jumped meanwhile.
    const until = from + draw.whole(30, kind === 'outage' ? 600 : 110) * 1_000
    return percents.has(kind) ? [{ from, until, late: kind === 'outage-late' }] : []
  })
}

/** Somewhere in the busy time, with minutes in which both certificates live, or none. */
function rotationOf(streams: Streams, { percents }: FaultPlan): Rotation | undefined {
  const draw = streams('rotation')
  const listedFrom = START + draw.whole(1, 25) * MINUTE
  const signsFrom = listedFrom + draw.whole(0, 10) * MINUTE
  const until = signsFrom + draw.whole(0, 10) * MINUTE
  return percents.has('key-rotation') ? { listedFrom, signsFrom, until } : undefined
}

/** Once in the busy time: wallets that say their time in what they sign take no message of another one. */
function wrongClocks({ timeline, streams, faults, stands, trace }: ProcessWorld): void {
  const draw = streams('wallet clock')
  const [from, lasts] = [draw.whole(1, 25) * MINUTE, draw.whole(1, 12) * MINUTE]
  const seconds = draw.pick([-1, 1]) * draw.whole(30, 1_200)
  if (!faults.percents.has('wallet-clock')) return
  const off = (ms: number) => {
    for (const { wallet } of stands) wallet.ahead?.(-ms)
    trace.note('clock', `of the wallets ${ms / 1_000} s ahead`)
  }
  timeline.after(from, () => off(seconds * 1_000))
  timeline.after(from + lasts, () => off(0))
}
