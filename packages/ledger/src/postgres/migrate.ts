import { tpError } from '@tpkit/core/errors'
import type { Pool, PoolClient } from 'pg'
import { MIGRATIONS } from '../schema/migrations.ts'
import { GUARDS } from './guards.ts'

/** Any number that only we use: gateways that start together bring the schema up one behind the other. */
const MIGRATING = 7_406_511

/** What this engine has beside the common schema: markers of commits, and numbers that events get once they are committed. */
const OWN: readonly string[] = [
  'create table commits (id text primary key, stands boolean not null, at timestamptz not null default now())',
  'create index commits_at on commits (at)',
  'create sequence event_positions',
  'alter table events add column written bigint generated always as identity',
  'create index events_unplaced on events (written) where position is null',
]

/** Brings the schema to the version that this code knows; refuses a newer one. */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATING])
    await client.query('create table if not exists meta (key text primary key, value text not null)')
    const { rows } = await client.query("select value from meta where key = 'schema'")
    const version = Number(rows[0]?.value ?? 0)
    if (version > MIGRATIONS.length) throw newer(version)
    if (version < MIGRATIONS.length) await bring(client, version)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function bring(client: PoolClient, from: number): Promise<void> {
  for (const statement of MIGRATIONS.slice(from).flat()) await client.query(inPostgres(statement))
  for (const statement of from === 0 ? [...OWN, ...GUARDS] : []) await client.query(statement)
  await client.query("insert into meta (key, value) values ('schema', $1) on conflict (key) do update set value = $1", [
    String(MIGRATIONS.length),
  ])
}

function inPostgres(statement: string): string {
  return statement.replaceAll(/\bSERIAL\b/g, 'bigint unique').replaceAll(/\bINT\b/g, 'bigint')
}

function newer(version: number): Error {
  return tpError(
    'CONFIG',
    `ledger: expected a schema up to version ${MIGRATIONS.length}, found ${version}, written by a newer tpkit; install that version`,
  )
}
