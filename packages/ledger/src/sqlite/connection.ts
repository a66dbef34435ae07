import { closeSync, openSync, type Stats, statSync } from 'node:fs'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { SqlRecord } from '../rows/column.ts'
import { checkArguments } from './arguments.ts'
import { fileGone, unavailable } from './errors.ts'

const MOST_STATEMENTS = 500
const BUSY_MS = 5_000
const MEMORY = ':memory:'

/** One SQLite file, its arguments checked and its statements prepared once. */
export class SqliteConnection {
  readonly database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly #path: string
  /** What was opened, by its place on the disk. */
  readonly #file: string | undefined

  constructor(path: string) {
    this.#path = path
    this.database = open(path)
    this.#file = placeOf(path)
  }

  /** What is written to a file that was deleted or replaced is on no disk that anybody opens again. @throws `TPError` `UNAVAILABLE` */
  demandFile(): void {
    if (placeOf(this.#path) !== this.#file) throw fileGone(this.#path)
  }

  all(sql: string, ...values: readonly unknown[]): SqlRecord[] {
    return this.statement(sql).all(...checkArguments(values))
  }

  get(sql: string, ...values: readonly unknown[]): SqlRecord | undefined {
    return this.statement(sql).get(...checkArguments(values))
  }

  /** How many rows changed. */
  run(sql: string, ...values: readonly unknown[]): number {
    return Number(this.statement(sql).run(...checkArguments(values)).changes)
  }

  statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) return known
    const prepared = this.database.prepare(sql)
    prepared.setReadBigInts(true)
    if (this.#statements.size >= MOST_STATEMENTS) this.#statements.clear()
    this.#statements.set(sql, prepared)
    return prepared
  }

  close(): void {
    this.#statements.clear()
    this.database.close()
  }
}

/** Undefined where there is none: in memory, or gone. */
function placeOf(path: string): string | undefined {
  const found: Stats | undefined = path === MEMORY ? undefined : statSync(path, { throwIfNoEntry: false })
  return found && `${found.dev} ${found.ino}`
}

function open(path: string): DatabaseSync {
  try {
    if (path !== MEMORY) createPrivate(path)
    const database = new DatabaseSync(path, { timeout: BUSY_MS })
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
    // What a savepoint must remember would go through a file from 64 kB on, which one notify fills.
    database.exec('pragma temp_store = memory')
    return database
  } catch (error) {
    throw unavailable(error, `open ${path}`)
  }
}

/** Orders are nobody else's to read: a new file belongs to its owner alone. */
function createPrivate(path: string): void {
  closeSync(openSync(path, 'a', 0o600))
}
