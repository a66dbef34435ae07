// First, once, and nowhere else: inversify needs it.
import 'reflect-metadata'
import { Container, type ContainerModule } from 'inversify'
import { type ConfigWorld, readConfig } from '../config/read-config.ts'
import type { GetBound } from '../contract/plugin.ts'
import { buildGeneration } from './build.ts'
import { coreModule } from './core-module.ts'
import { describeGeneration } from './describe-generation.ts'
import { Generations } from './generations.ts'
import { accountHandle, methodHandle } from './handles.ts'
import { PLUGIN_IMPORTS, SECRETS, SETTINGS } from './tokens.ts'
import type { ReloadOutcome, Tpkit } from './tpkit.ts'
import { type Trigger, watch } from './watch.ts'

export interface OpenOptions {
  /**
   * Loaded after core's own, in this order: each may bind and rebind any port, and what it binds outlives every reload.
   * SETTINGS, TRANSPORT and UNPACK must be bound here. A plugin's own module cannot bind ports.
   */
  readonly modules: readonly ContainerModule[]
  /** Whatever the file says: production cannot be lowered from here. */
  readonly mode?: 'production'
  /** Reloads whenever the settings say that they changed. */
  readonly watch?: WatchOptions
  /** Hears of the way to the ports, modules loaded: for whoever puts more on top of them. */
  readonly ports?: (get: GetBound) => void
  /** Accounts with payments or refunds that are not final, by whoever keeps orders: a reload that drops one is refused with that reason. */
  readonly busyAccounts?: () => Promise<readonly string[]>
}

export interface WatchOptions {
  /** Hears what became of every reload that was not asked for by `reload()`. */
  readonly tell: (outcome: ReloadOutcome) => void
  /** What else asks for a reload, such as a signal. */
  readonly triggers?: readonly Trigger[]
}

/** Reads the configuration, loads the plugins that it names, and builds one TP per account. */
export async function openTpkit({ modules, mode, watch: watching, ports: hear, busyAccounts }: OpenOptions): Promise<Tpkit> {
  const ports = new Container({ defaultScope: 'Singleton' })
  ports.load(coreModule, ...modules)
  hear?.((token) => ports.get(token))
  const world: ConfigWorld = {
    settings: ports.get(SETTINGS),
    secrets: ports.get(SECRETS),
    plugins: ports.get(PLUGIN_IMPORTS),
    ...(mode && { mode }),
  }
  const opening = openFirst(ports, world, busyAccounts)
  let stopWatching = (): void => undefined
  try {
    // Before the first reading has ended: a change meanwhile is not missed.
    if (watching) stopWatching = startWatching(world, opening, watching)
    return tpkitOf(await opening, stopWatching)
  } catch (error) {
    stopWatching()
    await closeLeft(opening)
    throw error
  }
}

/** What nobody waits for any more, because something else failed first. */
async function closeLeft(opening: Promise<Generations>): Promise<void> {
  const [opened] = await Promise.allSettled([opening])
  if (opened.status === 'fulfilled') await opened.value.close()
}

async function openFirst(ports: Container, world: ConfigWorld, busy: OpenOptions['busyAccounts']): Promise<Generations> {
  return new Generations(ports, world, await buildGeneration(ports, await readConfig(world)), busy)
}

function startWatching(
  { settings }: ConfigWorld,
  opening: Promise<Generations>,
  { tell, triggers = [] }: WatchOptions,
): () => void {
  const file: readonly Trigger[] = settings.watch ? [(changed) => settings.watch?.(changed) ?? (() => undefined)] : []
  return watch([...file, ...triggers], async () => (await opening).reload(), tell)
}

/** Made once for each name: they hold on to names alone, and every notify asks for one. */
function handles<Handle>(make: (name: string) => Handle): (name: string) => Handle {
  const made = new Map<string, Handle>()
  return (name) => {
    const known = made.get(name)
    if (known !== undefined) return known
    const handle = make(name)
    made.set(name, handle)
    return handle
  }
}

function tpkitOf(generations: Generations, stopWatching: () => void): Tpkit {
  const now = () => generations.now
  const methods = handles((name) => methodHandle(name, now))
  const accounts = handles((name) => accountHandle(name, now))
  const method = (name: string) => methods(now().method(name).name)
  const account = (name: string) => accounts(now().account(name).plan.name)
  return {
    // A handle of every scene and ability stands in for the narrower one that a declaration says of this name. Where the
    // declaration is older than the configuration, what is lacking throws UNSUPPORTED.
    method: method as Tpkit['method'],
    account: account as Tpkit['account'],
    get accounts() {
      return [...now().accounts.keys()]
    },
    get methods() {
      return [...now().methods.keys()]
    },
    get cashierPlan() {
      return now().reading.cashier
    },
    get gatewayPlan() {
      return now().reading.gateway
    },
    describe: () => describeGeneration(now()),
    reload: () => generations.reload(),
    close: async () => {
      stopWatching()
      await generations.close()
    },
  }
}
