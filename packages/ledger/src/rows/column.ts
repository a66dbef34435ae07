/** How one property of a row stands in columns. SQLite hands integers out as bigint, PostgreSQL as bigint by our parser: one reading for both. */
import { type Money, money } from '@tpkit/core/money'

/** What both engines take as an argument and hand out. */
export type SqlValue = string | number | bigint | null | Uint8Array
export type SqlRecord = Readonly<Record<string, unknown>>

export interface Column<Value> {
  readonly columns: readonly string[]
  readonly encode: (value: Value) => readonly SqlValue[]
  /** Undefined where the property is absent. */
  readonly decode: (record: SqlRecord) => Value | undefined
}

export function text(name: string): Column<string> {
  return one(name, (value) => value, String)
}

/** A text of a closed set: we read what we wrote. */
export function word<Word extends string>(name: string): Column<Word> {
  return one(
    name,
    (value) => value,
    (stored) => String(stored) as Word,
  )
}

/** An instant or a small count. */
export function whole(name: string): Column<number> {
  return one(name, (value) => value, Number)
}

/** A value that is read back as it was written, as JSON text: prompts, marks. */
export function json<Value>(name: string): Column<Value> {
  return one<Value>(
    name,
    (value) => JSON.stringify(value),
    (stored) => JSON.parse(String(stored)) as Value, // our own writing of the same column
  )
}

export function amount(name: string, currency = 'currency'): Column<Money> {
  return {
    columns: [name, currency],
    encode: (value) => [value.amount, value.currency],
    decode: (record) => moneyOf(record, name, currency),
  }
}

/** An amount in the currency of another one of the same row. */
export function amountBeside(name: string, currency = 'currency'): Column<Money> {
  return { columns: [name], encode: (value) => [value.amount], decode: (record) => moneyOf(record, name, currency) }
}

function moneyOf(record: SqlRecord, name: string, currency: string): Money | undefined {
  const stored = record[name]
  return isAbsent(stored) ? undefined : money(BigInt(stored as bigint | string), String(record[currency]))
}

function one<Value>(name: string, encode: (value: Value) => SqlValue, decode: (stored: unknown) => Value): Column<Value> {
  return {
    columns: [name],
    encode: (value) => [encode(value)],
    decode: (record) => (isAbsent(record[name]) ? undefined : decode(record[name])),
  }
}

function isAbsent(stored: unknown): stored is null | undefined {
  return stored === null || stored === undefined
}
