import { fail, isTPError, type TPError, TPError as TPErrorClass, tpError } from '@tpkit/core/errors'

const CONSTRAINT = 19
const CAUSES: Readonly<Record<number, string>> = {
  5: 'another process holds the file; one process writes to a SQLite ledger, use PostgreSQL for several',
  6: 'another process holds the file; one process writes to a SQLite ledger, use PostgreSQL for several',
  8: 'the file or its folder is read-only; let this user write to it',
  10: 'the disk failed to read or write; look at the disk and the file system',
  11: 'the file is damaged; restore the newest backup and reconcile the days since',
  13: 'the disk is full; make room, what was being written was not kept',
  14: 'the file cannot be opened; look at the path and at who may read and write it',
  26: 'the file is not a SQLite database; look at the path',
}

/** Whether a statement failed by its content alone, so that its savepoint is enough to undo it. */
export function isConstraint(error: unknown): boolean {
  return primaryCode(error) === CONSTRAINT
}

/** Whether the database, and not the work, failed. */
export function isEngineError(error: unknown): boolean {
  return primaryCode(error) !== undefined && !isConstraint(error)
}

/** Nothing was written. */
export function unavailable(error: unknown, during: string): TPError {
  if (isTPError(error)) return error
  const cause = CAUSES[primaryCode(error) ?? -1] ?? (error instanceof Error ? error.message : String(error))
  return new TPErrorClass(fail('UNAVAILABLE', `ledger: expected to ${during}, found that it cannot be done: ${cause}`), {
    cause: error,
  })
}

export function fileGone(path: string): TPError {
  return tpError(
    'UNAVAILABLE',
    `ledger: expected ${path} as it was opened, found it gone or another file in its place; end this process, put the file back, start again`,
  )
}

export function conflict(error: unknown): TPError {
  const text = error instanceof Error ? error.message : String(error)
  return tpError('CONFLICT', `ledger: expected rows that fit what is held, found otherwise (${text}); read again`)
}

function primaryCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') return errcode & 0xff
  return typeof code === 'string' && ['EACCES', 'EROFS', 'ENOENT', 'EPERM', 'ENOSPC'].includes(code) ? errnoCode(code) : undefined
}

function errnoCode(code: string): number {
  if (code === 'EROFS') return 8
  return code === 'ENOSPC' ? 13 : 14
}
