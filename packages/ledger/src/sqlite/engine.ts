import { Kysely, SqliteDialect } from 'kysely'
import type { Engine } from '../engine.ts'
import type { Statement } from '../hot/statements.ts'
import { TOUCH } from '../hot/statements.ts'
import type { SqlRecord } from '../rows/column.ts'
import { type AnyWork, runWork } from '../run-work.ts'
import type { Tables } from '../schema/tables.ts'
import { answerer } from './answer.ts'
import { SqliteConnection } from './connection.ts'
import { conflict, isConstraint, isEngineError, unavailable } from './errors.ts'
import { migrate } from './migrate.ts'
import { kyselyDatabase } from './shim.ts'

/** One file, or memory; one process writes. Commits are on the disk when they are answered. */
export function sqliteEngine(path: string): Engine {
  const connection = new SqliteConnection(path)
  try {
    migrate(connection)
  } catch (error) {
    connection.close()
    throw unavailable(error, `read the schema of ${path}`)
  }
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: kyselyDatabase(connection) }) })
  return {
    db,
    commit: async (works) => commit(connection, works),
    snapshot: async (statements) => snapshot(connection, statements),
    touch: async () => touch(connection),
    commitsAtOnce: 1,
    skipLocked: false,
    elapsedMs: () => performance.now(),
    readFailure: (error) => (isEngineError(error) ? unavailable(error, 'read') : error),
    close: async () => {
      await db.destroy()
      connection.close()
    },
  }
}

function touch(connection: SqliteConnection): void {
  try {
    connection.demandFile()
    connection.run(TOUCH)
  } catch (error) {
    throw unavailable(error, 'write')
  }
}

/** What other processes commit meanwhile is not seen. */
function snapshot(connection: SqliteConnection, statements: readonly Statement[]): readonly SqlRecord[][] {
  connection.database.exec('begin')
  try {
    return statements.map(({ sql, values }) => connection.all(sql, ...values))
  } finally {
    connection.database.exec('rollback')
  }
}

/** No await in here: nothing else of this process comes between begin and commit. */
function commit(connection: SqliteConnection, works: readonly AnyWork[]): readonly unknown[] {
  try {
    connection.demandFile()
    connection.database.exec('begin immediate')
    const [only, another] = works
    if (only && !another) return [commitAlone(connection, only)]
    const results = works.map((work) => runSaved(connection, work))
    connection.database.exec('commit')
    return results
  } catch (error) {
    return nothingWritten(connection, works, error)
  }
}

/** It shares its transaction with nobody: no savepoint. */
function commitAlone(connection: SqliteConnection, work: AnyWork): unknown {
  try {
    const result = runWork(work, answerer(connection))
    connection.database.exec('commit')
    return result
  } catch (error) {
    if (isEngineError(error)) throw error
    connection.database.exec('rollback')
    return ownFailure(error)
  }
}

/** One work under its own savepoint: its failure is its own. What the engine fails at ends the whole batch. */
function runSaved(connection: SqliteConnection, work: AnyWork): unknown {
  connection.run('savepoint work')
  try {
    const result = runWork(work, answerer(connection))
    connection.run('release work')
    return result
  } catch (error) {
    if (isEngineError(error)) throw error
    connection.database.exec('rollback to work; release work')
    return ownFailure(error)
  }
}

function ownFailure(error: unknown): Error {
  return isConstraint(error) ? conflict(error) : asError(error)
}

function nothingWritten(connection: SqliteConnection, works: readonly AnyWork[], error: unknown): readonly Error[] {
  if (connection.database.isTransaction) connection.database.exec('rollback')
  const failure = unavailable(error, 'write')
  return works.map(() => failure)
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
