import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { SandboxOptions } from '@tpkit/sandbox'
import { createCashier, type OrderView, type RunningCashier } from 'tpkit/cashier'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { type SandboxControl, sandboxControl } from '../sandbox/control.ts'
import type { Account } from '../sandbox/local.ts'
import { START_WALLET } from '../sandbox/start-wallet.ts'
import type { SandboxWalletName } from '../sandbox/wallets.ts'
import { NotifyDoor } from './door.ts'
import type { Timeline } from './timeline.ts'
import type { DemoSandbox } from './wallets.ts'
import { WORDS, type Words } from './words.ts'

/** A wallet of the story. */
export interface Played {
  readonly wallet: SandboxWalletName
  readonly sandbox: DemoSandbox
  readonly control: SandboxControl
}

/** What a story plays on: a sandbox, a cashier with its ledger in a file, and a door for notifies. */
export interface Stage extends Played {
  readonly desk: Desk
  readonly words: Words
  readonly timeline: Timeline
  readonly door: NotifyDoor
  readonly cashier: RunningCashier
  /** Starts one more wallet, beside the first. */
  readonly join: (wallet: SandboxWalletName) => Promise<Played>
  /** Every wallet that was started, the first one first. */
  readonly played: readonly Played[]
  /** Writes another configuration, and lets the cashier go over to it. */
  readonly configure: (written: Written) => Promise<void>
  /** Time passes, here and at the wallet. */
  readonly advance: (ms: number) => void
}

/** The parts of a configuration that a story chooses. */
export interface Written {
  readonly accounts: Readonly<Record<string, Account>>
  readonly methods: object
}

export interface StageOptions {
  readonly timeline: Timeline
  readonly wallet: SandboxWalletName
  readonly faults: NonNullable<SandboxOptions['faults']>
  /** The configuration that the story begins with. */
  readonly first: (sandbox: DemoSandbox) => Written
}

export type AtEnd = (end: () => Promise<unknown>) => void

/** Sets the stage; `atEnd` hears how each part of it is taken down again, the last one first. */
export async function openStage(desk: Desk, { timeline, wallet, faults, first }: StageOptions, atEnd: AtEnd): Promise<Stage> {
  const words = WORDS[desk.lang]
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-demo-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  let ahead = 0
  const clock = (): number => Date.now() + ahead
  const played: Played[] = []
  const begin = async (name: SandboxWalletName, faults: StageOptions['faults']): Promise<Played> => {
    const sandbox = await START_WALLET[name]({ dir: join(folder, name), faults, clock })
    atEnd(() => sandbox.close())
    const one = { wallet: name, sandbox, control: sandboxControl(sandbox.url) }
    played.push(one)
    return one
  }
  const { sandbox, control } = await begin(wallet, faults)
  const door = await NotifyDoor.open()
  atEnd(() => door.close())
  const path = join(folder, 'tpkit.config.yaml')
  const write = (written: Written) => writeFile(path, configText(written, door))
  await write(first(sandbox))
  const cashier = await createCashier({ config: path, clock: { nowMs: clock } })
  atEnd(() => cashier.shutdown())
  door.leadTo(cashier)
  return {
    ...{ desk, words, timeline, wallet, sandbox, control, door, cashier, played },
    join: (name) => begin(name, []),
    configure: async (written) => {
      await write(written)
      await cashier.tpkit.reload()
    },
    advance: (ms) => {
      ahead += ms
    },
  }
}

/** The file that a merchant would write, in a folder of its own. */
function configText({ accounts, methods }: Written, door: NotifyDoor): string {
  // Elsewhere this is the package's name; a temporary folder has no packages to find it among.
  const found = (plugin: string): string => fileURLToPath(import.meta.resolve(plugin))
  const entries = Object.entries(accounts).map(([name, account]) => [
    name,
    { ...account, plugin: found(account.plugin), notifyUrl: door.addressOf(name) },
  ])
  const config = { accounts: Object.fromEntries(entries), methods, ledger: 'sqlite:./tpkit.db' }
  return stringify(config, { defaultStringType: 'QUOTE_DOUBLE' })
}

const WAIT_MS = 10_000

/** Asks about an order until it is as it should be. */
export async function until(
  { cashier, words }: Stage,
  orderNo: string,
  what: string,
  fits: (order: OrderView) => boolean,
): Promise<OrderView> {
  for (const untilMs = Date.now() + WAIT_MS; Date.now() < untilMs; await pause(250)) {
    const order = await cashier.ask({ orderNo })
    if (order && fits(order)) return order
  }
  throw new Error(words.waited(what, WAIT_MS / 1000))
}

/** Rejects where something takes longer than anybody would wait. */
export async function withinReason<Value>({ words }: Stage, wanted: Promise<Value>, what: string): Promise<Value> {
  const stop = new AbortController()
  const late = pause(WAIT_MS, undefined, { signal: stop.signal }).then(() => {
    throw new Error(words.waited(what, WAIT_MS / 1000))
  })
  try {
    return await Promise.race([wanted, late])
  } finally {
    stop.abort()
    late.catch(() => undefined)
  }
}
