import type { Ability, Manifest } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { LawBroken, shown } from './demand.ts'
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
