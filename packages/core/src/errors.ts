/**
 * Failures. One closed set of codes, a sentence for people, and an advice for programs.
 * This file stands at the bottom: it imports nothing, so that `@tpkit/wire` can use it alone.
 */

/**
 * Stable code of a failure; sentences may improve, codes do not change.
 *
 * - `INVALID` the command breaks a rule of the field or the wallet · `UNSUPPORTED` this provider cannot do it
 * - `CONFIG` the account's configuration is wrong · `UNAUTHORIZED` the wallet does not accept who we are
 * - `NOT_FOUND` · `CONFLICT` the state or an earlier command forbids it · `DECLINED` the wallet or payer said no
 * - `FUNDS` not enough money · `LIMIT` above a limit of amount or size · `RATE` too many calls
 * - `UNAVAILABLE` the wallet cannot be reached or is down · `TIMEOUT` no answer in time
 * - `UNVERIFIED` a signature is missing or wrong · `MALFORMED` not the agreed form · `INTERNAL` a bug of ours or a plugin's
 */
export type FailureCode =
  | 'INVALID'
  | 'UNSUPPORTED'
  | 'CONFIG'
  | 'UNAUTHORIZED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'DECLINED'
  | 'FUNDS'
  | 'LIMIT'
  | 'RATE'
  | 'UNAVAILABLE'
  | 'TIMEOUT'
  | 'UNVERIFIED'
  | 'MALFORMED'
  | 'INTERNAL'

/**
 * What the caller may do next: `same-number` repeats the command under the number it had, `later` waits first,
 * `after-fix` needs a change of program or configuration, `ask-payer` needs the payer.
 */
export type RetryAdvice = 'never' | 'same-number' | 'later' | 'after-fix' | 'ask-payer'

/** Why something did not happen, or why we cannot tell. Holds no secret and no whole message. */
export interface Failure {
  readonly code: FailureCode
  /** A sentence: what was expected, what came, what to do. */
  readonly message: string
  readonly retry: RetryAdvice
  /** The wallet's own code and text, as it sent them. */
  readonly provider?: { readonly code: string; readonly message?: string }
}

/** `Symbol.for`, so that two copies of this package in one process recognise each other's errors. */
const BRAND = Symbol.for('@tpkit/core/TPError')

/**
 * A failure that is thrown: by a read, or for a mistake before anything was sent.
 * Writes answer with an `Outcome` instead.
 */
export class TPError extends Error implements Failure {
  readonly code: FailureCode
  readonly retry: RetryAdvice
  declare readonly provider?: { readonly code: string; readonly message?: string }

  constructor(failure: Failure, options?: { readonly cause?: unknown }) {
    super(failure.message, options)
    this.name = 'TPError'
    this.code = failure.code
    this.retry = failure.retry
    if (failure.provider) this.provider = failure.provider
    Object.defineProperty(this, BRAND, { value: true })
  }
}

/** True for a `TPError` of any copy of this package. */
export function isTPError(error: unknown): error is TPError {
  return error instanceof Error && BRAND in error
}

/** The plain failure inside an error, for an `Outcome`. */
export function failureOf(error: TPError): Failure {
  const { code, message, retry, provider } = error
  return provider ? { code, message, retry, provider } : { code, message, retry }
}

const USUAL_RETRY: Readonly<Record<FailureCode, RetryAdvice>> = {
  INVALID: 'after-fix',
  UNSUPPORTED: 'never',
  CONFIG: 'after-fix',
  UNAUTHORIZED: 'after-fix',
  NOT_FOUND: 'later',
  CONFLICT: 'never',
  DECLINED: 'ask-payer',
  FUNDS: 'ask-payer',
  LIMIT: 'after-fix',
  RATE: 'later',
  UNAVAILABLE: 'same-number',
  TIMEOUT: 'same-number',
  UNVERIFIED: 'same-number',
  MALFORMED: 'same-number',
  INTERNAL: 'same-number',
}

/**
 * Writes a failure down with the code's usual advice.
 *
 * @example fail('INVALID', 'outTradeNo: expected 1 to 32 characters, found 40; choose a shorter number')
 */
export function fail(code: FailureCode, message: string, more: Partial<Omit<Failure, 'code' | 'message'>> = {}): Failure {
  return { code, message, retry: USUAL_RETRY[code], ...more }
}

/** `fail`, as an error to throw. */
export function tpError(code: FailureCode, message: string, more: Partial<Omit<Failure, 'code' | 'message'>> = {}): TPError {
  return new TPError(fail(code, message, more))
}
