import type { Kysely } from 'kysely'
import type { CommitBatch } from './group-commit.ts'
import type { Statement } from './hot/statements.ts'
import type { SqlRecord } from './rows/column.ts'
import type { Tables } from './schema/tables.ts'
import type { ReadFailure } from './told.ts'

/** What an engine brings; everything else of the ledger is written once, over both. */
export interface Engine {
  /** For what is not hot: lists, claims, seals, audits. */
  readonly db: Kysely<Tables>
  readonly commit: CommitBatch
  /** Reads some statements as of one moment. */
  readonly snapshot: (statements: readonly Statement[]) => Promise<readonly (readonly SqlRecord[])[]>
  /** Writes a row as it is, and commits that. Throws what the books promise. */
  readonly touch: () => Promise<void>
  /** How many commits may be under way. */
  readonly commitsAtOnce: number
  /** Gives committed events their places in the order of reading, where they do not have them by being written. */
  readonly placeEvents?: () => Promise<void>
  /** ` for update skip locked`, where several may claim at once. */
  readonly skipLocked: boolean
  /** Milliseconds since some moment; never steps back. */
  readonly elapsedMs: () => number
  readonly readFailure: ReadFailure
  readonly close: () => Promise<void>
}
