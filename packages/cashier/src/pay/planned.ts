import type { Failure, Instant } from '@tpkit/core'
import type { AttemptRow, Held } from '../books/rows.ts'

/** What `pay` does next; everything that it needs is written already. */
export type Plan =
  | { readonly kind: 'refused'; readonly failure: Failure; readonly held?: Held; readonly retryAt?: Instant }
  | { readonly kind: 'answer'; readonly held: Held; readonly attempt?: AttemptRow }
  /** `again`: it may have been sent before. */
  | { readonly kind: 'send'; readonly held: Held; readonly attempt: AttemptRow; readonly again: boolean }
  /** These are asked to end before another one starts. */
  | { readonly kind: 'clear'; readonly held: Held; readonly attempts: readonly AttemptRow[] }
