import type { Manifest } from '../contract/manifest.ts'
import type { PluginImports, Secrets } from '../ports.ts'
import type { AccountPlan } from './account-plan.ts'
import { exposed, literalSecrets } from './exposure.ts'
import { type AccountEntry, accountSchema, CORE_KEYS, type Mode, nameSchema } from './file-schema.ts'
import { type Finding, isEntry, kindOf, type Path } from './finding.ts'
import { type AnyPlugin, importPlugin } from './import-plugin.ts'
import { findingsOf, unknownKey } from './issues.ts'
import { nearest } from './nearest.ts'
import { shortly } from './problem.ts'
import { resolveReferences } from './references.ts'
import { writtenSchema } from './zod-schema.ts'

export interface AccountWorld {
  readonly secrets: Secrets
  readonly plugins: PluginImports
  readonly mode: Mode
  readonly base: string
}

export interface AccountRaw {
  readonly name: string
  /** As it stands in the file, with what it inherits. */
  readonly entry: unknown
  /** Paths below the account whose problem was told already. */
  readonly told: readonly Path[]
  /** The file says more of it, which cannot be used. */
  readonly partial: boolean
}

/** What is known of an account, however much of it is wrong. */
export interface AccountReading {
  readonly name: string
  readonly plan?: AccountPlan
  readonly manifest?: Manifest
  readonly merchant?: string
  readonly retired: boolean
  /** Paths are from the account. */
  readonly problems: readonly Finding[]
  readonly warnings: readonly Finding[]
}

type Entry = Readonly<Record<string, unknown>>

/** Says who gets the money: it stands in the file for everybody to see, and no reference in it is followed. */
const PLAIN_KEYS: readonly string[] = ['plugin', 'extends', 'merchant', 'retired', 'acceptContract']

/** Checks one account: its name, what core reads of it, references, plugin, the plugin's schema. What is wrong with one part does not hide the others. */
export async function readAccount(raw: AccountRaw, world: AccountWorld): Promise<AccountReading> {
  const { name, entry } = raw
  const named = nameSchema.safeParse(name)
  const wrongName = named.error?.issues.map(({ message }) => ({ path: [], reason: message, atKey: true })) ?? []
  if (!isEntry(entry)) return { name, retired: false, warnings: [], problems: [...wrongName, ...noEntry(entry, raw)] }
  const found = await readEntry(entry, raw, world)
  return { ...found, name, problems: [...wrongName, ...found.problems] }
}

function noEntry(entry: unknown, { told }: AccountRaw): readonly Finding[] {
  if (told.some((path) => path.length === 0)) return []
  const reason = `expected keys and values, such as { plugin: "…" }, found ${kindOf(entry)}; write the account out, or remove it`
  return [{ path: [], reason, atKey: true }]
}

async function readEntry(entry: Entry, raw: AccountRaw, world: AccountWorld): Promise<AccountReading> {
  const { name } = raw
  const plugin = await pluginOf(entry, world)
  const { value, bad, read } = await resolveReferences(without(entry, PLAIN_KEYS), world.secrets, world.base)
  const whole: Entry = { ...pick(entry, PLAIN_KEYS), ...(isEntry(value) && value) }
  const told = [...raw.told, ...bad.map(({ path }) => path)]
  const core = readCore(whole, { ...raw, told }, plugin.found === undefined)
  const schema = plugin.found && writtenSchema(plugin.found.config)
  const own = plugin.found && readOwn(plugin.found, without(whole, CORE_KEYS), { ...raw, told })
  const production = world.mode === 'production'
  // The keys of a sandbox are no secrets.
  const sandbox = entry.endpoints !== undefined
  const open = sandbox ? [] : await exposed(read, world.secrets, world.base)
  const literal = sandbox ? [] : literalSecrets(entry, schema)
  const sound = told.length === 0 && core.problems.length === 0 && !raw.partial
  return {
    name,
    retired: entry.retired === true,
    ...(core.entry && { merchant: core.entry.merchant }),
    ...(plugin.found && { manifest: plugin.found.manifest }),
    ...(sound && core.entry && own && 'config' in own && { plan: planOf(name, core.entry, own) }),
    problems: [
      ...(plugin.problem && !core.problems.some(({ path }) => path[0] === 'plugin') ? [plugin.problem] : []),
      ...bad,
      ...core.problems,
      ...(own?.problems ?? []),
      ...(production ? [...forProduction(entry, plugin.found), ...open] : []),
    ],
    warnings: [...(production ? [] : open), ...literal],
  }
}

interface FoundPlugin {
  readonly found?: AnyPlugin
  readonly problem?: Finding
}

async function pluginOf(entry: Entry, { plugins, base }: AccountWorld): Promise<FoundPlugin> {
  const { plugin: specifier, acceptContract } = entry
  if (typeof specifier !== 'string' || specifier === '') return {}
  const found = await importPlugin(plugins, { specifier, base, acceptContract })
  return 'reason' in found ? { problem: { path: ['plugin'], reason: found.reason } } : { found }
}

interface CoreReading {
  readonly entry?: AccountEntry
  readonly problems: readonly Finding[]
}

const CORE_SCHEMA = writtenSchema(accountSchema)

/** Without a plugin nobody knows its keys; a key that nearly is one of core's is told all the same. */
function readCore(whole: Entry, { told, partial }: AccountRaw, alone: boolean): CoreReading {
  const result = accountSchema.safeParse(whole)
  const misspelt = alone ? misspeltCore(whole) : []
  const meant = misspelt.map(({ meant: key }) => [key])
  const problems = findingsOf(result.error?.issues ?? [], {
    value: whole,
    schema: CORE_SCHEMA,
    told: [...told, ...meant],
    partial,
  })
  const entry = result.data
  return {
    ...(entry && { entry }),
    problems: [...problems, ...misspelt.map(({ path, reason }) => ({ path, reason, atKey: true }))],
  }
}

function misspeltCore(whole: Entry): readonly (Finding & { readonly meant: string })[] {
  const free = CORE_KEYS.filter((key) => !Object.hasOwn(whole, key))
  return Object.keys(whole).flatMap((key) => {
    const meant = CORE_KEYS.includes(key) ? undefined : nearest(key, free)
    return meant === undefined ? [] : [{ path: [key], reason: unknownKey(key, free).reason, meant }]
  })
}

type OwnReading = { readonly problems: readonly Finding[] } & (
  | object
  | { readonly config: unknown; readonly plugin: AnyPlugin; readonly notifyUrl: unknown }
)

/** What the plugin's schema makes of everything that is not core's. */
function readOwn(plugin: AnyPlugin, own: Entry, { told, partial }: AccountRaw): OwnReading {
  try {
    const result = plugin.config.safeParse(own)
    if (result.success) return { problems: [], config: result.data, plugin, notifyUrl: own.notifyUrl }
    const schema = writtenSchema(plugin.config)
    return { problems: findingsOf(result.error.issues, { value: own, schema, rootKeys: CORE_KEYS, told, partial }) }
  } catch (error) {
    return { problems: [{ path: [], reason: `the plugin's schema fails: ${shortly(error)}`, atKey: true }] }
  }
}

function forProduction(entry: Entry, plugin: AnyPlugin | undefined): readonly Finding[] {
  const sandbox = ['endpoints', 'ca'].filter((field) => entry[field] !== undefined)
  return [
    ...sandbox.map((field) => ({
      path: [field],
      reason: 'expected none in production: it sends money to a sandbox; remove it, or use mode: development',
    })),
    ...(plugin?.manifest.status === 'planned'
      ? [
          {
            path: ['plugin'],
            reason: 'expected a provider that is ready in production, found one that is only planned; use another account',
          },
        ]
      : []),
  ]
}

function planOf(
  name: string,
  { plugin: specifier, merchant, retired = false, endpoints, ca, proxy }: AccountEntry,
  { config, plugin, notifyUrl }: Extract<OwnReading, { plugin: AnyPlugin }>,
): AccountPlan {
  return {
    name,
    specifier,
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

function pick(entry: Entry, keys: readonly string[]): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => keys.includes(key)))
}

function without(entry: Entry, keys: readonly string[]): Entry {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key)))
}
