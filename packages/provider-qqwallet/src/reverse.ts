import type { AttemptRef, Finding, PaymentFact } from '@tpkit/core'
import { fail } from '@tpkit/core/errors'
import type { Opened } from './answer.ts'
import { findingOf } from './finding.ts'
import { reversedFact } from './payment.ts'

/** 撤销订单, answer. `recall` asks for the same call once more, whatever else the answer says. */
export function reversal(opened: Opened, ref: AttemptRef): Finding<PaymentFact> {
  if (asksAgain(opened.fields.recall)) return again(opened)
  if (opened.kind === 'refusal') return findingOf('reverse', opened)
  return { kind: 'done', value: reversedFact(opened.fields, ref), evidence: 'verified' }
}

/** One client types it as a number, others as text: everything that can mean yes does. */
function asksAgain(recall = ''): boolean {
  return ['1', 'Y', 'TRUE'].includes(recall.toUpperCase())
}

function again(opened: Opened): Finding<never> {
  const code = (opened.kind === 'refusal' && opened.code.slice(0, 64)) || 'RECALL'
  const message = `QQ Wallet answered reverse with recall ${opened.fields.recall}: it is not finished; call reverse again, unchanged`
  return { kind: 'unknown', failure: fail('UNAVAILABLE', message, { retry: 'same-number', provider: { code } }) }
}
