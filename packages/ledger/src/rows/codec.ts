import type { Column, SqlRecord, SqlValue } from './column.ts'

type Columns<Row> = { readonly [Name in keyof Row]-?: Column<NonNullable<Row[Name]>> }

/** How rows of one table are written and read: one place for both engines. */
export interface Codec<Row> {
  readonly table: string
  readonly key: readonly string[]
  readonly columns: readonly string[]
  /** Written once, with the row: a later put leaves them, and their indexes, alone. */
  readonly fixed: readonly string[]
  /** In the order of `columns`; what a row lacks is NULL. */
  readonly encode: (row: Row) => readonly SqlValue[]
  readonly decode: (record: SqlRecord) => Row
}

export function codec<Row>(
  table: string,
  key: readonly string[],
  spec: Columns<Row>,
  fixed: readonly (keyof Row)[] = [],
): Codec<Row> {
  const parts = Object.entries(spec) as unknown as readonly (readonly [keyof Row & string, Column<unknown>])[] // keys of a literal
  return {
    table,
    key,
    columns: parts.flatMap(([, { columns }]) => columns),
    fixed: parts.flatMap(([name, { columns }]) => (fixed.includes(name) ? columns : [])),
    encode: (row) => parts.flatMap(([name, column]) => encodePart(column, row[name])),
    decode: (record) => decodeParts(parts, record),
  }
}

function encodePart({ columns, encode }: Column<unknown>, value: unknown): readonly SqlValue[] {
  return value === undefined ? columns.map(() => null) : encode(value)
}

function decodeParts<Row>(parts: readonly (readonly [string, Column<unknown>])[], record: SqlRecord): Row {
  const row: Record<string, unknown> = {}
  for (const [name, { decode }] of parts) {
    const value = decode(record)
    if (value !== undefined) row[name] = value
  }
  return row as Row // every property was decoded by the column that its type demands
}
