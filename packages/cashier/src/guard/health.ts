import type { FailureCode } from '@tpkit/core'
import { isTPError } from '@tpkit/core/errors'

/** What says that the wallet, and not this payment, is in trouble. */
const TROUBLE: readonly FailureCode[] = ['UNAVAILABLE', 'TIMEOUT']

/** Whether an answer shows that the wallet is there: any that was understood does, refusals too. */
export function isHealthy(answer: unknown): boolean {
  const code = codeOf(answer)
  return code === undefined || !TROUBLE.includes(code)
}

function codeOf(answer: unknown): FailureCode | undefined {
  if (isTPError(answer)) return answer.code
  if (typeof answer !== 'object' || answer === null || !('failure' in answer)) return undefined
  return (answer.failure as { readonly code: FailureCode }).code // an Outcome's
}
