import { findPackageJSON } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Ability, acceptsContract, type Manifest, type Plugin, type Scene } from '@tpkit/core'
import { nodePlugins } from '@tpkit/core/container'
import { field, readLoosely, said } from './loose.ts'

/** A plugin whose schema alone knows what its config is. */
export type AnyPlugin = Plugin<unknown, Scene, Ability>

/** A provider's plugin that is at hand. */
export interface FoundPlugin {
  /** As an account names it: a package, or a path. */
  readonly specifier: string
  readonly plugin: AnyPlugin
  readonly manifest: Manifest
  readonly version?: string
  /** The accounts that name it, or extend one that does. */
  readonly accounts: readonly string[]
}

/** One that is named and cannot be loaded. */
export interface MissingPlugin {
  readonly specifier: string
  readonly reason: string
  readonly accounts: readonly string[]
}

export interface Found {
  readonly plugins: readonly FoundPlugin[]
  readonly missing: readonly MissingPlugin[]
}

/** What a provider's package says of itself in its `keywords`. */
const KEYWORD = 'tpkit-provider'

/** Packages that come with this command. */
const OWN = fileURLToPath(new URL('../../package.json', import.meta.url))

/**
 * The plugins that the configuration names, then those that its project depends on, then those that came with this command.
 * A configuration that is wrong, or none, is no obstacle: only the names of plugins are read.
 */
export async function findPlugins(config: string): Promise<Found> {
  const base = dirname(resolve(config))
  const named = await namedIn(config)
  const wanted = new Map([...named.keys()].map((specifier) => [specifier, base]))
  for (const from of [join(base, 'package.json'), OWN]) {
    for (const specifier of await providersOf(from)) if (!wanted.has(specifier)) wanted.set(specifier, dirname(from))
  }
  const found = await Promise.all([...wanted].map(([specifier, from]) => load(specifier, from, named.get(specifier) ?? [])))
  return { plugins: found.filter((one) => 'plugin' in one), missing: found.filter((one) => 'reason' in one) }
}

/** Plugin → the accounts that name it, or extend one that does. */
async function namedIn(config: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = new Map<string, string[]>()
  const accounts = field(await readLoosely(config), 'accounts')
  for (const account of Object.keys(accounts ?? {})) {
    const specifier = said(accounts, account, 'plugin')
    if (typeof specifier === 'string') names.set(specifier, [...(names.get(specifier) ?? []), account])
  }
  return names
}

/** Of a package's dependencies, those that call themselves providers. */
async function providersOf(packageFile: string): Promise<readonly string[]> {
  const own = await readLoosely(packageFile)
  const names = ['dependencies', 'devDependencies'].flatMap((kind) => Object.keys(field(own, kind) ?? {}))
  const marked = await Promise.all(names.map(async (name) => isMarked(await packageOf(name, packageFile))))
  return names.filter((_, index) => marked[index])
}

function isMarked(description: unknown): boolean {
  const keywords = field(description, 'keywords')
  return Array.isArray(keywords) && keywords.includes(KEYWORD)
}

/** Whether a configuration in that folder would find the package: one that came with this command may lie elsewhere. */
export function isInstalled(specifier: string, folder: string): boolean {
  try {
    return findPackageJSON(specifier, pathToFileURL(join(folder, 'tpkit.config.yaml'))) !== undefined
  } catch {
    return false
  }
}

async function packageOf(specifier: string, from: string): Promise<unknown> {
  try {
    const path = findPackageJSON(specifier, pathToFileURL(from))
    return path === undefined ? undefined : await readLoosely(path)
  } catch {
    return undefined
  }
}

async function load(specifier: string, base: string, accounts: readonly string[]): Promise<FoundPlugin | MissingPlugin> {
  try {
    const plugin = await nodePlugins.import(specifier, base)
    if (!isPlugin(plugin)) return { specifier, accounts, reason: 'expected a tpkit plugin as its default export' }
    if (!acceptsContract(plugin.contract)) return { specifier, accounts, reason: `speaks contract ${plugin.contract}` }
    const version = field(await packageOf(specifier, join(base, 'package.json')), 'version')
    return { specifier, accounts, plugin, manifest: plugin.manifest, ...(typeof version === 'string' && { version }) }
  } catch (error) {
    return { specifier, accounts, reason: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'fails to load' }
  }
}

function isPlugin(value: unknown): value is AnyPlugin {
  const manifest = field(value, 'manifest')
  return typeof field(value, 'contract') === 'string' && typeof field(manifest, 'provider') === 'string'
}
