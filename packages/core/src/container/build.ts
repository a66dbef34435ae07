import { Container, type ContainerModule } from 'inversify'
import { ConfigError, type Problem, shortly } from '../config/problem.ts'
import type { AccountPlan, ConfigReading } from '../config/read-config.ts'
import type { GetBound } from '../contract/plugin.ts'
import { isTPError } from '../errors.ts'
import type { Connection } from '../ports.ts'
import { lackingOf } from '../tp/lacking.ts'
import { judgedTP } from '../tp/whole-tp.ts'
import { accountModule } from './account-module.ts'
import { type BuiltAccount, Generation } from './generation.ts'
import { refuseSharedNumbers } from './one-owner.ts'
import { ACCOUNT, CLOCK, PORTS } from './tokens.ts'
import { within } from './within.ts'

/**
 * Builds what a configuration names, in a container of its own below the one with the ports. All accounts now, so that a
 * certificate that cannot be used is found at start and not at the first refund. `forbidden` looks at what was built.
 * Where anything is wrong, everything is closed again. Throws `ConfigError` with all problems.
 */
export async function buildGeneration(
  ports: Container,
  reading: ConfigReading,
  forbidden: (next: Generation) => readonly Problem[] = () => [],
): Promise<Generation> {
  const container = new Container({ parent: ports, defaultScope: 'Singleton' })
  const problems: Problem[] = [...reading.problems]
  const tell = (account: string, reason: string, field: readonly string[] = []) =>
    problems.push(reading.problem(['accounts', account, ...field], reason))
  loadPlugins(container, reading.accounts, (account, reason) => tell(account, reason, ['plugin']))
  const connections = new Map<string, Connection>()
  for (const plan of reading.accounts) {
    const get: GetBound = (token) => container.get(token)
    container.load(accountModule(plan, get, (connection) => connections.set(plan.name, connection)))
  }
  const built = reading.accounts.flatMap((plan) => buildAccount(container, plan, connections, tell))
  refuseSharedNumbers(built, tell)
  const accounts = new Map(built.map((account) => [account.plan.name, account]))
  const next = new Generation({ reading, container, accounts, connections: [...connections.values()] })
  problems.push(...forbidden(next))
  if (problems.length === 0) return next
  await next.close()
  throw new ConfigError(reading.source, problems, reading.text)
}

/** A plugin brings bindings of its own. A port among them would take it out of the merchant's hands without a word. */
function loadPlugins(
  container: Container,
  accounts: readonly AccountPlan[],
  tell: (account: string, reason: string) => void,
): void {
  const loaded = new Set<ContainerModule>()
  for (const { name, plugin, masked } of accounts) {
    const { module } = plugin
    if (!module || loaded.has(module)) continue
    loaded.add(module)
    for (const reason of loadModule(container, module)) tell(name, `${plugin.name}: ${masked(reason)}`)
  }
}

function loadModule(container: Container, module: ContainerModule): readonly string[] {
  try {
    container.load(module)
  } catch (error) {
    return [`the plugin's module cannot be loaded: ${shortly(error)}`]
  }
  const ports = Object.entries(PORTS).filter(([, port]) => container.isCurrentBound(port))
  // Taken out again, so that a second plugin is not told of the first one's.
  for (const [, port] of ports) container.unbind(port)
  return ports.map(
    ([port]) =>
      `expected a module with bindings of its own, found the port ${port} in it; ports are the merchant's, by { modules }`,
  )
}

function buildAccount(
  container: Container,
  plan: AccountPlan,
  connections: ReadonlyMap<string, Connection>,
  tell: (account: string, reason: string, field?: readonly string[]) => void,
): readonly BuiltAccount[] {
  try {
    const own = container.get(ACCOUNT, { name: plan.name })
    const answersItself = 'tp' in plan.plugin
    const lacking = answersItself ? lackingOf(own) : undefined
    if (lacking !== undefined) {
      tell(plan.name, lacking, ['plugin'])
      return []
    }
    const tp = answersItself ? judgedTP(own, { clock: container.get(CLOCK), within }) : own
    const connection = connections.get(plan.name)
    return [{ plan, tp, ...(connection && { connection }) }]
  } catch (error) {
    tell(plan.name, plan.masked(isTPError(error) ? error.message : `the plugin cannot be built: ${shortly(error)}`))
    return []
  }
}
