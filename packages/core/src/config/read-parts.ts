import { type AccountEntry, accountSchema, CORE_KEYS } from './file-schema.ts'
import type { AnyPlugin } from './import-plugin.ts'
import { findingsOf, unknownKey } from './issues.ts'
import { nearest } from './nearest.ts'
import type { PathProblem } from './path-problem.ts'
import type { Entry, Path } from './plain-data.ts'
import { shortly } from './problem.ts'
import { writtenSchema } from './zod-schema.ts'

/** What is known to be wrong before a schema reads. */
export interface Doubt {
  /** Paths below the account whose problem was told already. */
  readonly told: readonly Path[]
  /** The file says more of it, which cannot be used. */
  readonly partial: boolean
}

/** What core reads of an account. */
export interface CoreReading {
  readonly entry?: AccountEntry
  readonly problems: readonly PathProblem[]
}

const CORE_SCHEMA = writtenSchema(accountSchema)

/** Without a plugin nobody knows its keys; a key that nearly is one of core's is told all the same. */
export function readCore(whole: Entry, { told, partial }: Doubt, alone: boolean): CoreReading {
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

function misspeltCore(whole: Entry): readonly (PathProblem & { readonly meant: string })[] {
  const free = CORE_KEYS.filter((key) => !Object.hasOwn(whole, key))
  return Object.keys(whole).flatMap((key) => {
    const meant = CORE_KEYS.includes(key) ? undefined : nearest(key, free)
    return meant === undefined ? [] : [{ path: [key], reason: unknownKey(key, free).reason, meant }]
  })
}

/** What a plugin reads of an account. */
export interface OwnReading {
  readonly problems: readonly PathProblem[]
  /** What the schema made of it, where it is right. */
  readonly made?: { readonly config: unknown }
}

/** What the plugin's schema makes of everything that is not core's. */
export function readOwn(plugin: AnyPlugin, own: Entry, { told, partial }: Doubt): OwnReading {
  try {
    const result = plugin.config.safeParse(own)
    if (result.success) return { problems: [], made: { config: result.data } }
    const schema = writtenSchema(plugin.config)
    return { problems: findingsOf(result.error.issues, { value: own, schema, rootKeys: CORE_KEYS, told, partial }) }
  } catch (error) {
    return { problems: [{ path: [], reason: `the plugin's schema fails: ${shortly(error)}`, atKey: true }] }
  }
}
