import { acceptsContract, CONTRACT_FLOOR, CONTRACT_VERSION, type Plugin } from '../contract/plugin.ts'
import type { Ability, Scene } from '../contract/scene.ts'
import { isTPError } from '../errors.ts'
import type { PluginImports } from '../ports.ts'
import { shortly } from './problem.ts'

/** A plugin as the loader holds it: its schema decides what its config is, so nobody else has to know. */
export type AnyPlugin = Plugin<unknown, Scene, Ability>

export interface PluginWanted {
  readonly specifier: string
  readonly base: string
  /** A contract outside the window that the operator answers for. */
  readonly acceptContract: unknown
}

/** The plugin, or why there is none. */
export async function importPlugin(
  plugins: PluginImports,
  wanted: PluginWanted,
): Promise<AnyPlugin | { readonly reason: string }> {
  const { specifier, base, acceptContract } = wanted
  try {
    const found = await plugins.import(specifier, base)
    if (!isPlugin(found)) return { reason: notOne(specifier) }
    if (acceptsContract(found.contract) || found.contract === acceptContract) return found
    return { reason: outside(specifier, found.contract) }
  } catch (error) {
    if (isTPError(error)) return { reason: error.message }
    return { reason: `expected a plugin package, found "${specifier}", which fails to load: ${shortly(error)}` }
  }
}

function notOne(specifier: string): string {
  return `expected a tpkit plugin as the default export of "${specifier}", found something else; is it the right package, and its newest version?`
}

function outside(specifier: string, contract: string): string {
  const window = `${CONTRACT_FLOOR} to ${CONTRACT_VERSION}`
  return `expected contract ${window}, found ${contract}; install a fitting version of "${specifier}" (or set acceptContract)`
}

function isPlugin(value: unknown): value is AnyPlugin {
  if (typeof value !== 'object' || value === null) return false
  const has = (name: string, type: string): boolean => typeof Reflect.get(value, name) === type
  const verbs = (has('keys', 'function') && has('protocol', 'function')) || has('tp', 'function')
  const schema: unknown = Reflect.get(value, 'config')
  const parses = typeof schema === 'object' && schema !== null && typeof Reflect.get(schema, 'safeParse') === 'function'
  return has('name', 'string') && has('contract', 'string') && parses && verbs && isManifest(Reflect.get(value, 'manifest'))
}

function isManifest(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !Array.isArray(Reflect.get(value, 'scenes'))) return false
  const limits: unknown = Reflect.get(value, 'limits')
  return typeof limits === 'object' && limits !== null && Array.isArray(Reflect.get(limits, 'currencies'))
}
