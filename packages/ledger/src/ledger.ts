import type { BackofficeBooks } from '@tpkit/backoffice'
import type { Books, BooksClaims, Work } from '@tpkit/cashier'
import { tpError } from '@tpkit/core/errors'
import type { KeyRing, Turn } from '@tpkit/core/ports'
import { purge } from './audit/purge.ts'
import { seal } from './audit/seal.ts'
import { verify } from './audit/verify.ts'
import { backofficeBooks } from './backoffice/books.ts'
import { claims } from './claims.ts'
import type { Engine } from './engine.ts'
import { groupCommit, type Transact } from './group-commit.ts'
import { ledgerKeyRing } from './key-ring.ts'
import { watchedCommits } from './last-commit.ts'
import { reader } from './reader.ts'
import { type ReadFailure, told, toldEach, toldReader } from './told.ts'

/** The books on SQL, what accounts learned of their wallets' keys, and who may use the gateway. */
export interface Ledger extends Books {
  readonly keyRing: KeyRing
  readonly backoffice: BackofficeBooks
}

export function ledgerOver(engine: Engine, turn: Turn): Ledger {
  const { db } = engine
  let closed = false
  const failure: ReadFailure = (error) => (closed ? atAnEnd() : engine.readFailure(error))
  const { commit, demandWorking } = watchedCommits(engine.commit, engine.elapsedMs)
  const collect = groupCommit(commit, turn, engine.commitsAtOnce)
  const transact: Transact = async (work) => {
    if (closed) throw atAnEnd()
    return collect(work)
  }
  return {
    transact: <Result>(work: () => Work<Result>) => transact(work),
    read: toldReader(reader(engine), failure),
    ready: async () => {
      if (closed) throw atAnEnd()
      demandWorking()
      await engine.touch()
    },
    claim: toldClaims(claims(engine, transact), failure),
    seal: (now) => seal(db, transact, now),
    verify: () => toldEach(verify(db), failure),
    purge: (now, keep) => purge(db, transact, now, keep),
    keyRing: toldRing(ledgerKeyRing(db, transact), failure),
    backoffice: backofficeBooks(engine, transact, failure),
    close: async () => {
      if (closed) return
      closed = true
      await engine.close()
    },
  }
}

function atAnEnd(): Error {
  return tpError('UNAVAILABLE', 'ledger: expected open books, found that they were closed; open them again')
}

function toldClaims(claim: BooksClaims, failure: ReadFailure): BooksClaims {
  return { ...claim, nextDueAt: told(claim.nextDueAt, failure) }
}

function toldRing(ring: KeyRing, failure: ReadFailure): KeyRing {
  return { ...ring, read: told(ring.read, failure) }
}
