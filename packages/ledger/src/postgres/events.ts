import type { Pool, PoolClient } from 'pg'
import { mayPassAgain } from './errors.ts'

/** Any number that only we use. */
const PLACING = 7_406_512
const MOST_TRIES = 5

/**
 * Gives events that are committed and have no place yet the next places. Who reads behind a cursor misses none: what commits later
 * is placed later, whenever it was written.
 */
export async function placeEvents(pool: Pool): Promise<void> {
  const { rowCount } = await pool.query('select 1 from events where position is null limit 1')
  if (rowCount === 0) return
  for (let tries = 1; ; tries += 1) {
    try {
      return await place(pool)
    } catch (error) {
      // Whoever spreads several events at once may wait for us while we wait for them.
      if (!mayPassAgain(error) || tries === MOST_TRIES) throw error
    }
  }
}

async function place(pool: Pool): Promise<void> {
  const client = await pool.connect()
  let broken: unknown
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [PLACING])
    await client.query(`update events set position = placed.position
      from (select id, nextval('event_positions') as position
        from (select id from events where position is null order by written limit 1000) unplaced) placed
      where events.id = placed.id`)
    await client.query('commit')
  } catch (error) {
    broken = await rollback(client)
    throw error
  } finally {
    client.release(broken !== undefined)
  }
}

/** What a rollback failed with: then the connection is of no more use. */
async function rollback(client: PoolClient): Promise<unknown> {
  return client.query('rollback').then(
    () => undefined,
    (error: unknown) => error,
  )
}
