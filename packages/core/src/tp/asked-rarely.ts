import type { Instant } from '../contract/scene.ts'
import { isTPError, type TPError, tpError } from '../errors.ts'

/** Who names a key that is not known: an answer to a call of ours, or a message, which anybody may have sent. */
export type Source = 'answer' | 'message'

interface Tried {
  readonly id: string | undefined
  readonly at: Instant
  failed?: TPError
}

const LEAST_BETWEEN_MS = 60_000

/**
 * Lets answers ask once a minute, and messages where nobody asked for a minute: no number of forged ones keeps an answer from being
 * verified. Only the last id of each is remembered.
 */
export class AskedRarely {
  readonly #last = new Map<Source, Tried>()

  /** Undefined where it is too early to ask again. Throws what went wrong with that id a moment ago. */
  async ask<Reply>(
    { id, source, nowMs }: { readonly id: string | undefined; readonly source: Source; readonly nowMs: Instant },
    work: () => Promise<Reply>,
  ): Promise<Reply | undefined> {
    const last = this.#last.get(source)
    if (last && nowMs - last.at < LEAST_BETWEEN_MS) return tooEarly(id, last)
    const tried: Tried = { id, at: nowMs }
    this.#last.set(source, tried)
    if (source === 'answer') this.#last.set('message', tried)
    try {
      return await work()
    } catch (error) {
      tried.failed = failureOf(error)
      throw error
    }
  }
}

/** What went wrong with one id says nothing about another, except that nobody asked for it. */
function tooEarly(id: string | undefined, { id: asked, failed }: Tried): undefined {
  if (!failed) return undefined
  if (asked === id) throw failed
  throw tpError(
    'UNAVAILABLE',
    'trust: expected to ask for a key that is not known, found that asking for another failed less than a minute ago; try again in a minute',
    { retry: 'later' },
  )
}

export function failureOf(error: unknown): TPError {
  return isTPError(error) ? error : tpError('INTERNAL', 'the keys of the wallet could not be learned')
}
