import type { Step, StepAnswer } from '@tpkit/cashier'
import type { CompiledQuery } from 'kysely'
import type { SqlRecord } from './rows/column.ts'

/** What the ledger's own works ask beside the cashier's questions: a statement as Kysely wrote it. */
export interface SqlStep {
  readonly ask: 'sql'
  readonly query: CompiledQuery
}

export type LedgerStep = Step | SqlStep
export type LedgerAnswer = StepAnswer | readonly SqlRecord[]

/** A work of the cashier or of the ledger itself. `never`: each knows what its own steps are answered with. */
export type LedgerWork<Result> = Generator<LedgerStep, Result, never>
export type AnyWork = () => LedgerWork<unknown>

/** Runs one statement inside the transaction. */
export function* sql(query: { readonly compile: () => CompiledQuery }): Generator<SqlStep, readonly SqlRecord[], never> {
  return yield { ask: 'sql', query: query.compile() }
}

/** Drives a work to its end over books that answer at once. */
export function runWork<Result>(work: () => LedgerWork<Result>, answer: (step: LedgerStep) => LedgerAnswer): Result {
  const steps = work()
  let next = steps.next()
  while (!next.done) next = steps.next(answer(next.value) as never) // the answer to its very step
  return next.value
}

/** The same over books that answer later. */
export async function runWorkAsync<Result>(
  work: () => LedgerWork<Result>,
  answer: (step: LedgerStep) => Promise<LedgerAnswer>,
): Promise<Result> {
  const steps = work()
  let next = steps.next()
  while (!next.done) next = steps.next((await answer(next.value)) as never) // the answer to its very step
  return next.value
}
