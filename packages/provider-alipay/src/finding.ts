import type { Failure, Finding } from '@tpkit/core'
import { fail, TPError } from '@tpkit/core/errors'
import type { Refusal } from './answer.ts'
import { isDecided, ruleFor } from './code-rules.ts'
import type { CodeRule } from './codes.ts'
import type { Call } from './endpoints.ts'

/** What a refused write proves. Unsigned, it proves something only where the gateway decides before it looks at any order. */
export function findingOf(call: Call, refusal: Refusal): Finding<never> {
  const rule = ruleOf(call, refusal)
  const failure = failureFrom(call, refusal)
  if (rule.judgement === 'refused' && isBelieved(rule, refusal)) return { kind: 'refused', failure, evidence: refusal.evidence }
  const { checkAfterMs } = rule
  return { kind: 'unknown', failure, ...(checkAfterMs !== undefined && { checkAfterMs }) }
}

/** The failure of a read, to throw. */
export function refusedRead(call: Call, refusal: Refusal): TPError {
  return new TPError(failureFrom(call, refusal))
}

/** True when a refusal is really an answer: no such order, nothing that day. An unsigned one answers nothing. */
export function answers(judgement: 'absent' | 'empty', call: Call, refusal: Refusal): boolean {
  return refusal.evidence === 'verified' && ruleOf(call, refusal).judgement === judgement
}

function ruleOf(call: Call, { code, subCode }: Refusal): Omit<CodeRule, 'code'> {
  return ruleFor(call, code, subCode)
}

function isBelieved(rule: Pick<CodeRule, 'decided'>, { evidence, code }: Refusal): boolean {
  return evidence === 'verified' || isDecided(rule, code)
}

function failureFrom(call: Call, refusal: Refusal): Failure {
  const { subCode, message } = refusal
  const rule = ruleOf(call, refusal)
  const { failure, retry, advice } = isBelieved(rule, refusal) ? rule : UNSIGNED
  return fail(failure, `Alipay answered ${call} with ${subCode}: ${advice}`, {
    retry,
    provider: { code: subCode, ...(message && { message }) },
  })
}

const UNSIGNED = {
  failure: 'UNVERIFIED',
  retry: 'same-number',
  advice: 'this came without signature and is not decided before execution, so it proves nothing; query',
} as const
