// First, once, and nowhere else: inversify needs it.
import 'reflect-metadata'
import { Container, type ContainerModule } from 'inversify'
import { ConfigError, type Problem, shortly } from '../config/problem.ts'
import { type AccountPlan, type ConfigReading, readConfig } from '../config/read-config.ts'
import { isTPError, tpError } from '../errors.ts'
import type { Connection } from '../ports.ts'
import { accountModule } from './account-module.ts'
import { coreModule } from './core-module.ts'
import { type AccountHandle, accountHandle, type Method, methodHandle } from './handles.ts'
import { ACCOUNT, PLUGIN_IMPORTS, SECRETS, SETTINGS } from './tokens.ts'

/** Everything that a configuration names, built and ready. */
export interface Tpkit {
  /** What apps ask for. Throws `CONFIG` for a name that the configuration lacks. */
  readonly method: (name: string) => Method
  /** Where everything after a payment goes. Throws `CONFIG` for a name that the configuration lacks. */
  readonly account: (name: string) => AccountHandle
  readonly accounts: readonly string[]
  readonly methods: readonly string[]
  /** Ends idle connections. Calls in flight are not waited for. */
  readonly close: () => Promise<void>
}

export interface OpenOptions {
  /** Loaded after core's own, in this order: each may bind and rebind any port. A plugin's own module comes after them. SETTINGS, TRANSPORT and UNPACK must be bound here. */
  readonly modules: readonly ContainerModule[]
  /** Whatever the file says: production cannot be lowered from here. */
  readonly mode?: 'production'
}

/** Reads the configuration, loads the plugins that it names, and builds one TP per account. */
export async function openTpkit({ modules, mode }: OpenOptions): Promise<Tpkit> {
  const container = new Container({ defaultScope: 'Singleton' })
  container.load(coreModule, ...modules)
  const [settings, secrets, plugins] = [container.get(SETTINGS), container.get(SECRETS), container.get(PLUGIN_IMPORTS)]
  const reading = await readConfig({ settings, secrets, plugins, ...(mode && { mode }) })
  const connections: Connection[] = []
  const accounts = buildAccounts(container, reading, connections)
  const methods = new Map(
    [...reading.methods].map(([name, plan]) => [name, methodHandle(plan, (account) => named(accounts, 'account', account))]),
  )
  return {
    method: (name) => named(methods, 'method', name),
    account: (name) => named(accounts, 'account', name),
    accounts: [...accounts.keys()],
    methods: [...methods.keys()],
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()))
      await container.unbindAllAsync()
    },
  }
}

/** All accounts now, so that a certificate that cannot be used is found at start and not at the first refund. */
function buildAccounts(
  container: Container,
  { accounts, source, problems: found, problem }: ConfigReading,
  connections: Connection[],
): ReadonlyMap<string, AccountHandle> {
  for (const module of new Set(accounts.flatMap(({ plugin }) => plugin.module ?? []))) container.load(module)
  container.load(...accounts.map((plan) => accountModule(plan, (connection) => connections.push(connection))))
  const problems: Problem[] = [...found]
  const built = accounts.flatMap((plan) =>
    buildAccount(container, plan, (reason) => problems.push(problem(['accounts', plan.name], reason))),
  )
  if (problems.length > 0) throw new ConfigError(source, problems)
  return new Map(built)
}

function buildAccount(
  container: Container,
  { name }: AccountPlan,
  tell: (reason: string) => void,
): readonly (readonly [string, AccountHandle])[] {
  try {
    return [[name, accountHandle(name, container.get(ACCOUNT, { name }))]]
  } catch (error) {
    const reason = isTPError(error) ? error.message : `the plugin cannot be built: ${shortly(error)}`
    tell(reason)
    return []
  }
}

function named<T>(known: ReadonlyMap<string, T>, kind: string, name: string): T {
  const found = known.get(name)
  if (found) return found
  throw tpError('CONFIG', `expected a configured ${kind} (${[...known.keys()].join(', ') || 'there is none'}), found "${name}"`)
}
