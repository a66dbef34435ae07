import type { Failure, Finding } from '@tpkit/core'
import { fail, TPError } from '@tpkit/core/errors'
import type { Refusal } from './answer.ts'
import { type CodeRule, ruleFor, UNLISTED } from './codes.ts'
import type { Call } from './endpoints.ts'

/** What a refused write proves. Unsigned, it proves something only where the wallet decides before it executes. */
export function findingOf(call: Call, refusal: Refusal): Finding<never> {
  const rule = ruleFor(call, refusal.code)
  const failure = failureFrom(call, refusal)
  const believed = refusal.evidence === 'verified' || rule.decided === true
  if (rule.judgement === 'refused' && believed) return { kind: 'refused', failure, evidence: refusal.evidence }
  const { checkAfterMs } = rule
  return { kind: 'unknown', failure, ...(checkAfterMs !== undefined && { checkAfterMs }) }
}

/** The failure of a read, to throw. */
export function refusedRead(call: Call, refusal: Refusal): TPError {
  return new TPError(failureFrom(call, refusal))
}

/** True when a genuine refusal is really an answer: closed already, no such order. An unsigned one answers nothing. */
export function answers(judgement: 'done' | 'absent' | 'waiting', call: Call, refusal: Refusal): boolean {
  return refusal.evidence === 'verified' && ruleFor(call, refusal.code).judgement === judgement
}

function failureFrom(call: Call, refusal: Refusal): Failure {
  const { failure, retry, advice } = meaningOf(call, refusal)
  const code = shownCode(refusal)
  const message = `QQ Wallet answered ${call} with ${code}: ${advice}`
  return fail(failure, message, { retry, provider: { code, ...(refusal.message && { message: refusal.message.slice(0, 128) }) } })
}

/** Without err_code the gateway's own number is what the wallet's support asks for. It has judged nothing. */
function shownCode({ code, fields: { retcode = '' } }: Refusal): string {
  return (code || (retcode === '0' ? '' : retcode)).slice(0, 64) || 'FAIL'
}

function meaningOf(call: Call, { code, evidence }: Refusal): Pick<CodeRule, 'failure' | 'retry' | 'advice'> {
  if (!code) return NO_CODE
  const rule = ruleFor(call, code)
  return evidence === 'verified' || rule.decided ? rule : UNSIGNED
}

/** return_code FAIL and not a word more (通信失败). */
const NO_CODE = {
  ...UNLISTED,
  advice: "it gave no err_code, so nothing is proven; read the wallet's words beside this, then query",
}

const UNSIGNED = {
  failure: 'UNVERIFIED',
  retry: 'same-number',
  advice: 'this came without signature and is not decided before execution, so it proves nothing; query',
} as const
