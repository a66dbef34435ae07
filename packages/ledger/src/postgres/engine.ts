import { Kysely, PostgresDialect } from 'kysely'
import type { Pool } from 'pg'
import type { Engine } from '../engine.ts'
import { TOUCH } from '../hot/statements.ts'
import type { Tables } from '../schema/tables.ts'
import { committer } from './commit.ts'
import { isOutOfReach, isUnfit, unavailable, unfit } from './errors.ts'
import { placeEvents } from './events.ts'
import { migrate } from './migrate.ts'
import { openPool } from './pool.ts'
import { snapshot } from './snapshot.ts'

/** Fewer than there are connections: reads find one, and works that wait meanwhile share a commit. */
const COMMITS_AT_ONCE = 4

/** Any number of processes on one server. Commits are on its disk when they are answered, unless the server says otherwise. */
export async function postgresEngine(address: string): Promise<Engine> {
  const pool = openPool(address)
  try {
    await migrate(pool)
  } catch (error) {
    await pool.end()
    throw unavailable(error, 'be reached and its schema to be read')
  }
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }),
    commit: committer(pool),
    snapshot: (statements) => snapshot(pool, statements),
    touch: () => touch(pool),
    commitsAtOnce: COMMITS_AT_ONCE,
    placeEvents: () => placeEvents(pool),
    skipLocked: true,
    elapsedMs: () => performance.now(),
    readFailure,
    close: () => pool.end(),
  }
}

async function touch(pool: Pool): Promise<void> {
  try {
    await pool.query(TOUCH)
  } catch (error) {
    throw unavailable(error, 'write')
  }
}

function readFailure(error: unknown): unknown {
  if (isUnfit(error)) return unfit(error)
  return isOutOfReach(error) ? unavailable(error, 'be read') : error
}
