import { type Books, type Cashier, type CashierLog, cashier, type Purged, type Risk } from '@tpkit/cashier'
import { CLOCK, KEY_RING, type OpenOptions, RANDOM, type Tpkit, TRANSPORT, TURN } from '@tpkit/core/container'
import { tpError } from '@tpkit/core/errors'
import type { Clock, KeyRing } from '@tpkit/core/ports'
import { type Ledger, openLedger } from '@tpkit/ledger'
import { ContainerModule } from 'inversify'
import { type LoadOptions, openFile } from '../load.ts'
import { background } from './background.ts'
import { type Endpoints, endpointsFrom } from './endpoints.ts'
import { type Gate, gated, gateOf } from './gate.ts'
import { checkEvents, keepOf, riskFrom, settingsFrom } from './plan.ts'

export interface CreateCashierOptions extends LoadOptions {
  /** The configuration file. Default: `tpkit.config.yaml`. */
  readonly config?: string
  /** In the place of the configuration's: `sqlite:` with a path from the working folder, `sqlite::memory:`, or `postgres://…`. */
  readonly ledger?: string
  /** In the place of the configuration's rules. */
  readonly risk?: Risk
  /** In the place of the machine's, for accounts and cashier alike: tests and demonstrations let time pass. */
  readonly clock?: Clock
  /** Hears what goes wrong in the background. Where there is none, that becomes a warning of the process. */
  readonly log?: CashierLog
}

/** A cashier with everything that it stands on. */
export interface RunningCashier extends Cashier {
  readonly tpkit: Tpkit
  /** Where its orders are. Read as you like; write by the cashier alone. */
  readonly books: Books
  /** Deletes what is past its keeping, by the days of the configuration. `run` does it once a day. */
  readonly purge: () => Promise<Purged>
  /**
   * Starts what goes on in the background: follow-up (expiry with it) and delivery each second, a seal each minute, a purge each day.
   * Any number of programs may do it over one ledger. Ends by the signal, or by what it answers, which waits for what is under way.
   */
  readonly run: (signal?: AbortSignal) => () => Promise<void>
  /** Ends the background, waits for the calls under way, and lets ledger and connections go. */
  readonly shutdown: () => Promise<void>
}

type Get = Parameters<NonNullable<OpenOptions['ports']>>[0]

/**
 * A cashier of a configuration file and a ledger: orders that stay, over every wallet that the file names.
 *
 * @throws `TPError` `CONFIG` for a configuration that cannot be used or names no ledger; `UNAVAILABLE` for a ledger out of reach
 * @example
 * const cashier = await createCashier({ ledger: 'sqlite:./tpkit.db' })
 * cashier.run()
 * const answer = await cashier.pay({ method: 'wallet', orderNo, scene: 'native', subject: 'Tea', total: cny.yuan('19.90') })
 */
export async function createCashier(options: CreateCashierOptions = {}): Promise<RunningCashier> {
  const { config = 'tpkit.config.yaml', modules = [], ...load } = options
  const late: { get?: Get; ledger?: Ledger } = {}
  const more = {
    ports: (get: Get) => {
      late.get = get
    },
    busyAccounts: async () => late.ledger?.read.busyAccounts() ?? [],
  }
  // The merchant's own modules come behind it: they may bind another ring.
  const tpkit = await openFile(config, { ...load, modules: [portsModule(() => late.ledger, options.clock), ...modules] }, more)
  try {
    const { get } = late
    if (!get) throw new TypeError('the container tells of its ports before it opens')
    late.ledger = await openLedger(addressOf(options, tpkit), { turn: get(TURN) })
    return await assembled(tpkit, late.ledger, get, options)
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

async function assembled(tpkit: Tpkit, ledger: Ledger, get: Get, options: CreateCashierOptions): Promise<RunningCashier> {
  const plan = () => tpkit.cashierPlan
  const clock = get(CLOCK)
  const settings = settingsFrom(plan, tpkit.describe().mode)
  checkEvents(plan())
  await warnOfGone(tpkit, ledger)
  const endpoints = endpointsFrom(plan, get(TRANSPORT))
  const gate = gateOf()
  const till = cashier({
    ...{ clock, settings, endpoints, books: ledger, random: get(RANDOM) },
    wallets: walletsOf(tpkit),
    risk: options.risk ?? riskFrom(plan),
    log: options.log ?? { write: () => undefined },
  })
  return running({ tpkit, ledger, clock, endpoints, gate, till, log: options.log })
}

function walletsOf(tpkit: Tpkit): Parameters<typeof cashier>[0]['wallets'] {
  return {
    // By names that come from orders and rows: no declaration of the configuration's names narrows them.
    method: (name: string) => tpkit.method(name),
    account: (name: string) => tpkit.account(name),
    get accounts() {
      return tpkit.accounts
    },
  }
}

/** Whoever dropped one by a restart hears of it; it could not be opened any more, perhaps, so the others go on. */
async function warnOfGone(tpkit: Tpkit, ledger: Ledger): Promise<void> {
  const gone = (await ledger.read.busyAccounts()).filter((name) => !tpkit.accounts.includes(name))
  if (gone.length === 0) return
  const message = `accounts: expected ${gone.join(', ')} in the configuration, found them gone while payments or refunds of them are not final; put them back with "retired: true"`
  process.emitWarning(message, { code: 'TPKIT_BUSY_ACCOUNTS_GONE' })
}

interface Parts {
  readonly tpkit: Tpkit
  readonly ledger: Ledger
  readonly clock: Clock
  readonly endpoints: Endpoints
  readonly gate: Gate
  readonly till: Cashier
  readonly log: CashierLog | undefined
}

function running({ tpkit, ledger, clock, endpoints, gate, till, log }: Parts): RunningCashier {
  const purge = () => ledger.purge(clock.nowMs(), keepOf(tpkit.cashierPlan))
  const work = background({ till, seal: () => ledger.seal(clock.nowMs()), purge, log })
  let ending: Promise<void> | undefined
  const endAll = async () => {
    await Promise.all([work.stop(), gate.close()])
    await Promise.allSettled([endpoints.close(), tpkit.close()])
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
