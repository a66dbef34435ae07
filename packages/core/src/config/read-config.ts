/*
 * Begin here. Text becomes data that remembers its places (document, or value-document for a module); accounts take what they
 * extend (inherit); each is read by itself (read-account: references, plugin, schemas), then the methods against them
 * (read-methods), and what is the cashier's (read-cashier) and the gateway's (read-gateway). What is wrong is a path and a sentence (path-problem)
 * until the document gives it its place (problem), and is told with the lines around it (frame, of which shown says what anybody may see).
 */
import type { MethodPlan } from '../domain/route.ts'
import type { PluginImports, Secrets, Settings, SettingsContent } from '../ports.ts'
import type { AccountPlan } from './account-plan.ts'
import type { CashierPlan } from './cashier-plan.ts'
import { type ConfigDocument, readDocument } from './document.ts'
import type { Mode } from './file-schema.ts'
import type { GatewayPlan } from './gateway-plan.ts'
import { type Inherited, inherit } from './inherit.ts'
import type { PathProblem } from './path-problem.ts'
import { isEntry, leadsTo, type Path } from './plain-data.ts'
import type { Problem } from './problem.ts'
import { type AccountReading, readAccount } from './read-account.ts'
import { NO_CASHIER, readCashier } from './read-cashier.ts'
import { NO_GATEWAY, readGateway } from './read-gateway.ts'
import { readMethods } from './read-methods.ts'
import { readTop } from './read-top.ts'
import { valueDocument } from './value-document.ts'

export type { AccountPlan } from './account-plan.ts'

/** A configuration as far as it could be read: nothing may be built of it for use while there is a problem. */
export interface ConfigReading {
  /** The configuration's name, for sentences. */
  readonly source: string
  /** Those that are sound, however many others are not. */
  readonly accounts: readonly AccountPlan[]
  /** Every account that the text names, also those that are not sound. */
  readonly accountNames: readonly string[]
  readonly methods: ReadonlyMap<string, MethodPlan>
  readonly mode: Mode
  /** What it says to the cashier. */
  readonly cashier: CashierPlan
  /** And to the gateway. */
  readonly gateway: GatewayPlan
  readonly problems: readonly Problem[]
  /** What works and should be looked at. */
  readonly warnings: readonly Problem[]
  /** A problem that is found later, at its place in the text. */
  readonly problem: (path: Path, reason: string) => Problem
  readonly text?: string
}

/** Where configuration and what it names come from. */
export interface ConfigWorld {
  readonly settings: Settings
  readonly secrets: Secrets
  readonly plugins: PluginImports
  /** Whatever the file says: `production` here makes it so. */
  readonly mode?: 'production'
}

/** Reads, resolves and checks a configuration, with all problems of all accounts. Throws `TPError` (`CONFIG`) only where there is no file. */
export async function readConfig(world: ConfigWorld): Promise<ConfigReading> {
  const content = await world.settings.read()
  const document = 'text' in content ? readDocument(content.text) : valueDocument(content.value)
  const known = {
    source: content.name,
    problem: (path: Path, reason: string) => document.problem({ path, reason }),
    ...('text' in content && { text: content.text }),
  }
  if (!document.readable) {
    const nothing = {
      accounts: [],
      accountNames: [],
      methods: new Map(),
      mode: world.mode ?? 'development',
      cashier: NO_CASHIER,
      gateway: NO_GATEWAY,
      warnings: [],
    } as const
    return { ...known, ...nothing, problems: document.problems }
  }
  return { ...known, ...(await readParts(document, content, world)) }
}

type Parts = Pick<
  ConfigReading,
  'accounts' | 'accountNames' | 'methods' | 'mode' | 'cashier' | 'gateway' | 'problems' | 'warnings'
>

/** Every part by itself, so that what is wrong with one hides nothing of the others. */
async function readParts(document: ConfigDocument, { base }: SettingsContent, world: ConfigWorld): Promise<Parts> {
  const top = readTop(document)
  const inherited = inherit(document.value)
  const mode = world.mode ?? top.mode
  const accounts = await readAccounts(document, inherited, {
    secrets: world.secrets,
    plugins: world.plugins,
    mode,
    demanded: mode !== top.mode,
    base,
  })
  const file = isEntry(document.value) ? document.value : {}
  const methods = readMethods(file.methods, accounts, document.gaps)
  const around = { secrets: world.secrets, mode, base, gaps: document.gaps }
  const gateway = await readGateway(file, around)
  const cashier = await readCashier(file, {
    ...around,
    merchants: [...new Set(accounts.flatMap(({ merchant }) => merchant ?? []))],
  })
  const place = (findings: readonly PathProblem[]) => saidOnce(findings, inherited.source).map(document.problem)
  const found = [
    ...top.problems,
    ...inherited.problems,
    ...accounts.flatMap(({ name, problems }) => below(name, problems)),
    ...methods.problems,
    ...cashier.problems,
    ...gateway.problems,
  ]
  return {
    accounts: accounts.flatMap(({ plan }) => plan ?? []),
    accountNames: [...new Set([...accounts.map(({ name }) => name), ...named(document.gaps)])],
    methods: methods.plans,
    mode,
    cashier: cashier.plan,
    gateway: gateway.plan,
    problems: [...document.problems, ...place(found)],
    warnings: place([
      ...accounts.flatMap(({ name, warnings }) => below(name, warnings)),
      ...cashier.warnings,
      ...gateway.warnings,
    ]),
  }
}

async function readAccounts(
  { gaps, partial }: ConfigDocument,
  { value, problems, unknown }: Inherited,
  world: Parameters<typeof readAccount>[1],
): Promise<readonly AccountReading[]> {
  const accounts = isEntry(value) && isEntry(value.accounts) ? value.accounts : {}
  return Promise.all(
    Object.entries(accounts).map(([name, entry]) => {
      const path = ['accounts', name]
      const inside = (paths: readonly Path[]) => paths.filter((one) => leadsTo(path, one)).map((one) => one.slice(2))
      const told = [...inside(gaps), ...inside(problems.map((one) => one.path))]
      return readAccount({ name, entry, told, partial: unknown(name) || inside(partial).length > 0 }, world)
    }),
  )
}

function named(gaps: readonly Path[]): readonly string[] {
  return gaps.flatMap(([top, account]) => (top === 'accounts' && account !== undefined ? [String(account)] : []))
}

function below(account: string, findings: readonly PathProblem[]): readonly PathProblem[] {
  return findings.map((finding) => ({ ...finding, path: ['accounts', account, ...finding.path] }))
}

/** What is wrong with a field that was inherited, the account that it comes from says already. */
function saidOnce(findings: readonly PathProblem[], source: Inherited['source']): readonly PathProblem[] {
  const key = (path: Path, reason: string) => [...path, reason].join('\n')
  const said = new Set(findings.map(({ path, reason }) => key(path, reason)))
  return findings.filter(({ path, reason }) => {
    const [, account = '', field = '', ...rest] = path
    const from = source(String(account), String(field))
    return from === undefined || !said.has(key(['accounts', from, field, ...rest], reason))
  })
}
