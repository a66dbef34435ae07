import { type AuditRow, type BackofficeChange, type Put, type SettingRow, tooManyEndpoints } from '@tpkit/backoffice'
import { tpError } from '@tpkit/core/errors'
import { type RawBuilder, sql as raw } from 'kysely'
import type { Engine } from '../engine.ts'
import type { Codec } from '../rows/codec.ts'
import type { SqlRecord, SqlValue } from '../rows/column.ts'
import { type LedgerWork, sql } from '../run-work.ts'
import { API_KEY, MERCHANT, SETTING, WEBHOOK_ENDPOINT } from './codecs.ts'

/** A change with its line in the audit trail. */
export function* writeChange(engine: Engine, change: BackofficeChange, audit: AuditRow): LedgerWork<void> {
  if ('put' in change) yield* putRow(engine, change)
  else if (change.add === 'settings') for (const row of change.rows) yield* addSetting(engine, row)
  yield { ask: 'write', changes: [{ add: 'audit', row: audit }] }
}

function* putRow(engine: Engine, change: Extract<BackofficeChange, { readonly put: string }>): LedgerWork<void> {
  switch (change.put) {
    case 'merchant':
      return yield* put(engine, MERCHANT, change)
    case 'api-key':
      return yield* put(engine, API_KEY, change)
    case 'endpoint':
      if (change.atMost !== undefined) yield* demandRoom(engine, change.row.merchant, change.atMost)
      return yield* put(engine, WEBHOOK_ENDPOINT, change)
  }
}

/** Two who add at once wait for each other by the merchant's name: a row that is not there yet cannot be locked. */
function* demandRoom(engine: Engine, merchant: string, most: number): LedgerWork<void> {
  if (engine.skipLocked) yield* run(engine, raw`select pg_advisory_xact_lock(hashtextextended(${`endpoints of ${merchant}`}, 0))`)
  const { table } = WEBHOOK_ENDPOINT
  const [counted] = yield* run(
    engine,
    raw`select count(*) as n from ${raw.table(table)} where merchant = ${merchant} and removed_at is null`,
  )
  if (Number(counted?.n) >= most) throw tooManyEndpoints(most)
}

type Identified = { readonly id: string }

/** Compares and swaps, under the row's lock. Two who insert one id at once: the second runs again, and finds the first. */
function* put<Row extends Identified>(engine: Engine, codec: Codec<Row>, { row, was }: Put<Row>): LedgerWork<void> {
  const { table, columns } = codec
  const lock = engine.skipLocked ? raw`for update` : raw``
  const [found] = yield* run(engine, raw`select ${names(columns)} from ${raw.table(table)} where id = ${row.id} ${lock}`)
  if (valuesThatMove(codec, found && codec.decode(found)) !== valuesThatMove(codec, was)) throw changedMeanwhile(table, row)
  if (was) yield* run(engine, raw`update ${raw.table(table)} set ${assignments(codec, row)} where id = ${row.id}`)
  else yield* insert(engine, codec, row)
}

/** As text, so that they can be compared; undefined where there is no row. */
function valuesThatMove<Row>(codec: Codec<Row>, row: Row | undefined): string | undefined {
  return row && JSON.stringify(moving(codec, row))
}

/** The columns that a later put writes, with their values. */
function moving<Row>({ key, columns, fixed, encode }: Codec<Row>, row: Row): readonly (readonly [string, SqlValue])[] {
  const values = encode(row)
  return columns
    .map((column, at) => [column, values[at] ?? null] as const)
    .filter(([column]) => !key.includes(column) && !fixed.includes(column))
}

function changedMeanwhile(table: string, { id }: Identified): Error {
  return tpError(
    'CONFLICT',
    `${table}: expected ${id} as it was read, found that somebody changed it meanwhile; look at it, and say again what is still to be done`,
  )
}

function assignments<Row>(codec: Codec<Row>, row: Row): RawBuilder<unknown> {
  return raw.join(moving(codec, row).map(([column, value]) => raw`${raw.ref(column)} = ${value}`))
}

function insert<Row>(engine: Engine, { table, columns, encode }: Codec<Row>, row: Row): LedgerWork<readonly SqlRecord[]> {
  return run(engine, raw`insert into ${raw.table(table)} (${names(columns)}) values (${raw.join(encode(row))})`)
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return raw.join(columns.map((column) => raw.ref(column)))
}

function run({ db }: Engine, statement: RawBuilder<unknown>): ReturnType<typeof sql> {
  return sql({ compile: () => statement.compile(db) })
}

function* addSetting(engine: Engine, row: SettingRow): LedgerWork<void> {
  const { merchant, name, version } = row
  const versions = engine.db.selectFrom('settings').select('version').where('merchant', '=', merchant).where('name', '=', name)
  const [newest] = yield* sql(versions.orderBy('version', 'desc').limit(1))
  const next = Number(newest?.version ?? 0) + 1
  if (version !== next)
    throw tpError('CONFLICT', `settings: expected version ${next} of ${name} as the next one, found ${version}; read it again`)
  yield* insert(engine, SETTING, row)
}
