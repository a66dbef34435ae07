import type { z } from 'zod'
import { acceptsContract, CONTRACT_FLOOR, CONTRACT_VERSION, type Plugin } from '../contract/plugin.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import type { MethodPlan } from '../domain/route.ts'
import { isTPError } from '../errors.ts'
import type { PluginImports, Secrets, Settings } from '../ports.ts'
import { type ConfigDocument, type Path, readDocument } from './document.ts'
import { type AccountEntry, type FileEntry, fileSchema, type Mode } from './file-schema.ts'
import { type Inherited, inherit } from './inherit.ts'
import { methodPlan } from './method-plan.ts'
import { type Problem, shortly } from './problem.ts'
import { type BadReference, resolveReferences } from './references.ts'

/** A plugin as the loader holds it: its schema decides what its config is, so nobody else has to know. */
export type AnyPlugin = Plugin<unknown, Scene, Ability>

/** One account, checked and ready to be built. */
export interface AccountPlan {
  readonly name: string
  /** The plugin as the file names it: a package, or a path. */
  readonly specifier: string
  readonly plugin: AnyPlugin
  readonly config: unknown
  readonly merchant: string
  readonly retired: boolean
  readonly notifyUrl?: string
  readonly endpoints?: Readonly<Record<string, string>>
  readonly ca?: string
  readonly proxy?: string
}

/** A configuration as far as it could be read: nothing may be built of it for use while there is a problem. */
export interface ConfigReading {
  /** The configuration's name, for sentences. */
  readonly source: string
  readonly accounts: readonly AccountPlan[]
  /** Every account that the file names, also one that cannot be built. */
  readonly accountNames: readonly string[]
  readonly methods: ReadonlyMap<string, MethodPlan>
  readonly mode: Mode
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
  const { name, base } = content
  const text = 'text' in content ? content.text : JSON.stringify(content.value)
  const document = readDocument(text)
  const nothing = {
    source: name,
    accounts: [],
    accountNames: [],
    methods: new Map(),
    mode: world.mode ?? 'development',
    warnings: [],
    text,
  } as const
  const at = (path: Path, reason: string) => problem(path, reason, document)
  if (document.problems.length > 0) return { ...nothing, problems: document.problems, problem: at }
  const { value, problems: wrong, source } = inherit(document.value)
  const problems = wrong.map(({ path, reason }) => problem(path, reason, document))
  if (problems.length > 0) return { ...nothing, problems, problem: at }
  const file = parsed(fileSchema, value, [], document, problems)
  if (!file) return { ...nothing, problems: saidOnce(problems, source), problem: at }
  const mode = world.mode ?? file.mode
  const entries = Object.entries(file.accounts)
  const plans = await Promise.all(
    entries.map(([account, entry]) => planAccount(account, entry, { ...world, mode, base, document, problems })),
  )
  const methods = Object.entries(file.methods).map(([method, entry]) => methodPlan(method, entry))
  problems.push(...methodProblems(methods, file, document))
  return {
    source: name,
    accounts: plans.filter((plan) => plan !== undefined),
    accountNames: entries.map(([account]) => account),
    methods: new Map(methods.map((method) => [method.name, method])),
    mode,
    problems: saidOnce(problems, source),
    warnings: [],
    problem: at,
    text,
  }
}

/** What is wrong with a field that was inherited, the account that it comes from says already. */
function saidOnce(problems: readonly Problem[], source: Inherited['source']): readonly Problem[] {
  return problems.filter(({ path, reason }) => {
    const [, account = '', ...rest] = path.split('.')
    const from = source(account, rest[0] ?? '')
    const there = ['accounts', from, ...rest].join('.')
    return from === undefined || !problems.some((other) => other.path === there && other.reason === reason)
  })
}

interface AccountWorld extends Omit<ConfigWorld, 'mode'> {
  readonly mode: Mode
  readonly base: string
  readonly document: ConfigDocument
  readonly problems: Problem[]
}

async function planAccount(name: string, entry: AccountEntry, world: AccountWorld): Promise<AccountPlan | undefined> {
  const path = ['accounts', name]
  const { document, problems } = world
  const tell = (field: string, reason: string) => problems.push(problem([...path, field], reason, document))
  if (world.mode === 'production') {
    for (const field of sandboxFields(entry)) tell(field, 'expected none in production: it sends money to a sandbox')
  }
  const bad: BadReference[] = []
  const resolved = (await resolveReferences(entry, world.secrets, world.base, bad)) as AccountEntry // the same shape, with texts replaced
  problems.push(...bad.map((one) => problem([...path, ...one.path], one.reason, document)))
  const plugin = await importPlugin(entry, world, (reason) => tell('plugin', reason))
  if (!plugin) return undefined
  const { plugin: _plugin, acceptContract: _contract, endpoints, ca, proxy, merchant, retired = false, ...own } = resolved
  const config = parsed(plugin.config, own, path, document, problems, bad)
  if (config === undefined) return undefined
  const { notifyUrl } = own
  return {
    name,
    specifier: entry.plugin,
    plugin,
    config,
    merchant,
    retired,
    ...(typeof notifyUrl === 'string' && { notifyUrl }),
    ...(endpoints && { endpoints }),
    ...(ca && { ca }),
    ...(proxy && { proxy }),
  }
}

function sandboxFields(entry: AccountEntry): readonly string[] {
  return (['endpoints', 'ca'] as const).filter((field) => entry[field] !== undefined)
}

async function importPlugin(
  entry: AccountEntry,
  world: AccountWorld,
  tell: (reason: string) => void,
): Promise<AnyPlugin | undefined> {
  try {
    const found = await world.plugins.import(entry.plugin, world.base)
    if (!isPlugin(found)) {
      tell(`expected a tpkit plugin as the default export of "${entry.plugin}", found something else; is it the right package?`)
      return undefined
    }
    if (acceptsContract(found.contract) || found.contract === entry.acceptContract) return found
    const window = `${CONTRACT_FLOOR} to ${CONTRACT_VERSION}`
    tell(
      `expected contract ${window}, found ${found.contract}; install a fitting version of "${entry.plugin}" (or set acceptContract)`,
    )
  } catch (error) {
    tell(
      isTPError(error)
        ? error.message
        : `expected a plugin package, found "${entry.plugin}", which fails to load: ${shortly(error)}`,
    )
  }
  return undefined
}

function isPlugin(value: unknown): value is AnyPlugin {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type
  const verbs = (has('keys', 'function') && has('protocol', 'function')) || has('tp', 'function')
  const schema: unknown = Reflect.get(value, 'config')
  const parses = typeof schema === 'object' && schema !== null && typeof Reflect.get(schema, 'safeParse') === 'function'
  return has('name', 'string') && has('contract', 'string') && parses && verbs
}

function methodProblems(methods: readonly MethodPlan[], file: FileEntry, document: ConfigDocument): readonly Problem[] {
  const known = Object.keys(file.accounts)
  return methods.flatMap(({ name, rules }) =>
    rules
      .flatMap(({ use }) => use.map(({ account }) => account))
      .filter((account) => !known.includes(account))
      .map((account) =>
        problem(['methods', name], `expected the name of an account (${known.join(', ')}), found "${account}"`, document),
      ),
  )
}

/** `told` are fields whose problem was reported already: what the schema says of them follows from it. */
function parsed<T>(
  schema: z.ZodType<T>,
  value: unknown,
  at: Path,
  document: ConfigDocument,
  problems: Problem[],
  told: readonly BadReference[] = [],
): T | undefined {
  const result = schema.safeParse(value)
  if (result.success) return told.length === 0 ? result.data : undefined
  const news = result.error.issues.filter((issue) => !told.some(({ path }) => leadsTo(issue, path)))
  problems.push(...news.flatMap((issue) => issueProblems(issue, at, document)))
  return undefined
}

/** Whether an issue speaks of a field, or of a value that it stands in. */
function leadsTo(issue: z.core.$ZodIssue, path: Path): boolean {
  return issue.path.length > 0 && issue.path.every((part, index) => String(part) === String(path[index]))
}

function issueProblems(issue: z.core.$ZodIssue, at: Path, document: ConfigDocument): readonly Problem[] {
  const path = [...at, ...issue.path]
  if (issue.code !== 'unrecognized_keys') return [problem(path, reasonOf(issue), document)]
  return issue.keys.map((key) => ({
    path: [...path, key].join('.'),
    reason: 'expected no such key; is it misspelt?',
    ...document.where(path, key),
  }))
}

/** zod's sentences hold no values. An id that YAML reads as a number has lost its zeros already. */
function reasonOf(issue: z.core.$ZodIssue): string {
  // A record's own sentence about its keys is one level down.
  const told = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  const message = told.replace(/^Invalid input: /, '')
  if (message === 'expected string, received number') return `${message}; write it in quotes`
  return message.replace(/received (undefined|null)$/, 'found none')
}

function problem(path: Path, reason: string, document: ConfigDocument): Problem {
  return { path: path.join('.'), reason, ...document.where(path) }
}
