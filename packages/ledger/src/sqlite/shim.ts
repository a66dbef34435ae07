import type { StatementSync } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'
import { checkArguments } from './arguments.ts'
import type { SqliteConnection } from './connection.ts'

/** node:sqlite in the form that Kysely knows. */
export function kyselyDatabase(connection: SqliteConnection): SqliteDatabase {
  /** Whether a statement answers with rows: as dear to ask as to run a small one. */
  const readers = new WeakMap<StatementSync, boolean>()
  const isReader = (statement: StatementSync): boolean => {
    const known = readers.get(statement) ?? statement.columns().length > 0
    readers.set(statement, known)
    return known
  }
  return {
    close: () => undefined,
    prepare: (sql) => {
      const statement = connection.statement(sql)
      return {
        reader: isReader(statement),
        all: (parameters) => statement.all(...checkArguments(parameters)),
        run: (parameters) => {
          const { changes, lastInsertRowid } = statement.run(...checkArguments(parameters))
          return { changes, lastInsertRowid }
        },
        iterate: (parameters) => statement.iterate(...checkArguments(parameters)),
      }
    },
  }
}
