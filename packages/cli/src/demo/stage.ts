import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Sandbox, type SandboxOptions, startSandbox } from '@tpkit/sandbox'
import { createCashier, type OrderView, type RunningCashier } from 'tpkit/cashier'
import { stringify } from 'yaml'
import type { Desk } from '../desk/desk.ts'
import { type SandboxControl, sandboxControl } from '../sandbox/control.ts'
import { NotifyDoor } from './door.ts'
import type { Timeline } from './timeline.ts'
import { WORDS, type Words } from './words.ts'

export type Account = Sandbox['account']

/** What a story plays on: a sandbox, a cashier with its ledger in a file, and a door for notifies. */
export interface Stage {
  readonly desk: Desk
  readonly words: Words
  readonly timeline: Timeline
  readonly sandbox: Sandbox
  readonly control: SandboxControl
  readonly door: NotifyDoor
  readonly cashier: RunningCashier
  /** Writes another configuration, and lets the cashier go over to it. */
  readonly configure: (written: Written) => Promise<void>
  /** Time passes, here and at the wallet. */
  readonly advance: (ms: number) => Promise<void>
}

/** The parts of a configuration that a story chooses. */
export interface Written {
  readonly accounts: Readonly<Record<string, Account>>
  readonly methods: object
}

export interface StageOptions {
  readonly timeline: Timeline
  readonly faults: NonNullable<SandboxOptions['faults']>
  /** The configuration that the story begins with. */
  readonly first: (sandbox: Sandbox) => Promise<Written>
}

export type AtEnd = (end: () => Promise<unknown>) => void

/** Sets the stage; `atEnd` hears how each part of it is taken down again, the last one first. */
export async function openStage(desk: Desk, { timeline, faults, first }: StageOptions, atEnd: AtEnd): Promise<Stage> {
  const words = WORDS[desk.lang]
  const folder = await mkdtemp(join(tmpdir(), 'tpkit-demo-'))
  atEnd(() => rm(folder, { recursive: true, force: true }))
  const sandbox = await startSandbox({ dir: folder, faults })
  atEnd(() => sandbox.close())
  const door = await NotifyDoor.open()
  atEnd(() => door.close())
  const path = join(folder, 'tpkit.config.yaml')
  const write = (written: Written) => writeFile(path, configText(written, door))
  await write(await first(sandbox))
  let ahead = 0
  const cashier = await createCashier({ config: path, clock: { nowMs: () => Date.now() + ahead } })
  atEnd(() => cashier.shutdown())
  door.leadTo(cashier)
  const control = sandboxControl(sandbox.url)
  return {
    ...{ desk, words, timeline, sandbox, control, door, cashier },
    configure: async (written) => {
      await write(written)
      await cashier.tpkit.reload()
    },
    advance: async (ms) => {
      ahead += ms
      await control.post('/clock', { advance: ms })
    },
  }
}

/** The file that a merchant would write, in a folder of its own. */
function configText({ accounts, methods }: Written, door: NotifyDoor): string {
  // Elsewhere this is the package's name; a temporary folder has no packages to find it among.
  const plugin = fileURLToPath(import.meta.resolve('@tpkit/provider-qqwallet'))
  const entries = Object.entries(accounts).map(([name, account]) => [
    name,
    { ...account, plugin, notifyUrl: door.addressOf(name) },
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
