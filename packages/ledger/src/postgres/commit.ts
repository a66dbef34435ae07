import { randomUUID } from 'node:crypto'
import { isTPError } from '@tpkit/core/errors'
import type { Pool, PoolClient } from 'pg'
import type { AnyWork } from '../run-work.ts'
import { conflict, isConstraint, isOutOfReach, mayPassAgain, unavailable } from './errors.ts'
import { prune, stands } from './marker.ts'
import { type Sent, sendAll } from './transaction.ts'

const PRUNE_EVERY = 1_000

/** Commits works together, each under its savepoint; what lost against another transaction runs again, alone. */
export function committer(pool: Pool): (works: readonly AnyWork[]) => Promise<readonly unknown[]> {
  let commits = 0
  return async (works) => {
    commits += 1
    const results = await commitTogether(pool, works)
    if (commits % PRUNE_EVERY === 0) await prune(pool)
    return results
  }
}

async function commitTogether(pool: Pool, works: readonly AnyWork[]): Promise<readonly unknown[]> {
  try {
    return await inTransaction(pool, works)
  } catch (error) {
    if (!mayPassAgain(error)) return works.map(() => asFailure(error))
    const results: unknown[] = []
    // In their order: each sees what those before it wrote, as it would have together.
    for (const work of works) results.push(await commitAlone(pool, work))
    return results
  }
}

/** Most times that a work may lose against others before it is told so. */
const MOST_TRIES = 5

async function commitAlone(pool: Pool, work: AnyWork): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    try {
      return (await inTransaction(pool, [work]))[0]
    } catch (error) {
      if (!mayPassAgain(error)) return asFailure(error)
      if (tries === MOST_TRIES) return isConstraint(error) ? conflict(error) : asFailure(error)
    }
  }
}

function asFailure(error: unknown): Error {
  return isTPError(error) ? error : unavailable(error, 'write')
}

async function inTransaction(pool: Pool, works: readonly AnyWork[]): Promise<readonly unknown[]> {
  const marker = randomUUID()
  // The broken connection has left the pool by then: many that broke at once do not wait for each other's places.
  const { results, lost } = await onConnection(pool, (client) => sendAll(client, works, marker))
  if (lost && !(await stands(pool, marker, lost))) throw unavailable(lost, 'commit')
  return results
}

async function onConnection(pool: Pool, send: (client: PoolClient) => Promise<Sent>): Promise<Sent> {
  const client = await pool.connect()
  let broken = true
  try {
    const sent = await send(client)
    broken = sent.lost !== undefined
    return sent
  } catch (error) {
    broken = !(await rolledBack(client, error))
    throw error
  } finally {
    client.release(broken)
  }
}

async function rolledBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (isOutOfReach(error)) return false
  try {
    await client.query('rollback')
    return true
  } catch {
    return false
  }
}
