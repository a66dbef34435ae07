import { inspect } from 'node:util'
import type { Ability, Manifest } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import type { World } from './world/world.ts'

/** One sentence that holds for every provider, and the experiment that shows it. */
export interface Law {
  /** The name of its file. */
  readonly name: string
  readonly rule: string
  /** Abilities without which there is nothing to show. */
  readonly needs?: readonly Ability[]
  /** Rejects with a `LawBroken` when the rule does not hold. */
  readonly check: (world: World) => Promise<void>
}

/** A rule that does not hold: what was expected, what was found, what that would mean in a shop. */
export class LawBroken extends Error {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.name = 'LawBroken'
  }
}

/** Throws `LawBroken` unless it holds. `meaning` says what the difference would cost. */
export function demand(holds: boolean, expected: string, found: unknown, meaning: string): asserts holds {
  if (!holds) throw new LawBroken(`expected ${expected}, found ${shown(found)}; ${meaning}`)
}

/** Why a law does not concern a provider; undefined when it does. The manifest alone decides. */
export function skipReason(law: Law, manifest: Pick<Manifest, 'abilities'>): string | undefined {
  const missing = law.needs?.filter((ability) => !manifest.abilities.includes(ability)) ?? []
  return missing.length > 0 ? `the manifest declares no ${missing.join(', ')}` : undefined
}

/** Whatever ends an experiment early breaks its law: most often a call that was to succeed and threw. */
export function brokenBy(law: Law, error: unknown): LawBroken {
  const named = (message: string): LawBroken => new LawBroken(`${law.name}: ${message}`, { cause: error })
  if (error instanceof LawBroken) return named(error.message)
  if (isTPError(error)) return named(`expected a call to succeed on the way, found ${error.code}: ${error.message}`)
  return named(`expected no error on the way, found ${shown(error)}`)
}

const MOST_SHOWN = 300

function shown(found: unknown): string {
  if (typeof found === 'string') return found
  if (found instanceof Error) return `${found.name}: ${found.message}`
  const text = inspect(found, { depth: 3, breakLength: Number.POSITIVE_INFINITY })
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}
