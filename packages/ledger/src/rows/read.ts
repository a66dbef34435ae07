import type { Codec } from './codec.ts'
import type { SqlRecord } from './column.ts'

const MOST_ROWS = 200

export function every<Row>(codec: Codec<Row>, records: readonly unknown[]): readonly Row[] {
  return records.map((record) => codec.decode(record as SqlRecord)) // the engine's rows
}

export function capped(limit: number): number {
  return Math.max(1, Math.min(MOST_ROWS, Math.trunc(limit)))
}
