import type { Ability, Manifest, Scene } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'
import { BenchBroken } from './bench-broken.ts'
import { LawBroken, shown } from './demand.ts'
import type { World } from './world/world.ts'

/** One sentence that holds for every provider, why it was written, and the experiment that shows it. */
export interface Law {
  /** Its stable id, and the name of its file. */
  readonly name: string
  readonly rule: string
  /** What went wrong somewhere before there was the rule. */
  readonly incident: string
  /** What to change in a plugin that breaks it. */
  readonly repair: string
  /** Abilities and scenes without which there is nothing to show; `notify`: that the scene which the laws sell in is notified. */
  readonly needs?: readonly (Ability | Scene | 'notify')[]
  /** Rejects with a `LawBroken` when the rule does not hold. */
  readonly check: (world: World) => Promise<void>
}

/** Why a law does not concern a provider; undefined when it does. The manifest alone decides. */
export function skipReason(
  law: Law,
  { abilities, scenes, except = {} }: Pick<Manifest, 'abilities' | 'scenes' | 'except'>,
  scene?: Scene,
): string | undefined {
  const declared: readonly string[] = ['notify', ...abilities, ...scenes]
  const missing = law.needs?.filter((need) => !declared.includes(need)) ?? []
  if (missing.length > 0) return `the manifest declares no ${missing.join(', ')}`
  const excepted = law.needs?.filter(
    (need) => (need === 'notify' || need === 'close') && except[need]?.some((each) => each === scene),
  )
  return excepted?.length ? `the manifest excepts the scene ${scene} from ${excepted.join(', ')}` : undefined
}

/** A law that could not be tried, for a mistake in what the author wrote for the tests. */
export function untriedFor({ name }: Law, mistake: BenchBroken): BenchBroken {
  return new BenchBroken(`${name} was not tried: ${mistake.message}\nrepair: mend it there; the plugin was not judged`, {
    cause: mistake,
  })
}

/** Whatever ends an experiment early breaks its law: most often a call that was to succeed and threw. */
export function brokenBy({ name, repair }: Law, error: unknown): LawBroken {
  const named = (message: string): LawBroken => new LawBroken(`${name}: ${message}\nrepair: ${repair}`, { cause: error })
  if (error instanceof LawBroken) return named(error.message)
  if (isTPError(error)) return named(`expected a call to succeed on the way, found ${error.code}: ${error.message}`)
  return named(`expected no error on the way, found ${shown(error)}`)
}
