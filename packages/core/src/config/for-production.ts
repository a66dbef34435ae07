import type { AnyPlugin } from './import-plugin.ts'
import { type PathProblem, PLAIN_ADDRESS } from './path-problem.ts'
import type { Entry } from './plain-data.ts'

interface Standing {
  /** As it stands in the file. */
  readonly entry: Entry
  /** The plugin's own, references followed. */
  readonly fields: Entry
  readonly plugin: AnyPlugin | undefined
}

/** `mode: development` stands in the file already, or nothing: it would not help. */
const DEMANDED =
  'expected none in production, which NODE_ENV or "tpkit serve" demands: it sends money to a sandbox; remove it, or start in development'
const SANDBOX = 'expected none in production: it sends money to a sandbox; remove it, or use mode: development'
const PLANNED = 'expected a provider that is ready in production, found one that is only planned; use another account'

/**
 * What an account may be in development alone. Keys that others may read are told of beside it.
 *
 * @param demanded the program demands production, and the file does not
 */
export function forProduction(
  { entry, fields, plugin }: Standing,
  { demanded }: { readonly demanded: boolean },
): readonly PathProblem[] {
  const sandbox = ['endpoints', 'ca'].filter((field) => entry[field] !== undefined)
  return [
    ...sandbox.map((field) => ({ path: [field], reason: demanded ? DEMANDED : SANDBOX })),
    ...(plugin?.manifest.status === 'planned' ? [{ path: ['plugin'], reason: PLANNED }] : []),
    ...(isPlain(fields.notifyUrl) ? [{ path: ['notifyUrl'], reason: PLAIN_ADDRESS }] : []),
  ]
}

/** Where a wallet reports payments. */
function isPlain(notifyUrl: unknown): boolean {
  return typeof notifyUrl === 'string' && /^http:/i.test(notifyUrl)
}
