import { fail, isTPError, TPError, tpError } from '@tpkit/core/errors'

/** Of two transactions that waited for each other, or that saw each other too late, one has to begin again. */
const AGAIN: readonly string[] = ['40001', '40P01']
const UNIQUE = '23505'

function stateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  const { code } = error
  // Each has a digit; EPIPE and its like have none, and are the socket's.
  return typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? code : undefined
}

/** Whether the same works may pass when they are run again. */
export function mayPassAgain(error: unknown): boolean {
  const state = stateOf(error)
  return state !== undefined && (AGAIN.includes(state) || state === UNIQUE)
}

/** Whether a statement failed by its content alone, so that its savepoint is enough to undo it. */
export function isConstraint(error: unknown): boolean {
  return stateOf(error)?.startsWith('23') ?? false
}

/** Whether the server, the way to it or the account at it is in trouble, and not the statement. */
export function isOutOfReach(error: unknown): boolean {
  const state = stateOf(error)
  if (state === undefined) return !isTPError(error) && error instanceof Error && isConnectionError(error)
  return /^(08|25006|25P03|25P04|28|3D|53|57|58|XX)/.test(state)
}

/** Of databases that speak the protocol and cannot tell whether a commit stands. */
const AMBIGUOUS = '40003'

/** Whether a server said that a commit does not stand. Whatever else a commit fails with, it may stand. */
export function isRefusal(error: unknown): boolean {
  const state = stateOf(error)
  return state !== undefined && state !== AMBIGUOUS && !isOutOfReach(error)
}

const SOCKET = /^(ECONN|EPIPE|ETIMEDOUT|ENOENT|EHOST|ENET|EAI_|ENOTFOUND)/

function isConnectionError(error: Error & { readonly code?: unknown }): boolean {
  if (typeof error.code === 'string') return SOCKET.test(error.code)
  return /connection (terminated|error)|not queryable|timeout (exceeded|expired)|read timeout|client has encountered/i.test(
    error.message,
  )
}

/** Nothing was written. */
export function unavailable(error: unknown, during: string): TPError {
  if (isTPError(error)) return error
  const cause = error instanceof Error ? error.message : String(error)
  const sentence = `ledger: expected PostgreSQL to ${during}, found that it cannot (${cause}); look at the server and at the address`
  return new TPError(fail('UNAVAILABLE', sentence), { cause: error })
}

/** It may have been written. */
export function commitUnknown(error: unknown): TPError {
  const sentence = 'ledger: expected an answer to a commit, found that PostgreSQL is out of reach since; read again what stands'
  return new TPError(fail('TIMEOUT', sentence), { cause: error })
}

/** Whether a value is none that the database can hold: a NUL in a text, a number of more than 64 bits. */
export function isUnfit(error: unknown): boolean {
  return stateOf(error)?.startsWith('22') ?? false
}

export function unfit(error: unknown): TPError {
  const text = error instanceof Error ? error.message : String(error)
  return tpError('INVALID', `ledger: expected values that a database can hold, found otherwise (${text}); correct them`)
}

export function conflict(error: unknown): TPError {
  const text = error instanceof Error ? error.message : String(error)
  return tpError('CONFLICT', `ledger: expected rows that fit what is held, found otherwise (${text}); read again`)
}
