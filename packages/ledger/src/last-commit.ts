import { isTPError, type TPError } from '@tpkit/core/errors'
import type { CommitBatch } from './group-commit.ts'

/**
 * For so long a failed commit speaks against the books, whatever passes meanwhile: most works of the background write nothing. Then a
 * look alone tells, because nobody sends a commit to books that are not ready.
 */
const REMEMBERED_MS = 10_000

export interface WatchedCommits {
  readonly commit: CommitBatch
  /** Throws what a commit failed with lately: on a full disk a look still fits where a payment does not. */
  readonly demandWorking: () => void
}

export function watchedCommits(commit: CommitBatch, elapsedMs: () => number): WatchedCommits {
  let failed: { readonly error: TPError; readonly at: number } | undefined
  return {
    commit: async (works) => {
      const results = await commit(works)
      const error = results.find((result) => isTPError(result) && result.code === 'UNAVAILABLE')
      if (isTPError(error)) failed = { error, at: elapsedMs() }
      return results
    },
    demandWorking: () => {
      if (failed && elapsedMs() - failed.at < REMEMBERED_MS) throw failed.error
    },
  }
}
