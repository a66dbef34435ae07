import type { Turn } from '@tpkit/core/ports'
import DataLoader from 'dataloader'
import type { AnyWork, LedgerWork } from './run-work.ts'

/** Commits some works together. One result per work, in their order: a value, or the `Error` of the one that failed. */
export type CommitBatch = (works: readonly AnyWork[]) => Promise<readonly unknown[]>

export type Transact = <Result>(work: () => LedgerWork<Result>) => Promise<Result>

const MOST_WORKS = 256

/**
 * Collects the works of one turn for one commit; where as many commits are under way as may be, also those of the turns until
 * one of them ends. dataloader is made for reads; without its cache it is a collector that somebody else has tested for years.
 */
export function groupCommit(commit: CommitBatch, turn: Turn, mostAtOnce: number): Transact {
  const gate = newGate(mostAtOnce)
  const collector = new DataLoader<AnyWork, unknown>(
    async (works) => {
      try {
        return (await commit(works)) as unknown[] // one per work
      } finally {
        gate.leave()
      }
    },
    { cache: false, maxBatchSize: MOST_WORKS, batchScheduleFn: (start) => turn.soon(() => gate.enter(start)) },
  )
  // The result is that of the very work that was handed in.
  return <Result>(work: () => LedgerWork<Result>) => collector.load(work) as Promise<Result>
}

interface Gate {
  /** Calls back at once, or when somebody leaves. */
  readonly enter: (start: () => void) => void
  readonly leave: () => void
}

function newGate(places: number): Gate {
  const waiting: (() => void)[] = []
  let free = places
  return {
    enter: (start) => {
      if (free === 0) return void waiting.push(start)
      free -= 1
      start()
    },
    leave: () => {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    },
  }
}
