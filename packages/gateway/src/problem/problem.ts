import type { Failure } from '@tpkit/core'
import { KINDS, type ProblemKind } from './kinds.ts'

/** What a problem may carry beyond its kind and sentence. */
export interface ProblemMore {
  /** JSON pointer (RFC 6901) to the field of the body that is wrong. */
  readonly pointer?: string
  /** The query parameter or header that is wrong. */
  readonly parameter?: string
  readonly retry?: Failure['retry']
  readonly wallet?: Failure['provider']
  /** Every mistake of a body, where there are several. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
  /** What the call was about, as it stands, by its name: `{ payment: … }`. */
  readonly about?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A refusal on its way to `onError`, which answers it as `application/problem+json` (RFC 9457).
 *
 * @example throw new GatewayProblem('TOO_MANY_CALLS', 'expected at most 600 calls a minute, found more; wait 7 seconds', { headers: { 'retry-after': '7' } })
 */
export class GatewayProblem extends Error {
  readonly kind: ProblemKind
  readonly more: ProblemMore

  /** @param detail a sentence: expected, found, what to do; never a secret */
  constructor(kind: ProblemKind, detail: string, more: ProblemMore = {}) {
    super(detail)
    this.name = 'GatewayProblem'
    this.kind = kind
    this.more = more
  }

  get status(): number {
    return KINDS[this.kind].status
  }
}
