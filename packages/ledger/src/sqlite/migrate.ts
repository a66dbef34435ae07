import { tpError } from '@tpkit/core/errors'
import { MIGRATIONS } from '../schema/migrations.ts'
import type { SqliteConnection } from './connection.ts'
import { GUARDS } from './guards.ts'

/** Brings the schema to the version that this code knows; refuses a newer one. */
export function migrate(connection: SqliteConnection): void {
  connection.database.exec('begin immediate')
  try {
    connection.database.exec('create table if not exists meta (key text primary key, value text not null)')
    const version = Number(connection.get("select value from meta where key = 'schema'")?.value ?? 0)
    if (version > MIGRATIONS.length) throw newer(version)
    if (version < MIGRATIONS.length) bring(connection, version)
    connection.database.exec('commit')
  } catch (error) {
    connection.database.exec('rollback')
    throw error
  }
}

function bring(connection: SqliteConnection, from: number): void {
  for (const statement of MIGRATIONS.slice(from).flat()) connection.database.exec(inSqlite(statement))
  for (const statement of from === 0 ? GUARDS : []) connection.database.exec(statement)
  connection.run("insert or replace into meta (key, value) values ('schema', ?)", String(MIGRATIONS.length))
}

function inSqlite(statement: string): string {
  return statement.replaceAll(/\bSERIAL\b/g, 'integer primary key autoincrement').replaceAll(/\bINT\b/g, 'integer')
}

function newer(version: number): Error {
  return tpError(
    'CONFIG',
    `ledger: expected a schema up to version ${MIGRATIONS.length}, found ${version}, written by a newer tpkit; install that version`,
  )
}
