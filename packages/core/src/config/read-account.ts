import type { Manifest } from '../contract/manifest.ts'
import type { PluginImports, Secrets } from '../ports.ts'
import type { AccountPlan } from './account-plan.ts'
import { exposed, literalSecrets } from './exposure.ts'
import { type AccountEntry, CORE_KEYS, type Mode, nameSchema } from './file-schema.ts'
import { fingerprintOf } from './fingerprint.ts'
import { forProduction } from './for-production.ts'
import { type AnyPlugin, importPlugin } from './import-plugin.ts'
import { maskOf } from './masked.ts'
import type { PathProblem } from './path-problem.ts'
import { type Entry, isEntry, kindOf } from './plain-data.ts'
import { type Doubt, readCore, readOwn } from './read-parts.ts'
import { resolveReferences } from './references.ts'
import { secretsIn, writtenSchema } from './zod-schema.ts'

export interface AccountWorld {
  readonly secrets: Secrets
  readonly plugins: PluginImports
  readonly mode: Mode
  /** The program demands production, and the file does not. */
  readonly demanded: boolean
  readonly base: string
}

export interface AccountRaw extends Doubt {
  readonly name: string
  /** As it stands in the file, with what it inherits. */
  readonly entry: unknown
}

/** What is known of an account, however much of it is wrong. */
export interface AccountReading {
  readonly name: string
  readonly plan?: AccountPlan
  readonly manifest?: Manifest
  readonly merchant?: string
  readonly retired: boolean
  /** Paths are from the account. */
  readonly problems: readonly PathProblem[]
  readonly warnings: readonly PathProblem[]
}

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

function noEntry(entry: unknown, { told }: AccountRaw): readonly PathProblem[] {
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
  const fields = without(whole, CORE_KEYS)
  const masked = maskOf([...read.map(({ text }) => text), ...secretsIn(schema, fields).map(([, text]) => text)])
  const own = plugin.found && readOwn(plugin.found, fields, { ...raw, told })
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
    ...(sound &&
      core.entry &&
      plugin.found &&
      own?.made && {
        plan: {
          ...planOf(name, core.entry, { ...own.made, plugin: plugin.found, notifyUrl: fields.notifyUrl }),
          fingerprint: fingerprintOf(whole),
          masked,
        },
      }),
    problems: [
      ...(plugin.problem && !core.problems.some(({ path }) => path[0] === 'plugin') ? [plugin.problem] : []),
      ...bad,
      ...[...core.problems, ...(own?.problems ?? [])].map((one) => ({ ...one, reason: masked(one.reason) })),
      ...unheard(entry, plugin.found),
      ...(production ? [...forProduction({ entry, fields, plugin: plugin.found }, world), ...open] : []),
    ],
    warnings: [...(production ? [] : open), ...literal],
  }
}

interface FoundPlugin {
  readonly found?: AnyPlugin
  readonly problem?: PathProblem
}

async function pluginOf(entry: Entry, { plugins, base }: AccountWorld): Promise<FoundPlugin> {
  const { plugin: specifier, acceptContract } = entry
  if (typeof specifier !== 'string' || specifier === '') return {}
  const found = await importPlugin(plugins, { specifier, base, acceptContract })
  return 'reason' in found ? { problem: { path: ['plugin'], reason: found.reason } } : { found }
}

/** A plugin that answers for the whole TP opens its own connections: a sandbox's address would be left aside, and the real wallet called. */
function unheard(entry: Entry, plugin: AnyPlugin | undefined): readonly PathProblem[] {
  if (!plugin || !('tp' in plugin)) return []
  const reason = `expected none: "${plugin.name}" reaches its wallet by itself and would not follow it; remove it, and use the plugin's own fields`
  return ['endpoints', 'ca', 'proxy'].filter((field) => entry[field] !== undefined).map((field) => ({ path: [field], reason }))
}

function planOf(
  name: string,
  { plugin: specifier, merchant, retired = false, endpoints, ca, proxy }: AccountEntry,
  { config, plugin, notifyUrl }: { readonly config: unknown; readonly plugin: AnyPlugin; readonly notifyUrl: unknown },
): Omit<AccountPlan, 'fingerprint' | 'masked'> {
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
