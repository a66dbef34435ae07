import type { Failure } from '../errors.ts'

/**
 * What became of a write. A value, so that the compiler makes the caller look at `unknown`.
 *
 * @example
 * switch (outcome.kind) {
 *   case 'done':    return book(outcome.value)
 *   case 'refused': return tell(outcome.failure)
 *   case 'unknown': return askLater(outcome.failure)
 * }
 */
export type Outcome<Done> =
  /** Accepted by the wallet; the fact inside says how far it got. */
  | { readonly kind: 'done'; readonly value: Done }
  /** Provably nothing happened, by this call. After an earlier *unknown* under the same number say `afterUnknown`. */
  | { readonly kind: 'refused'; readonly failure: Failure }
  /** It may have happened: ask, or repeat the same number; never a new one. */
  | { readonly kind: 'unknown'; readonly failure: Failure; readonly checkAfterMs?: number }

/** An outcome with the account that made it: known even when the outcome is not. */
export type Routed<Done> = Outcome<Done> & { readonly account: string }
