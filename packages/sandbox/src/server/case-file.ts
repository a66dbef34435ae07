import { type Answer, answer } from './answer.ts'
import type { World } from './worlds.ts'

/** Everything that happened to the wallet, to be replayed elsewhere. */
export function caseFile({ wallet, clock }: World): Answer {
  const text = ''
  return answer(200, 'application/json', text, [['content-disposition', 'attachment; filename="sandbox.tpcase"']])
}
