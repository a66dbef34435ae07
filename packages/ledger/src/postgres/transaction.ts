import { tpError } from '@tpkit/core/errors'
import type { PoolClient } from 'pg'
import { type AnyWork, runWorkAsync } from '../run-work.ts'
import { answerer } from './answer.ts'
import { conflict, isConstraint, isOutOfReach, isRefusal, isUnfit, mayPassAgain, unfit } from './errors.ts'
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
  const [only, another] = works
  if (only && !another) return sendAlone(client, session, only, marker)
  const results: unknown[] = []
  for (const work of works) results.push(await runSaved(session, work))
  return committed(client, session, marker, results)
}

/** It shares its transaction with nobody: no savepoint, and its writes leave together with the commit. */
async function sendAlone(client: PoolClient, session: Session, work: AnyWork, marker: string): Promise<Sent> {
  try {
    const result = await runWorkAsync(work, answerer(session))
    return await committed(client, session, marker, [result])
  } catch (thrown) {
    const error = await firstFailure(session, thrown)
    if (endsTransaction(error)) throw error
    await client.query('rollback')
    return { results: [ownFailure(error)] }
  }
}

/** A work's failure is its own; what ends the transaction is thrown. */
async function runSaved(session: Session, work: AnyWork): Promise<unknown> {
  session.ahead('savepoint work')
  try {
    const result = await runWorkAsync(work, answerer(session))
    await session.written()
    session.ahead('release work')
    return result
  } catch (thrown) {
    const error = await firstFailure(session, thrown)
    if (endsTransaction(error)) throw error
    await session.cold('rollback to work; release work')
    session.heads.clear()
    return ownFailure(error)
  }
}

function endsTransaction(error: unknown): boolean {
  return isOutOfReach(error) || mayPassAgain(error)
}

/** What fails behind a write that failed fails for its sake. */
async function firstFailure(session: Session, thrown: unknown): Promise<unknown> {
  try {
    await session.written()
    return thrown
  } catch (earlier) {
    return earlier
  }
}

function ownFailure(error: unknown): Error {
  if (isConstraint(error)) return conflict(error)
  if (isUnfit(error)) return unfit(error)
  return asError(error)
}

/**
 * What was written, marker and commit leave together: behind a write or a marker that failed, PostgreSQL answers a commit with
 * ROLLBACK. Where nothing was written there is nothing to mark, and nothing to lose.
 */
async function committed(client: PoolClient, session: Session, marker: string, results: readonly unknown[]): Promise<Sent> {
  if (!session.wrote) {
    await session.written()
    await client.query('commit')
    return { results }
  }
  session.write(MARK, [marker])
  const [written, commit] = await Promise.allSettled([session.written(), client.query('commit')])
  if (commit.status === 'rejected') {
    if (isRefusal(commit.reason)) throw commit.reason
    return { results, lost: asError(commit.reason) }
  }
  const failure = written.status === 'rejected' ? written.reason : undefined
  if (commit.value.command !== 'COMMIT') throw failure ?? new Error('expected COMMIT, found ROLLBACK')
  // A write whose answer was given up on stands with the commit. One that never left would be missing in it.
  if (failure === undefined || isOutOfReach(failure)) return { results }
  throw tpError(
    'INTERNAL',
    `ledger: expected every write of a commit to be sent, found one that failed here: ${asError(failure).message}`,
  )
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
