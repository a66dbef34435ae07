import { inspect } from 'node:util'

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

const MOST_SHOWN = 300

/** What was found, short enough for a sentence. */
export function shown(found: unknown): string {
  if (typeof found === 'string') return found
  if (found instanceof Error) return `${found.name}: ${found.message}`
  const text = inspect(found, { depth: 3, breakLength: Number.POSITIVE_INFINITY })
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}
