import type { PoolClient } from 'pg'
import { type AnyWork, runWorkAsync } from '../run-work.ts'
import { answerer } from './answer.ts'
import { conflict, isConstraint, isOutOfReach, isUnfit, mayPassAgain, unfit } from './errors.ts'
import { MARK } from './marker.ts'
import { Session } from './session.ts'

export interface Sent {
  /** One for each work. */
  readonly results: readonly unknown[]
  /** What the commit failed with, where its answer did not come: it stands or it does not. */
  readonly lost?: Error
}

/** Runs works in one transaction and commits it. Throws what ended the transaction: then nothing of it stands. */
export async function sendAll(client: PoolClient, works: readonly AnyWork[], marker: string): Promise<Sent> {
  const session = new Session(client)
  session.ahead('begin')
  const results: unknown[] = []
  for (const work of works) results.push(await runSaved(session, work))
  const lost = await commit(client, session, marker)
  return { results, ...(lost && { lost }) }
}

/** A work's failure is its own; what ends the transaction is thrown. */
async function runSaved(session: Session, work: AnyWork): Promise<unknown> {
  session.ahead('savepoint work')
  try {
    const result = await runWorkAsync(work, answerer(session))
    await session.arrived()
    session.ahead('release work')
    return result
  } catch (error) {
    if (isOutOfReach(error) || mayPassAgain(error)) throw error
    await undo(session)
    return ownFailure(error)
  }
}

async function undo(session: Session): Promise<void> {
  await session.arrived()
  await session.cold('rollback to work; release work')
  session.heads.clear()
}

function ownFailure(error: unknown): Error {
  if (isConstraint(error)) return conflict(error)
  if (isUnfit(error)) return unfit(error)
  return error instanceof Error ? error : new Error(String(error))
}

/**
 * Marker and commit leave together: after a marker that failed, PostgreSQL answers a commit with ROLLBACK. Where nothing was
 * written there is nothing to mark, and nothing to lose.
 */
async function commit(client: PoolClient, session: Session, marker: string): Promise<Error | undefined> {
  if (!session.wrote) {
    await client.query('commit')
    return undefined
  }
  const [marked, committed] = await Promise.allSettled([session.hot(MARK, [marker]), client.query('commit')])
  if (committed.status === 'fulfilled') {
    if (committed.value.command === 'COMMIT') return undefined
    throw marked.status === 'rejected' ? marked.reason : new Error('expected COMMIT, found ROLLBACK')
  }
  if (!isOutOfReach(committed.reason)) throw committed.reason
  return committed.reason instanceof Error ? committed.reason : new Error(String(committed.reason))
}
