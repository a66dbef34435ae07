import type { Backoffice } from '@tpkit/backoffice'
import { type Cashier, type CashierLog, cashier } from '@tpkit/cashier'
import { CLOCK, KEY_RING, type OpenOptions, RANDOM, type Tpkit, TURN } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import type { Clock, Connection, KeyRing, Random } from '@tpkit/core/ports'
import { type Ledger, openLedger } from '@tpkit/ledger'
import { ContainerModule } from 'inversify'
import { officeOver } from '../gateway/office.ts'
import { webhookConnection } from '../gateway/webhook-connection.ts'
import { openFile } from '../load.ts'
import { perReading } from '../per-reading.ts'
import { background } from './background.ts'
import { type Endpoints, endpointsFrom } from './endpoints.ts'
import { type Gate, gated, gateOf } from './gate.ts'
import { checkEvents, keepOf, riskFrom, settingsFrom } from './plan.ts'
import type { CreateCashierOptions, RunningCashier } from './running-cashier.ts'
import { walletsOf, warnOfGone } from './wallets.ts'

type Get = Parameters<NonNullable<OpenOptions['ports']>>[0]

/** What somebody puts around the cashier's own. */
export interface Around {
  /** Loaded last. */
  readonly module?: ContainerModule
  /** The way to endpoints. */
  readonly way?: (connection: Connection) => Connection
}

/** A cashier, and what else stands on its ledger. */
export interface OpenedCashier {
  readonly cashier: RunningCashier
  /** Asks for seal keys when a secret is sealed or opened, and not before. */
  readonly office: Backoffice
  readonly clock: Clock
  readonly random: Random
}

export async function openCashier(options: CreateCashierOptions, around: Around = {}): Promise<OpenedCashier> {
  const { config = 'tpkit.config.yaml', modules = [], ...load } = options
  const late: { get?: Get; ledger?: Ledger } = {}
  const more = {
    ports: (get: Get) => {
      late.get = get
    },
    busyAccounts: async () => late.ledger?.read.busyAccounts() ?? [],
  }
  // The merchant's own modules come behind it: they may bind another ring.
  const all = [portsModule(() => late.ledger, options.clock), ...modules, ...(around.module ? [around.module] : [])]
  const tpkit = await openFile(config, { ...load, modules: all }, more)
  try {
    const { get } = late
    if (!get) throw new TypeError('the container tells of its ports before it opens')
    late.ledger = await openLedger(addressOf(options, tpkit), { turn: get(TURN) })
    return await assembled({ tpkit, ledger: late.ledger, clock: get(CLOCK), random: get(RANDOM) }, options, around)
  } catch (error) {
    await Promise.allSettled([tpkit.close(), late.ledger?.close()])
    throw error
  }
}

/** The ring is the ledger's, which opens after the configuration that names it. */
function portsModule(ledger: () => Ledger | undefined, clock: Clock | undefined): ContainerModule {
  const ring: KeyRing = {
    read: async (account) => ledger()?.keyRing.read(account) ?? [],
    write: async (account, keys) => ledger()?.keyRing.write(account, keys),
  }
  return new ContainerModule(({ rebind }) => {
    rebind(KEY_RING).toConstantValue(ring)
    if (clock) rebind(CLOCK).toConstantValue(clock)
  })
}

function addressOf({ ledger }: CreateCashierOptions, { cashierPlan }: Tpkit): string {
  const address = ledger ?? cashierPlan.ledger?.reveal()
  if (address !== undefined) return address
  throw tpError(
    'CONFIG',
    'ledger: expected an address in the configuration, found none; write ledger: sqlite:./tpkit.db, or give one to createCashier',
  )
}

interface Opened {
  readonly tpkit: Tpkit
  readonly ledger: Ledger
  readonly clock: Clock
  readonly random: Random
}

async function assembled(opened: Opened, options: CreateCashierOptions, around: Around): Promise<OpenedCashier> {
  const { tpkit, ledger, clock, random } = opened
  const plan = () => tpkit.cashierPlan
  const log: CashierLog = options.log ?? { write: () => undefined }
  const settings = settingsFrom(plan, tpkit.describe().mode)
  checkEvents(plan())
  await warnOfGone(tpkit, ledger)
  const office = officeOver({ tpkit, clock, random, books: ledger.backoffice })
  const standing = perReading(tpkit, () => tpkit.describe())
  const ways = webhookConnection({ reach: () => (standing().mode === 'production' ? 'public' : 'loopback') })
  const { way = (connection) => connection } = around
  const connection = way(ways)
  const endpoints = endpointsFrom({ tpkit, log, register: office.endpoints, connection: () => connection })
  await endpoints.refresh()
  const till = cashier({
    ...{ clock, random, settings, endpoints, log, books: ledger },
    wallets: walletsOf(tpkit),
    risk: options.risk ?? riskFrom(plan),
  })
  const parts = { ...opened, ways, gate: gateOf(), till: lookingFirst(till, endpoints), log: options.log }
  return { cashier: running(parts), office, clock, random }
}

/** Who is told of events, merchants may change at any time, through whichever program. */
function lookingFirst(till: Cashier, { refresh }: Endpoints): Cashier {
  return {
    ...till,
    deliver: async (limit) => {
      await refresh()
      return till.deliver(limit)
    },
    replay: async (eventId, endpoint) => {
      await refresh()
      return till.replay(eventId, endpoint)
    },
  }
}

interface Parts extends Opened {
  readonly ways: Connection
  readonly gate: Gate
  readonly till: Cashier
  readonly log: CashierLog | undefined
}

function running({ tpkit, ledger, clock, ways, gate, till, log }: Parts): RunningCashier {
  const purge = () => ledger.purge(clock.nowMs(), keepOf(tpkit.cashierPlan))
  const work = background({ till, seal: () => ledger.seal(clock.nowMs()), purge, log })
  let ending: Promise<void> | undefined
  const endAll = async () => {
    await Promise.all([work.stop(), gate.close()])
    await Promise.allSettled([ways.close(), tpkit.close()])
    await ledger.close()
  }
  return {
    ...gated(till, gate),
    ...{ tpkit, books: ledger, purge: gate.through(purge), run: work.run },
    shutdown: () => {
      ending ??= endAll()
      return ending
    },
  }
}
