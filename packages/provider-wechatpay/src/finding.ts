import type { Failure, Finding } from '@tpkit/core'
import { fail, TPError } from '@tpkit/core/errors'
import type { Refusal } from './answer.ts'
import { type CodeRule, ruleFor } from './codes.ts'
import type { Call } from './endpoints.ts'

/** What a refused write proves. Unsigned, it proves something only where the wallet decides before it executes. */
export function findingOf(call: Call, refusal: Refusal): Finding<never> {
  const rule = ruleFor(call, refusal.code)
  const failure = failureFrom(call, refusal)
  if (rule.judgement === 'refused' && isBelieved(rule, refusal)) return { kind: 'refused', failure, evidence: refusal.evidence }
  const { checkAfterMs } = rule
  return { kind: 'unknown', failure, ...(checkAfterMs !== undefined && { checkAfterMs }) }
}

/** The failure of a read, to throw. */
export function refusedRead(call: Call, refusal: Refusal): TPError {
  return new TPError(failureFrom(call, refusal))
}

/** True when a refusal is really an answer: closed already, nothing that day. An unsigned one answers nothing. */
export function answers(judgement: 'done' | 'waiting' | 'empty' | 'absent', call: Call, refusal: Refusal): boolean {
  return refusal.evidence === 'verified' && says(judgement, call, refusal)
}

/** What it says, whoever says it. */
export function says(judgement: CodeRule['judgement'], call: Call, { code }: Refusal): boolean {
  return ruleFor(call, code).judgement === judgement
}

function isBelieved({ decided = [] }: Pick<CodeRule, 'decided'>, { evidence, status }: Refusal): boolean {
  return evidence === 'verified' || decided.includes(status)
}

function failureFrom(call: Call, refusal: Refusal): Failure {
  const { code, message } = refusal
  const rule = ruleFor(call, code)
  const { failure, retry, advice } = isBelieved(rule, refusal) ? rule : UNSIGNED
  return fail(failure, `WeChat Pay answered ${call} with ${code}: ${advice}`, {
    retry,
    provider: { code, ...(message && { message }) },
  })
}

const UNSIGNED = {
  failure: 'UNVERIFIED',
  retry: 'same-number',
  advice: 'this came without signature and is not decided before execution, so it proves nothing; query',
} as const
